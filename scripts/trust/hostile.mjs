/**
 * Mutated files against every reader: `node scripts/trust/hostile.mjs --count 100000 --seed 1`. Prints a
 * line a reader and writes a summary (`--out`, default in the cache); faults go as files with their seeds to `--faults`.
 *
 *   --count <n>      cases in all, shared out by the readers' weights; default 3000
 *   --seed <n>       default 1: the same seed makes the same files
 *   --only <names>   readers by name, with commas
 *   --guided         keep what reaches new code and mutate it further (V8's block coverage)
 *   --cases <folder> replay the cases of a folder in place of new ones
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { sha256 } from "./hostile/seed-files.mjs";
import { projectRoot } from "./hostile/library.mjs";
import { supervise } from "./hostile/supervise.mjs";
import { targets } from "./hostile/targets/all.mjs";

/** Cases of all readers together before the first reader has its next turn. */
const casesOfRound = 5000;
const cache = join(projectRoot, "node_modules", ".cache", "moviola", "hostile");
const { values: given } = parseArgs({
  options: {
    count: { type: "string", default: "3000" },
    seed: { type: "string", default: "1" },
    only: { type: "string" },
    guided: { type: "boolean", default: false },
    cases: { type: "string" },
    out: { type: "string", default: join(cache, "summary.json") },
    faults: { type: "string", default: join(cache, "faults") },
  },
});

const start = performance.now();
const faults = [];
const jobs = given.cases === undefined ? freshJobs() : replayJobs(resolve(given.cases));
const tallies = {};
await supervise(jobs, tallies, {
  isGuided: given.guided,
  onFault: keepFault,
  onRound: writeSummary,
});
report();

function chosen() {
  if (given.only === undefined) return targets;
  const names = given.only.split(",");
  return targets.filter(({ name }) => names.includes(name));
}

/** Cases in rounds over all readers: a run that is stopped has been everywhere. */
function freshJobs() {
  const nRounds = Math.ceil(Number(given.count) / casesOfRound);
  const whole = wholeJobs();
  return Array.from({ length: nRounds }, (_unused, round) =>
    whole.map((job) => {
      const at = (part) => Math.floor((job.to * part) / nRounds);
      return { ...job, from: at(round), to: at(round + 1) };
    }),
  ).flat();
}

function wholeJobs() {
  const readers = chosen();
  const total = readers.reduce((sum, { weight }) => sum + weight, 0);
  return readers.map(({ name, weight }) => {
    const to = Math.max(1, Math.round((Number(given.count) * weight) / total));
    return { name, seed: Number(given.seed), from: 0, to };
  });
}

function replayJobs(folder) {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort();
  return files.map((file) => {
    const { target, ...replay } = JSON.parse(readFileSync(join(folder, file), "utf8"));
    return { name: target, replay };
  });
}

/** A fault as a file that `--cases` replays: reader, seed, steps, what was wrong, the files themselves. */
function keepFault({ target, seed, steps, what, files }) {
  const content = { target, seed, steps, was: what, files };
  const name = `${target}-${sha256(JSON.stringify(files)).slice(0, 8)}.json`;
  faults.push({ target, seed, steps, what, case: name });
  mkdirSync(given.faults, { recursive: true });
  writeFileSync(join(given.faults, name), `${JSON.stringify(content, null, 1)}\n`);
  process.stderr.write(`FAULT ${target} ${seed} ${steps.join(",")}: ${what}\n`);
}

function report() {
  const { cases, seconds } = writeSummary();
  for (const [name, tally] of Object.entries(tallies)) print(name, tally);
  process.stdout.write(`${cases} cases, ${faults.length} faults, ${seconds} s; ${given.out}\n`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}

/** What is known so far, as JSON. */
function writeSummary() {
  const seconds = Math.round((performance.now() - start) / 1000);
  const cases = Object.values(tallies).reduce((sum, tally) => sum + tally.cases, 0);
  const summary = {
    seed: Number(given.seed),
    isGuided: given.guided,
    cases,
    faults: faults.length,
    seconds,
    readers: tallies,
    faultList: faults,
  };
  mkdirSync(dirname(given.out), { recursive: true });
  writeFileSync(given.out, `${JSON.stringify(summary, null, 1)}\n`);
  return summary;
}

function print(name, { cases, data, refused, faults: wrong, slowestMs, peakMiB }) {
  const codes = Object.entries(refused).sort((one, other) => other[1] - one[1]);
  const counts = codes
    .slice(0, 4)
    .map(([code, count]) => `${code} ${count}`)
    .join(", ");
  const numbers = [cases, data, wrong, `${slowestMs} ms`, `${peakMiB} MiB`].map((part) =>
    String(part).padStart(8),
  );
  process.stdout.write(`${name.padEnd(16)}${numbers.join("")}  ${counts}\n`);
}
