// A form is sent once: its buttons rest until the answer is there.

const LONGEST = 15_000; // an answer that is saved as a file brings no new page; after this one may try again
const held = new WeakMap();

/** Let a form's buttons rest: for so long at most, or until they are released. */
export function hold(form, submitter, longest) {
  const buttons = [...form.elements].filter((one) => one.type === "submit" && !one.disabled);
  held.set(form, { buttons, timer: longest && setTimeout(() => release(form), longest) });
  submitter?.setAttribute("aria-busy", "true");
  // A disabled button says nothing of itself: let the form be read first.
  setTimeout(() => {
    for (const button of held.get(form)?.buttons ?? []) button.disabled = true;
  });
}

export function release(form) {
  const kept = held.get(form);
  if (!kept) return;
  held.delete(form);
  clearTimeout(kept.timer);
  for (const button of kept.buttons) {
    button.disabled = false;
    button.removeAttribute("aria-busy");
  }
}

document.addEventListener(
  "submit",
  (event) => {
    if (!held.has(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);

addEventListener("submit", ({ target: form, defaultPrevented, submitter }) => {
  const byHtmx = form.matches("[hx-post], [hx-get], [hx-put], [hx-patch], [hx-delete]");
  if (form.method === "post" && (!defaultPrevented || byHtmx)) hold(form, submitter, LONGEST);
});

// Back from the next page, by the browser's own memory.
addEventListener("pageshow", () => [...document.forms].forEach(release));
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const form = detail.elt.closest?.("form");
  if (form) release(form);
});
