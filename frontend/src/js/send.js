// A form that bears files shows how much of them has arrived. Without this script the browser sends it, and shows nothing.
import htmx from "htmx.org";
import { hold, release } from "./hold.js";
import { say } from "./notice.js";

const files = (form) => [...form.querySelectorAll("input[type=file]")].filter((one) => one.files.length);

// On the document: before the window lets the form rest, which waits for a page of the browser's own.
document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  const told = form.querySelector(".sending");
  if (event.defaultPrevented || !told || !files(form).length) return;
  event.preventDefault();
  send(form, new FormData(form, submitter), told);
  hold(form, submitter, 0);
});

function send(form, body, told) {
  const [bar, words] = told.children;
  const rest = () => {
    told.hidden = true;
    release(form);
  };
  const request = new XMLHttpRequest();
  request.upload.onprogress = ({ loaded, total }) => {
    bar.value = (100 * loaded) / total;
    words.textContent = told.dataset.sent.replace("{percent}", `${Math.floor(bar.value)}%`);
  };
  request.upload.onload = () => {
    bar.removeAttribute("value"); // how long the reading takes nobody knows
    words.textContent = told.dataset.read;
  };
  request.onload = () => answer(form, request, rest);
  request.onerror = request.onabort = () => {
    rest();
    say(navigator.onLine ? "unreached" : "offline");
  };
  told.hidden = false;
  request.open("POST", form.action);
  request.setRequestHeader("X-Sent-By", "script");
  request.send(body);
}

/** Go where the answer leads; a refusal takes the place of the page's main part, and what was chosen stays chosen. */
function answer(form, request, rest) {
  const place = request.getResponseHeader("X-Location");
  if (place) return location.assign(place);
  rest();
  if (request.status >= 500 || !request.responseText.includes("<main")) {
    return say("broken", request.getResponseHeader("X-Request-Id"));
  }
  const chosen = files(form).map((one) => [one.name, one.files]);
  htmx.swap("#main", request.responseText, { swapStyle: "outerHTML" }, { select: "#main" });
  for (const [name, kept] of chosen) {
    const field = document.querySelector(`#main input[type=file][name="${CSS.escape(name)}"]`);
    if (!field) continue;
    field.files = kept;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

// Back from the next page, by the browser's own memory: nothing is being sent.
addEventListener("pageshow", ({ persisted }) => {
  if (persisted && document.querySelector(".sending:not([hidden])")) location.reload();
});
