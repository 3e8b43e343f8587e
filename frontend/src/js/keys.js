// A key presses what carries it: <a data-key="j">, <button data-key="a">. Keys rest while a field has the focus.

const FIELDS = "input, textarea, select, [contenteditable]";
// What is inert speaks of a sentence that one has left; what has only just come is not wired yet.
const COMING = "[inert], .htmx-added, .htmx-settling";
let waiting = []; // keys that were pressed while the part that carries them was on its way, each for what comes next

function press(key) {
  const found = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key);
  if (!found || found.disabled) return false;
  if (found.matches(FIELDS)) found.focus();
  else found.click();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.repeat) return;
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest?.(FIELDS) || document.querySelector("dialog[open]")) return;

  const key = event.key.toLowerCase();
  if (key === "?") {
    const keys = document.getElementById("keys");
    if (!keys) return;
    event.preventDefault();
    keys.showModal();
    return;
  }
  if (event.shiftKey) return;
  const steps = document.querySelector(`[data-step][data-key="${CSS.escape(key)}"]`);
  if (key.length === 1 && !steps && document.querySelector(COMING)) {
    waiting.push(key);
    event.preventDefault();
    return;
  }
  waiting = [];
  if (press(key)) event.preventDefault();
});

document.addEventListener("htmx:afterSettle", () => {
  if (document.querySelector(COMING)) return; // what settled is not yet what the key waits for
  const key = waiting.shift();
  if (key) press(key);
});

// What went wrong is looked at first: the key that was to come after it is forgotten.
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!detail.successful) waiting = [];
});

for (const one of document.querySelectorAll("[data-keys]")) one.hidden = false;

document.addEventListener("click", ({ target }) => {
  const keys = document.getElementById("keys");
  if (keys && target.closest?.("[data-keys]")) keys.showModal();
});
