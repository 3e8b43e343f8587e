// 逐点查看: the chart of an indicator, explored in a dialog. Built apart and loaded when it is asked for; every word it
// shows comes from the page or from the data.
import { LineChart } from "echarts/charts";
import { init, use } from "echarts/core";
import { DataZoomInsideComponent, GridComponent, TooltipComponent } from "echarts/components";
import { SVGRenderer } from "echarts/renderers";

use([LineChart, DataZoomInsideComponent, GridComponent, TooltipComponent, SVGRenderer]);

const DAY = 86_400_000;
const FEWEST = 14; // days that a zoomed chart shows at least
const MOST = 8; // values of units that are told beside a point
const NARROW = 600;
const SIZE = 12; // of words in the chart
const LINE = 15;
const BESIDE = 7;
const SHAPES = ["rect", "triangle", "path://M0 0H10L5 9Z"]; // of units; a circle is the sum, a diamond a correction
const DASHES = ["solid", [8, 3], [2, 3], [8, 3, 2, 3], [14, 4], [4, 4]];
const STAIRS = {
  bottom: { ink: "ink", dash: "solid", beside: 11 },
  stretch: { ink: "ink-2", dash: [8, 3], beside: -10 },
  old: { ink: "ink-3", dash: [1, 4], beside: -10 },
};
const at = (iso) => Date.parse(iso); // a bare day is midnight of UTC, and so is the axis
const iso = (time) => new Date(time).toISOString().slice(0, 10);
const spots = (points) => points.map(([on, ...rest]) => [at(on), ...rest]);
const dark = matchMedia("(prefers-color-scheme: dark)");

// What may be seen on this page is fetched once for each question.
async function fetched(url) {
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
  return answer.json();
}

function colours() {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue(`--lu-${name}`).trim();
}

// The lines -------------------------------------------------------------------

function line(colour, kind, points, { width = 1.4, dash = "solid", symbol = "none", hollow = false, ...more }) {
  return {
    type: "line",
    silent: true,
    animation: false,
    tooltip: { show: false }, // only the days themselves are pointed at
    data: points,
    symbol,
    symbolSize: 7,
    showAllSymbol: true,
    itemStyle: { color: hollow ? colour("paper") : colour(kind), borderColor: colour(kind), borderWidth: 1.4 },
    lineStyle: { color: colour(kind), width, type: dash },
    ...more,
  };
}

function lines(told, colour, { then, chosen }) {
  const of = (data, kind) => data.lines.find((one) => one.kind === kind) ?? { points: [] };
  const corrected = new Set(told.days.filter((one) => one.corrected).map((one) => one.on));
  // A correction is a diamond; verified is full, claimed is hollow.
  const mark = (on) => (corrected.has(on) ? { symbol: "diamond", symbolSize: 11 } : { symbol: "circle", symbolSize: 7 });
  const marked = (points) => points.map(([on, value]) => ({ value: [at(on), value], ...mark(on) }));
  const found = [];
  const { ahead } = told;
  if (ahead) {
    const plain = { stack: "ahead", stackStrategy: "all", width: 0 };
    const washed = { areaStyle: { color: colour("ochre"), opacity: 0.18 } };
    const band = spots(ahead.band);
    found.push(line(colour, "ochre", band.map(([on, , late]) => [on, late]), plain)); // what the wash stands on
    found.push(line(colour, "ochre", band.map(([on, early, late]) => [on, early - late]), { ...plain, ...washed }));
    const ring = (i) => ({ symbol: i && ahead.arrives ? "circle" : "none", symbolSize: 9 });
    const way = spots(ahead.way).map((value, i) => ({ value, ...ring(i) }));
    found.push(line(colour, "ochre", way, { width: 1.6, dash: [6, 4], symbol: "circle", hollow: true }));
  }
  for (const { kind, steps } of told.stairs) {
    const points = steps.flatMap((step) => spots(step.points));
    found.push(line(colour, STAIRS[kind].ink, points, { width: 1.2, dash: STAIRS[kind].dash }));
  }
  found.push(line(colour, "indigo", spots(of(told, "expected").points), { dash: [2, 4] }));
  if (then) {
    for (const kind of ["claimed", "shown"]) {
      const look = { width: 1, symbol: "circle", symbolSize: 5, hollow: kind === "claimed" };
      found.push(line(colour, "edge", spots(of(then, kind).points), look));
    }
  }
  told.units.forEach(({ name, lines: own }, i) => {
    if (!chosen.has(name)) return;
    const look = { symbol: SHAPES[i % SHAPES.length], dash: DASHES[i % DASHES.length], width: 1.2 };
    for (const { kind, points } of own) {
      found.push(line(colour, "ink-2", spots(points), { ...look, hollow: kind === "claimed" }));
    }
  });
  found.push(line(colour, "ink-2", marked(of(told, "claimed").points), { symbol: "circle", hollow: true }));
  found.push(line(colour, "ink", marked(of(told, "shown").points), { symbol: "circle", width: 2.2 }));
  const day = at(told.about);
  const bold = { color: colour("indigo"), fontSize: SIZE, fontWeight: 600 };
  const above = { show: true, formatter: () => told.about.slice(5), distance: 0, offset: [0, -10], align: "center", ...bold };
  found.push(line(colour, "indigo", [[day, 0], [day, 1]], { yAxisIndex: 1, width: 1.2, endLabel: above }));
  return found;
}

