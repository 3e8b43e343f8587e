// Why a sentence is judged as it is, in a note beside it: on hover and on keyboard focus. Without this script the
// panel says it of the chosen sentence.
import { state, told } from "./whys.js";

const LATER = 250; // a pointer that only crosses the text opens nothing
const GRACE = 250; // time to move onto the note
const GAP = 6;
const EDGE = 8;
const COLON = /^(.*?)(?:\uff1a|: )(.*)$/u; // between what a line is about and its words, in any language
// The panel stands beside the text, or at the foot of a narrow window: it says the same of the chosen sentence.
const IN_SIGHT = matchMedia("(min-width: 1200px), (max-width: 767px)");
let owner = null;
let dismissed = null;
let timer = 0;

const note = () => document.getElementById("note");
const mark = (target) => target.closest?.(".doc-text a.s") ?? null;

function line(name, ...words) {
  const term = document.createElement("dt");
  const said = document.createElement("dd");
  term.textContent = name;
  said.append(...words);
  return [term, said];
}

function because(rule, named) {
  const asks = document.querySelector(`[data-rule="${CSS.escape(rule)}"]`)?.textContent ?? "";
  const name = document.createElement("small");
  name.textContent = named.replace("{rule}", () => rule);
  return [asks, " ", name];
}

function fill(box, one) {
  const rows = told(one).slice(1);
  const { heading, asks, named } = box.dataset;
  const title = document.createElement("b");
  const list = document.createElement("dl");
  title.textContent = state(one);
  for (const row of rows) {
    const [, name, words] = COLON.exec(row) ?? [row, row, ""];
    list.append(...(name === heading ? line(asks, ...because(words, named)) : line(name, words)));
  }
  box.replaceChildren(title, list);
}

/** Put the note under the sentence's last line, or above its first where there is no room. */
function place(box, one) {
  const lines = [...one.getClientRects()];
  const [first, last] = [lines[0], lines[lines.length - 1]];
  const below = last.bottom + GAP + box.offsetHeight <= innerHeight - EDGE;
  const top = below ? last.bottom + GAP : Math.max(EDGE, first.top - GAP - box.offsetHeight);
  const left = Math.max(EDGE, Math.min((below ? last : first).left, document.documentElement.clientWidth - box.offsetWidth - EDGE));
  // By script, which the policy allows: no number reaches a style attribute of the page.
  box.style.top = `${top + scrollY}px`;
  box.style.left = `${left + scrollX}px`;
}

function hide() {
  clearTimeout(timer);
  const box = note();
  if (box) box.hidden = true;
  if (!owner) return;
  owner.removeAttribute("aria-describedby");
  owner = null;
}

function show(one) {
  clearTimeout(timer);
  const box = note();
  if (!box || one === owner || one === dismissed || !one.isConnected || !told(one).length) return;
  hide();
  owner = one;
  one.setAttribute("aria-describedby", "note");
  fill(box, one);
  box.hidden = false;
  place(box, one);
}

document.addEventListener("pointerover", ({ target, pointerType }) => {
  if (pointerType === "touch" || !target.closest) return;
  const one = mark(target);
  if (one !== dismissed && !target.closest("#note")) dismissed = null;
  if (one) {
    clearTimeout(timer);
    if (one !== owner) timer = setTimeout(show, LATER, one);
  } else if (target.closest("#note")) clearTimeout(timer);
  else if (owner && !owner.matches(":focus-visible")) {
    clearTimeout(timer);
    timer = setTimeout(hide, GRACE);
  } else clearTimeout(timer);
});

document.addEventListener("focusin", ({ target }) => {
  const one = mark(target);
  // The panel says it of the chosen sentence, and covers none of the text that follows.
  if (one?.matches(":focus-visible") && !(IN_SIGHT.matches && one.classList.contains("is-here"))) show(one);
  else if (owner && owner !== one) hide();
});
document.addEventListener("focusout", ({ target }) => {
  if (owner && target === owner && !owner.matches(":hover") && !note().matches(":hover")) hide();
});
document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape" || !owner) return;
  dismissed = owner;
  hide();
});
document.addEventListener("htmx:afterSettle", () => {
  if (owner && !owner.isConnected) hide();
});
addEventListener("resize", hide);
