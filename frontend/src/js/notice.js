// What went wrong on the way to the server is said on the page; what was written stays where it is.

const OFFLINE = "现在没有网络，还没有提交。填写的内容都在，网络恢复后请再提交一次。";
const UNREACHED = "没有连上服务器，这一步没有完成。填写的内容都在，请稍后再试。";
const BROKEN = "系统出错，这一步没有完成。填写的内容都在，请稍后再试。";

/** Say a sentence in the page's live region; an empty one takes it back. */
export function say(sentence, number = "") {
  const region = document.getElementById("notice");
  if (region) region.textContent = sentence && number ? `${sentence}（编号 ${number}）` : sentence;
}

// Captured, so that neither the browser nor htmx sends a form that cannot arrive.
document.addEventListener(
  "submit",
  (event) => {
    say("");
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    say(OFFLINE);
  },
  true,
);

addEventListener("online", () => say(""));
document.addEventListener("htmx:beforeRequest", () => say(""));
document.addEventListener("htmx:sendError", () => say(navigator.onLine ? UNREACHED : OFFLINE));
document.addEventListener("htmx:timeout", () => say(UNREACHED));
document.addEventListener("htmx:responseError", ({ detail: { xhr } }) => {
  if (xhr.status >= 500) say(BROKEN, xhr.getResponseHeader("X-Request-Id"));
});

// A refusal may come as a whole page, made to be shown without this script. Then its main part takes the place of ours.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.xhr.status < 400 || !detail.shouldSwap || !detail.serverResponse.includes("<main")) return;
  detail.target = document.getElementById("main");
  detail.selectOverride = "#main";
  detail.swapOverride = "outerHTML";
});
