/**
 * `npm run trust`: installs, builds, then tries to break each promise of the project, a part after the other
 * (`scripts/trust/parts/`), and writes what came out to `reports/trust/<part>.json`, which the page "How this is
 * tested" shows. A part that fails is a fault of its own and does not end the others. Exit code 1 when anything broke.
 *
 *   --only <names>  these parts, with commas
 *   --quick         small numbers, for a look: facts go to the cache, the page's stay
 *   --seed <n>      default 1: the same seed tries the same things
 *   --list          names the parts, what each promises and when it last ran
 *   --no-build      takes what is installed and built
 *   --out <folder>  writes elsewhere
 *   --parts <folder> takes parts from elsewhere
 */
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { build, install, root } from "./steps.mjs";
import { factsOf, factsPath, readFacts, writeFacts } from "./trust/run/facts.mjs";
import { manifestOf } from "./trust/run/manifest.mjs";
import { findParts } from "./trust/run/parts.mjs";
import { runPart } from "./trust/run/run-part.mjs";

const { values: given } = parseArgs({
  options: {
    only: { type: "string" },
    quick: { type: "boolean", default: false },
    seed: { type: "string", default: "1" },
    list: { type: "boolean", default: false },
    "no-build": { type: "boolean", default: false },
    out: { type: "string" },
    parts: { type: "string", default: join(root, "scripts", "trust", "parts") },
  },
});
const seed = Number(given.seed);
if (!Number.isSafeInteger(seed) || seed < 0)
  leave(`--seed takes a whole number, not ${given.seed}`);
const cache = join(root, "node_modules", ".cache", "moviola", "trust");
const pageFolder = join(root, "reports", "trust");
const folder = resolve(given.out ?? (given.quick ? join(cache, "quick") : pageFolder));

if (!given.list && !given["no-build"]) {
  await install();
  await build();
}
const found = await findParts(resolve(given.parts));
const parts = chosen(found);
if (given.list) list();
else await runAll();

function leave(message) {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

function chosen({ parts: all }) {
  if (given.only === undefined) return all;
  const names = given.only.split(",").map((name) => name.trim());
  const unknown = names.filter((name) => !all.some((part) => part.name === name));
  if (unknown.length > 0) {
    leave(`no part ${unknown.join(", ")}; there are ${all.map(({ name }) => name).join(", ")}`);
  }
  return all.filter(({ name }) => names.includes(name));
}

function list() {
  for (const { name, title, promise } of parts) {
    const { manifest, faults } = readFacts(factsPath(folder, name)) ?? {};
    const last =
      manifest === undefined
        ? "never run here"
        : `${manifest.started.slice(0, 10)} on ${manifest.commit.slice(0, 8)}, ${faults.length} faults`;
    process.stdout.write(`${name.padEnd(20)} ${title} (${last})\n${" ".repeat(21)}${promise}\n`);
  }
  for (const { name, what } of found.broken) process.stdout.write(`${name}: ${what}\n`);
}

async function runAll() {
  mkdirSync(folder, { recursive: true });
  const options = { root, seed, isQuick: given.quick };
  const outcomes = [];
  for (const part of parts) {
    process.stdout.write(`\n== ${part.name}: ${part.title}\n`);
    const manifest = await manifestOf(part.name, options);
    const start = performance.now();
    const result = await runPart(part, options);
    const seconds = Math.round((performance.now() - start) / 100) / 10;
    const facts = factsOf(part, { ...manifest, seconds }, result, root);
    writeFacts(factsPath(folder, part.name), facts);
    outcomes.push(facts);
    tell(facts);
  }
  conclude(outcomes);
}

function tell({ name, figures, faults, manifest }) {
  for (const { what, value, unit } of figures) {
    process.stdout.write(`  ${what}: ${value}${unit === "" ? "" : ` ${unit}`}\n`);
  }
  for (const { where, what, how } of faults) {
    process.stdout.write(`  FAULT ${where}: ${what}\n    again: ${how}\n`);
  }
  const word = faults.length === 0 ? "ok    " : "FAILED";
  process.stdout.write(`${word} ${name} (${manifest.seconds} s, ${faults.length} faults)\n`);
}

/** What failed and how to run it again; a part whose file does not load has failed too. */
function conclude(outcomes) {
  const failed = outcomes.filter(({ faults }) => faults.length > 0);
  const broken = given.only === undefined ? found.broken : [];
  for (const { name, what } of broken)
    process.stdout.write(`FAILED ${name} does not load: ${what}\n`);
  const nFailed = failed.length + broken.length;
  process.stdout.write(
    `\n${outcomes.length - failed.length} parts hold, ${nFailed} failed; facts are in ${folder}\n`,
  );
  if (nFailed === 0) return;
  const again = failed.map(({ name }) => name).join(",");
  if (again !== "") {
    const quick = given.quick ? " --quick" : "";
    process.stdout.write(`run again: npm run trust -- --only ${again} --seed ${seed}${quick}\n`);
  }
  process.exitCode = 1;
}
