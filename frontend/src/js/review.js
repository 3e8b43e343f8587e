// The text is reviewed sentence by sentence: the chosen one changes at once, and what was read of it follows.

import htmx from "htmx.org";

import { state } from "./whys.js";

const here = () => document.querySelector(".doc-text a.is-here");
const said = (words) => {
  const region = document.getElementById("said");
  if (region) region.textContent = words;
};
const number = (mark) => Number(mark.id.slice(1));

/** Show one sentence as chosen, wherever it is marked: in the text, in the strip, in the lists. */
function point(mark) {
  const part = document.getElementById("part");
  for (const one of [...part.getElementsByClassName("is-here")]) one.classList.remove("is-here");
  for (const one of part.querySelectorAll("[aria-current]")) one.removeAttribute("aria-current");
  mark.classList.add("is-here");
  mark.scrollIntoView({ block: "nearest" });
  for (const link of part.querySelectorAll(`a[href$="?s=${mark.id.slice(1)}#${mark.id}"]`)) {
    if (link.closest("#panel")) continue;
    link.setAttribute("aria-current", "true");
    link.closest("li")?.classList.add("is-here");
  }
  const strip = part.querySelector(".strip");
  const frame = strip?.querySelector(".here");
  if (!frame) return;
  frame.setAttribute("x", `${((number(mark) - 1) / Number(strip.dataset.n)) * 100}%`);
  strip.append(frame); // over the ticks
}

/** Fetch what was read of a sentence into the panel. */
function fetchPanel(mark) {
  const text = mark.closest(".doc-text");
  htmx.ajax("GET", `?s=${number(mark)}`, { source: text, target: "#panel", swap: "outerHTML show:none" }).catch(() => {});
}

/** Return the sentence to which a link of the page leads: some steps on, or the one it names. */
function led(link, at) {
  if (link.dataset.step) {
    return document.getElementById(`s${number(here()) + Number(link.dataset.step)}`);
  }
  const strip = link.closest(".strip.is-dense");
  if (strip && at) {
    const box = strip.getBoundingClientRect();
    const place = Math.ceil(((at - box.left) / box.width) * Number(strip.dataset.n));
    return document.getElementById(`s${Math.min(Number(strip.dataset.n), Math.max(1, place))}`);
  }
  const named = /^\?s=\d+#(s\d+)$/.exec(link.getAttribute("href") ?? ""); // a tick of the strip has no .hash
  return named ? document.getElementById(named[1]) : undefined;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a");
  if (!link || !here() || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link.matches(".doc-text a.s")) {
    const panel = document.getElementById("panel");
    if (panel) panel.inert = true; // it still speaks of the sentence before
    event.preventDefault();
    point(link);
    said(state(link));
    fetchPanel(link);
    return;
  }
  const back = link.matches("[data-back]");
  const mark = back ? here() : led(link, event.clientX);
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
