/** The samples of both soaked processes as figures, tables and faults. */
import { afterWarmUp, countsOf, fewestSamples, floorsOf, growthOf } from "./verdict.mjs";

const mebibyte = 2 ** 20;
const memory = {
  rss: "resident",
  heapUsed: "JavaScript heap",
  external: "external",
  arrayBuffers: "array buffers",
};
const counted = {
  workers: "worker threads",
  sessions: "ONNX sessions",
  threads: "threads of the system",
  fileDescriptors: "open file descriptors",
  handles: "handles",
  requests: "requests",
};
/** Memory may rise by this share from the first third to the last. */
const flat = 0.05;
/** A quantity whose level is below this many bytes may grow by so many: shares of little say little. */
const smallBytes = 8 * mebibyte;

const percent = (share) => `${(share * 100).toFixed(1)} %`;
const inMebibytes = (bytes) => (bytes / mebibyte).toFixed(1);

/** Cycles until each model has been fitted once, and until the kernel keeps as many cells as it will. */
const firstCycles = { process: 4, kernel: 7 };

/** Grown by more than is allowed, and not by chance; or flat; or not known well enough to say. */
function verdictOn({ level, share, low, high }) {
  const mostBytes = flat * Math.max(level, smallBytes);
  if (level * share > mostBytes && low > 0) return "grew";
  return level * high <= mostBytes ? "flat" : "undecided";
}

/** Rows, faults and figures of one process's samples. */
export function memoryFacts(who, samples) {
  const settled = afterWarmUp(samples, firstCycles[who]);
  const nFloors = floorsOf(settled, "rss").length;
  const isJudged = nFloors >= fewestSamples;
  if (settled.length < 4) return { rows: [], faults: [], rss: undefined };
  const facts = { rows: [], faults: [], rss: undefined };
  for (const [name, title] of Object.entries(memory)) {
    const growth = growthOf(isJudged ? floorsOf(settled, name) : settled, name);
    if (name === "rss") facts.rss = growth;
    const verdict = isJudged ? verdictOn(growth) : "too few samples";
    const interval = `${percent(growth.low)} to ${percent(growth.high)}`;
    facts.rows.push([
      who,
      title,
      inMebibytes(growth.level),
      percent(growth.share),
      interval,
      verdict,
    ]);
    // What is promised is flat memory: a soak that cannot show it has not held the promise.
    if (["grew", "undecided"].includes(verdict)) {
      const what = `${title} memory, ${verdict}: ${percent(growth.share)} (${interval})`;
      facts.faults.push({ where: who, what, how: `regression over ${nFloors} floors` });
    }
  }
  return facts;
}

/** Rows and faults of what must not become more. */
export function countFacts(who, samples) {
  const kept = afterWarmUp(samples, firstCycles[who]);
  const rows = [];
  const faults = [];
  if (kept.length < 3) return { rows, faults };
  for (const [name, title] of Object.entries(counted)) {
    const { first, last, grew } = countsOf(kept, name);
    rows.push([who, title, first, last, grew ? "grew" : "flat"]);
    if (grew)
      faults.push({ where: who, what: `${title} grew from ${first} to ${last}`, how: "soak" });
  }
  return { rows, faults };
}

export const sampleColumns = [
  "where",
  "minute",
  "resident (MiB)",
  "heap (MiB)",
  "files",
  "threads",
  "workers",
  "sessions",
];

/** At most `count` of the samples, evenly over the time. */
export function sampleRows(who, samples, count) {
  const step = Math.max(1, Math.ceil(samples.length / count));
  return samples
    .filter((_sample, at) => at % step === 0 || at === samples.length - 1)
    .map(({ seconds, rss, heapUsed, fileDescriptors, threads, workers, sessions }) => [
      ...[who, (seconds / 60).toFixed(1), inMebibytes(rss), inMebibytes(heapUsed)],
      ...[fileDescriptors, threads, workers, sessions],
    ]);
}

/** Facts of the notebooks that were started at once. */
export function crowdFacts({ ended, outputs, peakBytes, mostProcesses, seconds }) {
  const failed = ended.filter(({ code }) => code !== 0);
  const faults = failed.slice(0, 5).map(({ code, errors }) => ({
    where: "notebooks at once",
    what: `a run ended with exit code ${code}`,
    how: errors.trim().split("\n").slice(-3).join(" "),
  }));
  const finished = ended.length - failed.length;
  if (finished > 0 && outputs.size > (failed.length > 0 ? 2 : 1)) {
    faults.push({
      where: "notebooks at once",
      what: `${outputs.size} different outputs`,
      how: "same notebook",
    });
  }
  const row = [ended.length, finished, inMebibytes(peakBytes), mostProcesses, seconds];
  return { finished, faults, row };
}
