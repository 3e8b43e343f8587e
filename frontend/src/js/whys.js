// What each sentence tells, as the page keeps it: each line once, and the lines of a sentence by their numbers.

let read = null;

function whys() {
  const kept = document.getElementById("whys");
  if (!kept) return null;
  if (read?.kept === kept) return read;
  const rows = [];
  for (const row of kept.dataset.of.split(",")) rows.push(row || rows[rows.length - 1] || "");
  read = { kept, lines: kept.textContent.split("\n"), rows };
  return read;
}

/** Return the lines of a sentence: how it stands, and why. */
export function told(mark) {
  const all = whys();
  const row = all?.rows[Number(mark.id.slice(1)) - 1] ?? "";
  return row ? row.split(" ").map((at) => all.lines[Number(at)]) : [];
}

/** Return how a sentence stands, with its number. */
export function state(mark) {
  const { named = "{n}", between = " " } = document.getElementById("whys")?.dataset ?? {};
  return [named.replace("{n}", mark.id.slice(1)), told(mark)[0]].filter(Boolean).join(between);
}
