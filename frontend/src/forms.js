// Forms: not sent twice, and a failure that is told while what was typed stays.

function tell(sentence) {
  const place = document.getElementById("told");
  if (place) place.textContent = sentence;
}

function release(form) {
  for (const button of form.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
  delete form.dataset.sent;
}

export function forms() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    if (!navigator.onLine) {
      event.preventDefault();
      tell("网络断了，还没有提交；填写的内容还在，连上后再点一次。");
      return;
    }
    form.dataset.sent = "1";
    event.submitter?.setAttribute("aria-busy", "true");
  });
  // Coming back to a page by the browser's own button finds it ready again.
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));
  document.addEventListener("htmx:responseError", () => tell("系统没有应答成功，请稍后再试。"));
  document.addEventListener("htmx:sendError", () => tell("网络断了，请连上后再试。"));
}
