// The chosen sentence is in sight: when the page comes, and when a part of it was exchanged.

function show() {
  document.querySelector(".doc-text .is-here")?.scrollIntoView({ block: "nearest" });
}

if (!location.hash) show();
document.addEventListener("htmx:afterSettle", show);

// An open menu closes when one turns to something else.
document.addEventListener("click", ({ target }) => {
  for (const menu of document.querySelectorAll("details.lu-menu[open]")) if (!menu.contains(target)) menu.open = false;
});
document.addEventListener("keydown", ({ key }) => {
  const menu = key === "Escape" && document.querySelector("details.lu-menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
