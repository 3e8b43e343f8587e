// Keys of the review: each is also a button or a link that bears it as data-key.

const FIELDS = "input:not([type=hidden]), textarea, select, [contenteditable]";

function resting(event) {
  return event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target.closest(FIELDS);
}

export function keys() {
  document.addEventListener("keydown", (event) => {
    if (resting(event)) return;
    const key = event.key.toLowerCase();
    if (key === "?") {
      document.getElementById("keys")?.showModal?.();
      return;
    }
    if (!/^[a-z]$/.test(key)) return;
    const target = document.querySelector(`[data-key="${key}"]`);
    if (!target) return;
    event.preventDefault();
    target.click();
  });

  // The chosen sentence stays in sight when a part of the page is exchanged.
  document.addEventListener("htmx:afterSettle", () => {
    const here = document.querySelector(".s.is-here");
    if (!here) return;
    const { top, bottom } = here.getBoundingClientRect();
    if (top < 0 || bottom > window.innerHeight * 0.7) here.scrollIntoView({ block: "center" });
  });
}
