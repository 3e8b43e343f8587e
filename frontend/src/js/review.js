// The text is reviewed sentence by sentence: the chosen one changes at once, and what was read of it follows.

const here = () => document.querySelector(".doc-text a.is-here");
const said = (words) => {
  const region = document.getElementById("said");
  if (region) region.textContent = words;
};
/** Return how a sentence stands: the first line of what its mark tells. */
const state = (mark) => (mark.title || mark.dataset.note || "").split("\n")[0];

/** Show one sentence as chosen, wherever it is marked: in the text, in the strip, in the lists. */
function point(mark) {
  const part = document.getElementById("part");
  for (const one of part.querySelectorAll(".is-here")) one.classList.remove("is-here");
  for (const one of part.querySelectorAll("[aria-current]")) one.removeAttribute("aria-current");
  mark.classList.add("is-here");
  mark.scrollIntoView({ block: "nearest" });
  for (const link of part.querySelectorAll(`a[href$="?s=${mark.id.slice(1)}#${mark.id}"]`)) {
    if (link.closest("#panel")) continue;
    link.setAttribute("aria-current", "true");
    link.closest("li")?.classList.add("is-here");
  }
  const frame = part.querySelector(".strip .here");
  const touch = part.querySelector(".strip [aria-current] .touch");
  if (!frame || !touch) return;
  for (const name of ["x", "width"]) frame.setAttribute(name, touch.getAttribute(name));
  touch.parentNode.append(frame);
}

/** Return the sentence to which a link of the page leads: some steps on, or the one it names. */
function led(link) {
  if (link.dataset.step) {
    const marks = [...document.querySelectorAll(".doc-text a.s")];
    return marks[marks.indexOf(here()) + Number(link.dataset.step)];
  }
  const named = /^\?s=\d+#(s\d+)$/.exec(link.getAttribute("href") ?? ""); // a tick of the strip has no .hash
  return named ? document.querySelector(`.doc-text #${named[1]}`) : undefined;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a");
  if (!link || !here() || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link.matches(".doc-text a.s")) {
    const panel = document.getElementById("panel");
    if (panel) panel.inert = true; // it still speaks of the sentence before
    point(link);
    said(state(link));
    return;
  }
  const back = link.matches("[data-back]");
  const mark = back ? here() : led(link);
  if (!mark && !link.dataset.step) return;
  event.preventDefault();
  if (!mark) return;
  mark.focus({ preventScroll: true });
  mark.click();
});

document.addEventListener("keydown", (event) => {
  const form = event.key === "Escape" && event.target.closest?.("#panel form");
  const back = form && form.querySelector("[data-back]");
  // What was typed is not thrown away by a key.
  if (back && here() && ![...form.querySelectorAll("textarea")].some((one) => one.value.trim())) back.click();
});

// Where one walks faster than panels come, that of a sentence already left is not shown.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const asked = /^\?s=(\d+)$/.exec(detail.pathInfo?.requestPath ?? "");
  if (asked && here() && here().id !== `s${asked[1]}`) detail.shouldSwap = false;
});

// While a word is on its way its panel rests, and whoever goes elsewhere meanwhile is not taken back.
let from = null;
let gone = null;
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.target.id !== "part") return;
  from = here()?.id;
  document.getElementById("panel").inert = true;
});
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target.id === "part") gone = here()?.id === from ? null : here()?.id;
});

// The panel did not come: the sentence that it still speaks of is the chosen one again.
for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(name, () => {
    const panel = document.querySelector("#panel[inert]");
    if (!panel) return;
    panel.inert = false;
    const mark = document.getElementById(`s${panel.dataset.s}`);
    if (mark) point(mark);
  });
}

document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (detail.target?.id !== "part" || !here()) return;
  const done = document.querySelector("#panel .done")?.textContent.replace("✓", "").trim() ?? "";
  said([done, state(here())].filter(Boolean).join(" "));
  // The one judged has kept the focus: it goes on to the one that is chosen now.
  const held = document.activeElement;
  if (!held || held === document.body || held.matches(".doc-text a.s")) here().focus({ preventScroll: true });
  if (gone && gone !== here().id) document.getElementById(gone)?.click();
});
