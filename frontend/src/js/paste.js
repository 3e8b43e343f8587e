// A picture or a file that is pasted or dropped anywhere on a form goes into its field for files, beside those already there.

function add(field, files) {
  const kept = new DataTransfer();
  const all = field.multiple ? [...field.files, ...files] : [files[0]];
  for (const file of all) kept.items.add(file);
  field.files = kept.files;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function field(event) {
  const form = event.target.closest?.("form") ?? document.querySelector("form:has(input[type=file])");
  return form?.querySelector("input[type=file]");
}

function take(event, files) {
  const place = files?.length ? field(event) : null;
  if (!place) return;
  event.preventDefault();
  add(place, [...files]);
}

addEventListener("paste", (event) => take(event, event.clipboardData?.files));
addEventListener("dragover", (event) => {
  if (event.dataTransfer?.types.includes("Files") && field(event)) event.preventDefault();
});
addEventListener("drop", (event) => take(event, event.dataTransfer?.files));

// What has been taken is named under the field: the browser itself says only how many there are.
addEventListener("change", ({ target }) => {
  if (!target.matches("input[type=file][multiple]")) return;
  let list = target.nextElementSibling;
  if (!list?.matches(".taken")) {
    list = document.createElement("ul");
    list.className = "taken";
    list.setAttribute("aria-live", "polite");
    target.after(list);
  }
  list.replaceChildren(
    ...[...target.files].map((file) => {
      const row = document.createElement("li");
      row.textContent = `${file.name} · ${Math.max(1, Math.round(file.size / 1024))} KB`;
      return row;
    }),
  );
});