// Each line has its word beside it, at the last of its points that is in sight.
function words(told, colour, { then, chosen }, [from, to], chart) {
  const found = [];
  const taken = [];
  // A word stands behind its point; where it would run out it ends there; where another stands it moves up or down.
  const put = (text, ink, spot, beside = 0, more = {}) => {
    if (!text || !spot) return;
    const [x, y] = chart.convertToPixel({ gridIndex: 0 }, spot);
    const wide = [...text].reduce((sum, one) => sum + (one > "\u2e80" ? SIZE : SIZE * 0.6), 0);
    const behind = x + BESIDE + wide < chart.getWidth();
    const left = behind ? x + BESIDE : x - wide;
    const apart = (one) => left > one.right || left + wide < one.left;
    const free = (dy) => taken.every((one) => Math.abs(y + dy - one.y) >= LINE || apart(one));
    const first = behind ? beside : -LINE;
    const dy = [0, -1, 1, -2, 2, -3, 3].map((step) => first + step * LINE).find(free) ?? first;
    taken.push({ y: y + dy, left, right: left + wide });
    const look = { color: colour(ink), fontSize: SIZE, textBorderColor: colour("paper"), textBorderWidth: 3 };
    const where = { position: behind ? "right" : "left", distance: behind ? BESIDE : 0, offset: [0, dy] };
    found.push({ value: spot, label: { show: true, formatter: text, ...look, ...where, ...more } });
  };
  const sighted = ([on, value]) => on >= from && on <= to && value !== null;
  const last = (points = []) => spots(points).filter(sighted).at(-1);
  const of = (data, kind) => data.lines.find((one) => one.kind === kind) ?? {};
  for (const { kind, steps } of told.stairs) {
    for (const { label, points } of steps) {
      const [[since, value], [until]] = spots(points);
      const look = STAIRS[kind];
      if (until > from && since < to) put(label, look.ink, [Math.max(since, from), value], look.beside);
    }
  }
  if (!told.stairs.length) put(of(told, "expected").label, "indigo", last(of(told, "expected").points));
  if (told.ahead) put(told.ahead.label, "ochre", last(told.ahead.way));
  const end = ({ label, lines: [claimed, shown] }) => ({ label, spot: last(claimed.points) ?? last(shown.points) });
  const ends = told.units.filter(({ name }) => chosen.has(name)).map(end).filter(({ spot }) => spot);
  // From the lowest up, for that is the way in which words give way.
  for (const { label, spot } of ends.sort((one, other) => one.spot[1] - other.spot[1])) put(label, "ink-2", spot);
  put(of(told, "shown").label, "ink", last(of(told, "shown").points), 0, { fontWeight: 600 });
  put(of(told, "claimed").label, "ink-2", last(of(told, "claimed").points));
  if (then) put(then.as_known, "ink-3", last(of(then, "shown").points) ?? last(of(then, "claimed").points));
  const unseen = { itemStyle: { color: "transparent" }, symbolSize: 2, lineStyle: { opacity: 0 } };
  return line(colour, "ink", found, { id: "words", symbol: "circle", z: 9, ...unseen });
}

