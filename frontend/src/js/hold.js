// A form is sent once: its buttons rest until the answer is there.

const LONGEST = 15_000; // an answer that is saved as a file brings no new page; after this one may try again
const held = new WeakMap();

function release(form) {
  const hold = held.get(form);
  if (!hold) return;
  held.delete(form);
  clearTimeout(hold.timer);
  for (const button of hold.buttons) {
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
  if (form.method !== "post" || (defaultPrevented && !byHtmx)) return;
  const buttons = [...form.elements].filter((one) => one.type === "submit" && !one.disabled);
  held.set(form, { buttons, timer: setTimeout(() => release(form), LONGEST) });
  submitter?.setAttribute("aria-busy", "true");
  // A disabled button says nothing of itself: let the form be read first.
  setTimeout(() => {
    for (const button of held.get(form)?.buttons ?? []) button.disabled = true;
  });
});

// Back from the next page, by the browser's own memory.
addEventListener("pageshow", () => [...document.forms].forEach(release));
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const form = detail.elt.closest?.("form");
  if (form) release(form);
});
