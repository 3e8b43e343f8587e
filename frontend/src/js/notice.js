// What went wrong on the way to the server is said on the page; what was written stays where it is.

/** Say one of the sentences that the page's live region bears in the reader's language; without one, take it back. */
export function say(name = "", number = "") {
  const region = document.getElementById("notice");
  if (!region) return;
  const { [name]: sentence = "", numbered } = region.dataset;
  const parts = { sentence, number };
  region.textContent = number ? numbered.replace(/\{(\w+)\}/g, (_, part) => parts[part]) : sentence;
}

// Captured, so that neither the browser nor htmx sends a form that cannot arrive.
document.addEventListener(
  "submit",
  (event) => {
    say();
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    say("offline");
  },
  true,
);

addEventListener("online", () => say());
document.addEventListener("htmx:beforeRequest", () => say());
document.addEventListener("htmx:sendError", () => say(navigator.onLine ? "unreached" : "offline"));
document.addEventListener("htmx:timeout", () => say("unreached"));
document.addEventListener("htmx:responseError", ({ detail: { xhr } }) => {
  if (xhr.status >= 500) say("broken", xhr.getResponseHeader("X-Request-Id"));
});

// A refusal may come as a whole page, made to be shown without this script. Then its main part takes the place of ours.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.xhr.status < 400 || !detail.shouldSwap || !detail.serverResponse.includes("<main")) return;
  detail.target = document.getElementById("main");
  detail.selectOverride = "#main";
  detail.swapOverride = "outerHTML";
});