// What is pointed at: each day of which there is something to say, at the highest of its values.
function pointed(told) {
  const points = [...told.lines, ...told.stairs.flatMap(({ steps }) => steps)].flatMap((one) => one.points);
  const high = (on) => Math.max(0, ...points.filter(([day]) => day === on).map(([, value]) => value));
  const days = told.days.map(({ on }) => [at(on), high(on)]);
  return { type: "line", id: "days", animation: false, symbol: "none", lineStyle: { opacity: 0 }, data: days };
}

function axes(told, colour, narrow) {
  const [first, last] = told.span.map(at);
  const months = new Intl.DateTimeFormat(document.documentElement.lang, { month: "short", timeZone: "UTC" });
  const years = new Intl.DateTimeFormat(document.documentElement.lang, { year: "numeric", timeZone: "UTC" });
  const month = (time) => {
    const day = new Date(time);
    if (day.getUTCDate() !== 1) return iso(time).slice(5);
    return (day.getUTCMonth() ? months : years).format(day);
  };
  const words = { color: colour("ink-2"), fontSize: SIZE };
  return {
    useUTC: true,
    animation: false,
    textStyle: { fontFamily: colour("sans") },
    grid: { left: narrow ? 44 : 56, right: narrow ? 16 : 132, top: 36, bottom: 32 },
    xAxis: {
      type: "time",
      min: first,
      max: last,
      axisLabel: { ...words, formatter: month, hideOverlap: true },
      axisLine: { lineStyle: { color: colour("ink-2") } },
      axisTick: { lineStyle: { color: colour("ink-2") } },
      splitLine: { show: false },
    },
    yAxis: [
      { type: "value", axisLabel: words, splitLine: { lineStyle: { color: colour("rule") } } },
      { type: "value", show: false, min: 0, max: 1 },
    ],
    dataZoom: [{ type: "inside", xAxisIndex: 0, filterMode: "none", minValueSpan: FEWEST * DAY }],
  };
}

// What is said ----------------------------------------------------------------

function row(kind, words) {
  const one = document.createElement("p");
  one.className = `is-${kind}`;
  one.textContent = words;
  return one;
}

function saying(told, then, on, more) {
  const box = document.createElement("div");
  const said = told.days.find((one) => one.on === on)?.said ?? [];
  const own = said.filter(({ kind }) => kind === "value" || kind === "corrected");
  box.append(row("day", on));
  const all = said.filter((one) => !own.includes(one));
  box.append(...[...all, ...own.slice(0, MOST)].map(({ kind, words }) => row(kind, words)));
  if (own.length > MOST) box.append(row("more", more.replace("{n}", own.length - MOST)));
  // What had been known by then of a day is what had been known of the last day before it of which there was a value.
  const days = then?.days.filter((one) => one.on <= on) ?? [];
  const known = days.flatMap((one) => one.said);
  const before = ["shown", "claimed"].flatMap((kind) => known.findLast((one) => one.kind === kind) ?? []);
  if (before.length) box.append(row("then", then.as_known), ...before.map(({ kind, words }) => row(kind, words)));
  return box;
}

// Under a finger there is nothing to be seen: on a small window what is said stands at the other end.
function far([, y], _params, _box, _spot, { viewSize: [, height], contentSize: [, own] }) {
  return [0, y > height / 2 ? 0 : height - own];
}

// The dialog ------------------------------------------------------------------

