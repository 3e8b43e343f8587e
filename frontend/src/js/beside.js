// A note beside what it is about: on hover and on keyboard focus. Escape takes it away, the pointer may move onto it, it
// stays until pointer and focus have left, and nothing on the page moves.

const LATER = 250; // a pointer that only crosses the text opens nothing
const GRACE = 250; // time to move onto the note
const GAP = 6;
const EDGE = 8;

/** Put the note under the owner's last line, or above its first where there is no room. */
function place(box, owner) {
  const lines = [...owner.getClientRects()];
  const [first, last] = [lines[0], lines[lines.length - 1]];
  const below = last.bottom + GAP + box.offsetHeight <= innerHeight - EDGE;
  const top = below ? last.bottom + GAP : Math.max(EDGE, first.top - GAP - box.offsetHeight);
  const left = Math.max(EDGE, Math.min((below ? last : first).left, document.documentElement.clientWidth - box.offsetWidth - EDGE));
  // By script, which the policy allows: no number reaches a style attribute of the page.
  box.style.top = `${top + scrollY}px`;
  box.style.left = `${left + scrollX}px`;
}

/**
 * Let the box with this id stand beside whatever the selector names. `fill` writes into it, and says whether there is
 * anything to say; `described` is the id of what describes the owner; `spare` names owners to whose focus nothing is said.
 */
export function beside({ of, id, described = id, fill, spare = () => false }) {
  let owner = null;
  let dismissed = null;
  let timer = 0;
  const note = () => document.getElementById(id);
  const mark = (target) => target?.closest?.(of) ?? null;
  const within = (target) => Boolean(target?.closest?.(`#${id}`));

  function hide() {
    clearTimeout(timer);
    const box = note();
    if (box) box.hidden = true;
    if (!owner) return;
    owner.removeAttribute("aria-describedby");
    owner = null;
  }

  function show(one) {
    clearTimeout(timer);
    const box = note();
    if (!box || one === owner || one === dismissed || !one.isConnected || !fill(box, one)) return;
    hide();
    owner = one;
    one.setAttribute("aria-describedby", described);
    box.hidden = false;
    place(box, one);
  }

  document.addEventListener("pointerover", ({ target, pointerType }) => {
    if (pointerType === "touch" || !target.closest) return;
    const one = mark(target);
    if (one !== dismissed && !within(target)) dismissed = null;
    clearTimeout(timer);
    if (one && one !== owner) timer = setTimeout(show, LATER, one);
    else if (!one && !within(target) && owner && !owner.matches(":focus-visible")) timer = setTimeout(hide, GRACE);
  });
  document.addEventListener("focusin", ({ target }) => {
    const one = mark(target);
    if (one !== dismissed && !within(target)) dismissed = null;
    if (one?.matches(":focus-visible") && !spare(one)) show(one);
    else if (owner && owner !== one && !within(target)) hide();
  });
  document.addEventListener("focusout", ({ target, relatedTarget }) => {
    if (!owner || target !== owner || within(relatedTarget)) return;
    if (!owner.matches(":hover") && !note().matches(":hover")) hide();
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !owner) return;
    dismissed = owner;
    hide();
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (owner && !owner.isConnected) hide();
  });
  addEventListener("resize", hide);

  function ask(one) {
    dismissed = null;
    show(one);
  }

  return { ask, hide, within, owner: () => owner };
}
