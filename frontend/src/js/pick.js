// Boxes before the rows of a list: all at once by the link that would ask for them, and how many there are.

function boxes(form) {
  return [...form.querySelectorAll("input[name=item]")];
}

function count(form) {
  const said = form.querySelector("output[data-said]");
  const picked = boxes(form).filter((box) => box.checked).length;
  if (said) said.textContent = said.dataset.said.replace("{n}", picked);
}

addEventListener("click", (event) => {
  const form = event.target.closest?.("[data-pick-all]")?.closest("form");
  if (!form) return;
  event.preventDefault();
  const all = boxes(form);
  const every = all.every((box) => box.checked);
  for (const box of all) box.checked = !every;
  count(form);
});

addEventListener("change", ({ target }) => {
  if (target.name === "item" && target.form) count(target.form);
});

// A page that is come back to keeps its boxes, but only after it is shown.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-picks]")) count(form);
});