export async function explore(dialog, url) {
  const part = (name) => dialog.querySelector(`[data-part="${name}"]`);
  const [place, live, note, choices, field] = ["chart", "live", "note", "units", "then"].map(part);
  const told = await fetched(url);
  if (!dialog.open) return; // closed meanwhile
  const state = { then: null, chosen: new Set(), on: -1 };
  const chart = init(place, null, { renderer: "svg" });
  chart.on("datazoom", name);
  place.setAttribute("aria-busy", "false");

  function draw() {
    const colour = colours();
    const narrow = place.clientWidth < NARROW;
    const tooltip = {
      trigger: "axis",
      confine: true,
      className: "explore-tip",
      transitionDuration: 0,
      backgroundColor: colour("sheet"),
      borderColor: colour("ink-2"),
      extraCssText: "box-shadow:none;border-radius:3px",
      axisPointer: {
        type: "line",
        snap: true,
        label: { show: false },
        lineStyle: { color: colour("ink-2"), type: [1, 3] },
      },
      position: narrow ? far : undefined,
      // An element: words with styles among them, as a formatter may give, the policy refuses.
      formatter([{ dataIndex }]) {
        state.on = dataIndex;
        return saying(told, state.then, told.days[dataIndex].on, dialog.dataset.more);
      },
    };
    chart.setOption(
      { ...axes(told, colour, narrow), tooltip, series: [pointed(told), ...lines(told, colour, state)] },
      { replaceMerge: ["series"] },
    );
    name();
  }

  const seen = () => chart.getOption().dataZoom[0];

  function name() {
    const { startValue, endValue } = seen();
    chart.setOption({ series: [words(told, colours(), state, [startValue, endValue], chart)] });
  }

  function zoom(first, last) {
    const [from, to] = told.span.map(at);
    const span = Math.min(Math.max(last - first, FEWEST * DAY), to - from);
    const startValue = Math.min(Math.max(first, from), to - span);
    chart.dispatchAction({ type: "dataZoom", startValue, endValue: startValue + span });
  }

  function scale(by) {
    const { startValue, endValue } = seen();
    const middle = state.on < 0 ? (startValue + endValue) / 2 : at(told.days[state.on].on);
    zoom(middle - (middle - startValue) * by, middle + (endValue - middle) * by);
    tell();
  }

  function tell() {
    const { startValue, endValue } = seen();
    live.textContent = dialog.dataset.zoomed.replace("{first}", iso(startValue)).replace("{last}", iso(endValue));
  }

  // Go to a point: it is in sight, told beside itself, and said aloud.
  function reach(i) {
    state.on = Math.min(Math.max(i, 0), told.days.length - 1);
    const { on } = told.days[state.on];
    const { startValue, endValue } = seen();
    const apart = at(on) < startValue ? at(on) - startValue : Math.max(at(on) - endValue, 0);
    if (apart) zoom(startValue + apart, endValue + apart);
    chart.dispatchAction({ type: "showTip", seriesIndex: 0, dataIndex: state.on });
    live.replaceChildren(saying(told, state.then, on, dialog.dataset.more));
  }

  const deeds = {
    back: () => reach(state.on < 0 ? told.days.length - 1 : state.on - 1),
    on: () => reach(state.on + 1),
    first: () => reach(0),
    last: () => reach(told.days.length - 1),
    in: () => scale(1 / 2),
    out: () => scale(2),
    all: () => (zoom(...told.span.map(at)), tell()),
  };
  const keys = { ArrowLeft: "back", ArrowRight: "on", Home: "first", End: "last" };
  Object.assign(keys, { "+": "in", "=": "in", "-": "out", 0: "all" });

  const over = new AbortController(); // what listens stops when the dialog closes
  const when = { signal: over.signal };
  place.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || !keys[event.key]) return;
      event.preventDefault();
      deeds[keys[event.key]]();
    },
    when,
  );
  dialog.addEventListener("click", ({ target }) => deeds[target.closest?.("[data-deed]")?.dataset.deed]?.(), when);
  dark.addEventListener("change", draw, when);

  field.addEventListener(
    "change",
    async () => {
      const known = field.value;
      const asked = new URL(url, location);
      asked.searchParams.set("about", told.about);
      asked.searchParams.set("known", known);
      const then = known && (await fetched(asked).catch(() => "failed"));
      if (over.signal.aborted || known !== field.value) return; // closed, or asked anew meanwhile
      state.then = then.days?.length ? then : null;
      note.textContent = state.then || !known ? "" : note.dataset[then === "failed" ? "failed" : "empty"];
      draw();
    },
    when,
  );

  choices.hidden = told.units.length < 2;
  choices.querySelector("div").replaceChildren(
    ...told.units.map(({ name }) => {
      const label = document.createElement("label");
      const box = Object.assign(document.createElement("input"), { type: "checkbox", className: "form-check-input" });
      box.addEventListener("change", () => (state.chosen[box.checked ? "add" : "delete"](name), draw()));
      label.append(box, name);
      return label;
    }),
  );

  const sized = new ResizeObserver(() => (chart.resize(), draw()));
  sized.observe(place);
  dialog.addEventListener(
    "close",
    () => {
      over.abort();
      sized.disconnect();
      chart.dispose();
      live.textContent = note.textContent = field.value = "";
      place.setAttribute("aria-busy", "true");
    },
    { once: true },
  );
  draw();
}
