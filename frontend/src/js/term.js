// What a term means, in a note beside it: on hover, on focus, at a first tap. Without this script it leads to the list.
import { beside } from "./beside.js";

function fill(box, term) {
  box.firstElementChild.textContent = term.dataset.says;
  box.querySelector("a").href = term.href;
  return true;
}

const note = beside({ of: "a.term", id: "meaning", described: "meaning-says", fill });
let byTouch = false;

document.addEventListener("pointerdown", ({ pointerType }) => {
  byTouch = pointerType === "touch";
});
// A finger does not hover: its first tap shows the meaning, a second one goes to the list.
document.addEventListener("click", (event) => {
  const term = event.target.closest?.("a.term");
  if (term && byTouch && event.detail && note.owner() !== term) {
    event.preventDefault();
    note.ask(term);
  } else if (!term && !note.within(event.target)) note.hide();
});
