/** Summaries of the harness, added up, as figures, a table and faults. */

/** What a fault is called, by how the harness words it. */
const kinds = [
  ["crashes", /^the process ended/],
  ["hangs over 5 s", /ms of processor time|^no end after/],
  ["over the memory bound", /MiB more memory/],
  [
    "writes elsewhere",
    /the guard|beside the case|working folder|folder of the input|was written|was left|in place of the target/,
  ],
  ["wrong numbers", /^wrong:/],
];
/** Everything else: an error without a code of ours, a changed prototype, an error nobody awaits. */
const otherKind = "errors without a code";
const kindNames = [...kinds.map(([name]) => name), otherKind];

function kindOf({ what }) {
  return kinds.find(([, pattern]) => pattern.test(what))?.[0] ?? otherKind;
}

/** Tallies by reader over all summaries. */
export function addUp(summaries) {
  const readers = {};
  for (const { readers: some } of summaries) {
    for (const [name, { cases, data, slowestMs, peakMiB }] of Object.entries(some)) {
      const sum = (readers[name] ??= { cases: 0, data: 0, slowestMs: 0, peakMiB: 0 });
      sum.cases += cases;
      sum.data += data;
      sum.slowestMs = Math.max(sum.slowestMs, slowestMs);
      sum.peakMiB = Math.max(sum.peakMiB, peakMiB);
    }
  }
  return readers;
}

/** A row a reader: cases, how they ended, and what broke, by kind. */
export function readerTable(readers, faults) {
  const rows = Object.entries(readers).map(([name, { cases, data, peakMiB }]) => {
    const own = faults.filter(({ target }) => target === name);
    const byKind = kindNames.map((kind) => own.filter((one) => kindOf(one) === kind).length);
    return [name, cases, data, cases - data - own.length, ...byKind, peakMiB];
  });
  const columns = ["reader", "cases", "ended in data", "ended in an error with a code"];
  return {
    caption: "Mutated files by reader",
    columns: [...columns, ...kindNames, "most memory of the process (MiB)"],
    rows,
  };
}

/** Faults as a part hands them over, the same ones once. */
export function partFaults(faults) {
  const seen = new Map();
  for (const fault of faults) {
    const key = `${fault.target} ${fault.what.replace(/\d+/g, "n").slice(0, 120)}`;
    const known = seen.get(key) ?? { ...fault, times: 0 };
    seen.set(key, { ...known, times: known.times + 1 });
  }
  return [...seen.values()].map(({ target, what, times, case: file }) => ({
    where: target,
    what: `${kindOf({ what })}: ${what}${times > 1 ? ` (${times} times)` : ""}`,
    how: `node scripts/trust/hostile.mjs --cases <folder with ${file}>`,
  }));
}
