// Why a sentence is judged as it is, in a note beside it. Without this script the panel says it of the chosen sentence.
import { beside } from "./beside.js";
import { state, told } from "./whys.js";

const COLON = /^(.*?)(?:\uff1a|: )(.*)$/u; // between what a line is about and its words, in any language
// The panel stands beside the text, or at the foot of a narrow window: it says the same of the chosen sentence.
const IN_SIGHT = matchMedia("(min-width: 1200px), (max-width: 767px)");

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
  const [first, ...rows] = told(one);
  if (!first) return false;
  const { heading, asks, named } = box.dataset;
  const title = document.createElement("b");
  const list = document.createElement("dl");
  title.textContent = state(one);
  for (const row of rows) {
    const [, name, words] = COLON.exec(row) ?? [row, row, ""];
    list.append(...(name === heading ? line(asks, ...because(words, named)) : line(name, words)));
  }
  box.replaceChildren(title, list);
  return true;
}

// The panel says it of the chosen sentence, and covers none of the text that follows.
const spare = (one) => IN_SIGHT.matches && one.classList.contains("is-here");
beside({ of: ".doc-text a.s", id: "note", fill, spare });
