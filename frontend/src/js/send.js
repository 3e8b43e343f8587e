// A form that bears files shows how much of them has arrived. Without this script the browser sends it, and shows nothing.
import htmx from "htmx.org";
import { say } from "./notice.js";

const sending = new WeakSet();
const files = (form) => [...form.querySelectorAll("input[type=file]")].filter((one) => one.files.length);

addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  const told = form.querySelector(".sending");
  if (event.defaultPrevented || !told || !files(form).length) return;
  event.preventDefault();
  if (!sending.has(form)) send(form, new FormData(form, submitter), told);
});

function send(form, body, told) {
  const [bar, words] = told.children;
  const buttons = [...form.elements].filter((one) => one.type === "submit" && !one.disabled);
  const rest = (busy) => {
    sending[busy ? "add" : "delete"](form);
    told.hidden = !busy;
    for (const one of buttons) one.disabled = busy;
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
    rest(false);
    say(navigator.onLine ? "unreached" : "offline");
  };
  rest(true);
  request.open("POST", form.action);
  request.setRequestHeader("X-Sent-By", "script");
  request.send(body);
}

/** Go where the answer leads; a refusal takes the place of the page's main part, and what was chosen stays chosen. */
function answer(form, request, rest) {
  const place = request.getResponseHeader("X-Location");
  if (place) return location.assign(place);
  rest(false);
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
