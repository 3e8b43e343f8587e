// What a page is measured by in the browser; each function returns what is wrong, as words.
globalThis.sweep = (() => {
  const policy = [];
  addEventListener("securitypolicyviolation", (one) => policy.push(`${one.violatedDirective} ${one.blockedURI}`));

  const PRESSED = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const name = (one) => {
    const words = (one.innerText || one.textContent || one.value || "").trim().replace(/\s+/g, " ").slice(0, 30);
    const kind = one.getAttribute?.("class") ?? "";
    return `${one.localName}${one.id ? `#${one.id}` : ""}${kind ? `.${kind.trim().split(/\s+/).join(".")}` : ""} “${words}”`;
  };
  const box = (one) => one.getBoundingClientRect();
  const seen = (one) => {
    const { width, height, right } = box(one);
    return width > 1 && height > 1 && right > 0 && one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  };
  const tucked = (one) => {
    const { width, height } = box(one);
    const style = getComputedStyle(one);
    return width <= 1 || height <= 1 || style.clip !== "auto" || style.clipPath !== "none";
  };
  const above = (one, is) => {
    for (let host = one; host && host !== document.body; host = host.parentElement) if (is(host)) return host;
    return null;
  };
  /** What has been scrolled out of a box with an edge of its own is not there. */
  const scrolled = (one, at) =>
    above(one.parentElement, (host) => {
      if (getComputedStyle(host).overflowY === "visible") return false;
      const edge = box(host);
      return at.top > edge.bottom - 2 || at.bottom < edge.top + 2 || at.left > edge.right - 2 || at.right < edge.left + 2;
    });
  const floats = (one) => above(one, (host) => /fixed|sticky/.test(getComputedStyle(host).position));
  /** What lies over the page, fast or opened over it: what it covers is not pressed through it. */
  const layer = (one) => floats(one) ?? above(one, (host) => getComputedStyle(host).position === "absolute" && getComputedStyle(host).zIndex !== "auto");
  const pressed = () => [...document.querySelectorAll(PRESSED)].filter((one) => seen(one) && !one.disabled && one.tabIndex >= 0 && !above(one.parentElement, tucked) && !scrolled(one, box(one)));

  /** A link between words, on a line with them, is a part of the text. */
  const spoken = (one) => {
    if (one.closest(".doc-text")) return true;
    if (!getComputedStyle(one).display.startsWith("inline") || one.matches("button, input, select, textarea, summary")) return false;
    if (one.namespaceURI !== "http://www.w3.org/1999/xhtml") return false;
    let host = one.parentElement;
    while (getComputedStyle(host).display === "inline") host = host.parentElement;
    const walker = document.createTreeWalker(host, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    const mine = [...one.getClientRects()];
    while (walker.nextNode()) {
      const text = walker.currentNode;
      if (one.contains(text) || !text.data.trim() || !seen(text.parentElement)) continue;
      range.selectNodeContents(text);
      const near = [...range.getClientRects()].some((a) => mine.some((b) => a.top < b.bottom && b.top < a.bottom));
      if (near) return true;
    }
    return false;
  };

  /** What is pressed: a label presses its box. */
  const area = (one) => {
    const label = one.matches("input[type=checkbox], input[type=radio]") && one.closest("label");
    return box(label || one);
  };

  /** The shape of the page: one main part, one head, heads in order, ids once, pictures with words. */
  function shape() {
    const wrong = [];
    const heads = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter(seen);
    const levels = heads.map((one) => Number(one.localName[1]));
    if (document.querySelectorAll("main").length !== 1) wrong.push("not one <main>");
    if (levels.filter((level) => level === 1).length !== 1) wrong.push(`${levels.filter((level) => level === 1).length} <h1>`);
    levels.forEach((level, i) => {
      if (level > (levels[i - 1] ?? 0) + 1) wrong.push(`a head is left out before ${name(heads[i])}`);
    });
    const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
    wrong.push(...new Set(ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => `id ${id} stands twice`)));
    for (const one of document.images) if (!one.hasAttribute("alt")) wrong.push(`no alt: ${name(one)}`);
    for (const one of document.querySelectorAll("[tabindex]")) if (one.tabIndex > 0) wrong.push(`tabindex: ${name(one)}`);
    for (const one of document.querySelectorAll("[aria-describedby], [aria-labelledby], [aria-controls], [for]")) {
      for (const to of ["aria-describedby", "aria-labelledby", "aria-controls", "for"]) {
        for (const id of (one.getAttribute(to) ?? "").split(/\s+/).filter(Boolean)) {
          if (!document.getElementById(id)) wrong.push(`${to}=${id} leads nowhere: ${name(one)}`);
        }
      }
    }
    for (const one of document.querySelectorAll("a[href^='#']")) {
      if (!document.getElementById(one.hash.slice(1))) wrong.push(`${one.hash} leads nowhere`);
    }
    if (!document.title.trim() || document.title.startsWith("·")) wrong.push("no title");
    return wrong;
  }

  /** Without a script a button sends a form, and what htmx asks for is asked for by a link or a form as well. */
  function plain() {
    const wrong = [];
    for (const one of document.querySelectorAll("[hx-get], [hx-post]")) {
      if (!one.matches("a[href], form[action], form [type=submit], form button, form:not([action])")) wrong.push(`by htmx alone: ${name(one)}`);
    }
    for (const one of document.querySelectorAll("form")) {
      if (!one.querySelector("button:not([type=button]), input[type=submit]")) wrong.push(`no button: ${one.getAttribute("action")}`);
    }
    return wrong;
  }

  const sideways = () => {
    const beyond = document.documentElement.scrollWidth - innerWidth;
    return beyond > 0 ? [`${beyond} px sideways`] : [];
  };

  /** WCAG 2.5.8: 24 × 24, or a circle of 24 around it that meets no other. */
  function small() {
    const all = pressed().filter((one) => !spoken(one)).map((one) => ({ one, at: area(one) }));
    const little = all.filter(({ at }) => at.width < 23.9 || at.height < 23.9);
    const middle = ({ left, top, width, height }) => [left + width / 2, top + height / 2];
    const meets = (a, b) => {
      const [x, y] = middle(a.at);
      if (little.includes(b)) {
        const [u, v] = middle(b.at);
        return Math.hypot(x - u, y - v) < 23.9;
      }
      const near = (z, low, high) => Math.max(low, Math.min(z, high));
      return Math.hypot(x - near(x, b.at.left, b.at.right), y - near(y, b.at.top, b.at.bottom)) < 11.9;
    };
    return little
      .filter((a) => all.some((b) => b !== a && !a.one.contains(b.one) && !b.one.contains(a.one) && meets(a, b)))
      .map(({ one, at }) => `${Math.round(at.width)}×${Math.round(at.height)}: ${name(one)}`);
  }

  /** On a telephone what is pressed alone is 44 high, and nothing else is pressed there. */
  function thin() {
    const all = pressed().filter((one) => !spoken(one)).map((one) => ({ one, at: area(one) }));
    const wrong = all.filter(({ at }) => at.height < 43.5).map(({ one, at }) => `${Math.round(at.height)} high: ${name(one)}`);
    all.forEach((a, i) => {
      for (const b of all.slice(i + 1)) {
        if (a.one.contains(b.one) || b.one.contains(a.one) || layer(a.one) !== layer(b.one)) continue;
        const wide = Math.min(a.at.right, b.at.right) - Math.max(a.at.left, b.at.left);
        const high = Math.min(a.at.bottom, b.at.bottom) - Math.max(a.at.top, b.at.top);
        if (wide > 4 && high > 4) wrong.push(`${Math.round(high)} shared: ${name(a.one)} and ${name(b.one)}`);
      }
    });
    return wrong;
  }

  /** Words that are cut off by what they stand in. */
  function cut() {
    const wrong = [];
    for (const one of document.querySelectorAll("body *:not(svg *)")) {
      if (!seen(one) || tucked(one) || one.localName === "select" || !one.innerText?.trim()) continue;
      const style = getComputedStyle(one);
      const wide = /hidden|clip/.test(style.overflowX) && one.scrollWidth > one.clientWidth + 1 && style.display !== "inline";
      const high = /hidden|clip/.test(style.overflowY) && one.scrollHeight > one.clientHeight + 1 && style.display !== "inline";
      if (wide || high) wrong.push(`cut off: ${name(one)}`);
    }
    return wrong;
  }

  /** Words that lie over other words. */
  function over() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    const found = [];
    while (walker.nextNode()) {
      const text = walker.currentNode;
      const parent = text.parentElement;
      if (!text.data.trim() || parent.closest("svg, option, datalist, script, .lu-drawer, [aria-hidden=true]") || !seen(parent)) continue;
      if (floats(parent) || above(parent, (host) => getComputedStyle(host).display !== "inline" && tucked(host))) continue;
      range.selectNodeContents(text);
      for (const at of range.getClientRects()) if (at.width > 2 && at.height > 2 && !scrolled(text, at)) found.push({ text, at });
    }
    found.sort((a, b) => a.at.top - b.at.top);
    const wrong = new Set();
    found.forEach((a, i) => {
      for (let j = i + 1; j < found.length && found[j].at.top < a.at.bottom - 4; j += 1) {
        const b = found[j];
        if (a.text === b.text) continue;
        const wide = Math.min(a.at.right, b.at.right) - Math.max(a.at.left, b.at.left);
        const high = Math.min(a.at.bottom, b.at.bottom) - b.at.top;
        if (wide > 2 && high > Math.min(a.at.height, b.at.height) / 3) wrong.add(`“${a.text.data.trim().slice(0, 20)}” over “${b.text.data.trim().slice(0, 20)}”`);
      }
    });
    return [...wrong];
  }

  const sizes = () =>
    [...document.querySelectorAll("body *:not(svg *)")]
      .filter((one) => seen(one) && !one.closest("[aria-hidden=true]") && [...one.childNodes].some((two) => two.nodeType === 3 && two.data.trim()))
      .map((one) => [one, parseFloat(getComputedStyle(one).fontSize)]);

  /** Letters at twice the size, nothing else: what stays small, is cut off, lies over other words or runs out. */
  function twice() {
    const before = sizes();
    document.documentElement.style.fontSize = "200%";
    const stayed = before.filter(([one, size]) => parseFloat(getComputedStyle(one).fontSize) < size * 1.9);
    const wrong = [...sideways(), ...stayed.map(([one]) => `stays small: ${name(one)}`), ...cut(), ...over()];
    document.documentElement.style.fontSize = "";
    return [...new Set(wrong)];
  }

  const floating = () => [...document.querySelectorAll("main *")].some((one) => seen(one) && floats(one) === one);

  const unfold = () => {
    for (const one of document.querySelectorAll("details:not(.lu-menu)")) one.open = true;
  };

  let first, last, stays, been;
  function start() {
    first = last = null;
    stays = 0;
    been = new Set();
  }
  /** Where the focus is: in sight, ringed, and covered by nothing; or out of the page, or in it once more. */
  async function focused() {
    await new Promise(requestAnimationFrame);
    const one = document.activeElement;
    if (!one || one === document.body || one === first) return "out";
    first ??= one;
    stays = one === last ? stays + 1 : 0;
    if ((one !== last && been.has(one)) || stays > 5) return `trap: ${name(one)}`; // a day has up to four parts
    been.add(one);
    last = one;
    const at = [...one.getClientRects()].find(({ width, height }) => width > 1 && height > 1) ?? box(one);
    const style = getComputedStyle(one);
    const parts = [0.5, 0.1, 0.9].flatMap((x) => [0.5, 0.15, 0.85].map((y) => [at.left + at.width * x, at.top + at.height * y]));
    const shown = parts.some(([x, y]) => {
      const top = document.elementFromPoint(x, y);
      return top && (one.contains(top) || one.labels?.[0]?.contains(top));
    });
    const ringed = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
    const inside = at.bottom > 0 && at.top < innerHeight && at.right > 0 && at.left < innerWidth;
    const wrong = [!inside && "out of sight", inside && !shown && "hidden", !ringed && "no ring"].filter(Boolean);
    return wrong.length ? `${wrong.join(", ")}: ${name(one)}` : "";
  }
  /** A refused form says so, names each field that is wrong, and brings the reader to it. */
  function refused() {
    const wrong = [];
    const alerts = [...document.querySelectorAll("[role=alert]")].filter((one) => one.innerText?.trim());
    if (!alerts.length) wrong.push("no alert");
    if (!document.activeElement?.closest(".errors, .is-wrong")) wrong.push(`the focus is on ${name(document.activeElement)}`);
    const fields = [...document.querySelectorAll(".is-wrong")];
    for (const field of fields) {
      const control = field.localName === "fieldset" ? field : field.querySelector("[aria-invalid=true]");
      const ids = (control?.getAttribute("aria-describedby") ?? "").split(/\s+/).filter(Boolean);
      const said = ids.map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
      const error = field.querySelector(".errorlist")?.textContent.trim() ?? "";
      if (!control) wrong.push(`not marked as wrong: ${name(field)}`);
      else if (!error || !said.includes(error)) wrong.push(`error is not told with the field: ${name(field)}`);
    }
    return wrong;
  }

  /** Empty a form of the page and send it. */
  function send(number) {
    const form = document.querySelectorAll("main form[method=post]")[number];
    form.noValidate = true;
    for (const one of form.elements) {
      if (one.matches("[type=hidden], button, fieldset, [type=submit]")) continue;
      if (one.matches("[type=checkbox], [type=radio]")) one.checked = false;
      else if (one.localName === "select") one.value = "";
      else if (one.type !== "file") one.value = "";
    }
    form.requestSubmit(form.querySelector("button"));
  }

  return { send, policy, shape, plain, sideways, small, thin, cut, over, twice, unfold, focused, refused, floating, start };
})();
