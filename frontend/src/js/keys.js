// A key presses what carries it: <a data-key="j">, <button data-key="a">. Keys rest while a field has the focus.

const FIELDS = "input, textarea, select, [contenteditable]";

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
  const found = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key);
  if (!found || found.disabled) return;
  event.preventDefault();
  if (found.matches(FIELDS)) found.focus();
  else found.click();
});

document.addEventListener("click", ({ target }) => {
  const keys = document.getElementById("keys");
  if (keys && target.closest?.("[data-keys]")) keys.showModal();
});
