/**
 * The process that runs cases, so that a crash or an endless loop ends it and not the whole. It is told
 * a target and a range of cases, and tells what it begins and how each ended.
 */
import { library } from "./library.mjs";
import { mutateFiles } from "./mutate.mjs";
import { pick } from "./mutate-bytes.mjs";
import { runCase, watchStrays } from "./run-case.mjs";
import { makeSandbox } from "./sandbox.mjs";
import { decodedFiles, encodedFiles } from "./seed-files.mjs";
import { harnessFault } from "./supervise.mjs";
import { seedsOf, targets } from "./targets/all.mjs";
import { startCoverage } from "./coverage.mjs";

const { createRandom } = await library("compute/random.js");
const { root, isGuided, foreign } = await configured();
const sandbox = makeSandbox(root);
/** By target: chains of steps that reached something new. */
const corpora = new Map();
process.chdir(sandbox.home);
watchStrays();
const coverage = isGuided ? await startCoverage() : undefined;
process.on("message", (order) => {
  // A fault of the harness itself must not pass for one of a case.
  obey(order).catch((error) => {
    process.stderr.write(`harness: ${error.stack}\n`, () => process.exit(harnessFault));
  });
});
process.send({ ready: true });

async function configured() {
  const pieces = [];
  for (const target of targets) {
    for (const { files } of await seedsOf(target)) pieces.push(...Object.values(files));
  }
  const { HOSTILE_ROOT, HOSTILE_GUIDED } = process.env;
  return { root: HOSTILE_ROOT, isGuided: HOSTILE_GUIDED === "1", foreign: pieces };
}

async function obey({ name, seed, from, to, replay }) {
  const target = targets.find((one) => one.name === name);
  if (replay !== undefined) await replayCase(target, replay);
  else await runRange(target, { seed, from, to });
  process.send({ done: name });
}

async function runRange(target, { seed, from, to }) {
  const seeds = await seedsOf(target);
  if (!corpora.has(target.name)) corpora.set(target.name, []);
  const corpus = corpora.get(target.name);
  for (let index = from; index < to; index++) {
    const random = createRandom(seed, `hostile ${target.name} ${index}`);
    const parent = corpus.length > 0 && random.uniform() < 0.4 ? pick(random, corpus) : undefined;
    const place = parent?.place ?? random.integer(seeds.length);
    const steps = [...(parent?.steps ?? []), random.integer(2 ** 31 - 1)];
    const files = mutatedFiles(target, seeds[place], steps);
    const sealed = sealedIn(seeds[place], files);
    process.send({ begin: { target: target.name, seed: seeds[place].name, steps }, index });
    const result = await runCase(target, seeds[place], files, sandbox, { sealed });
    const found = await coverage?.();
    if (found !== undefined && found.fresh > 0 && corpus.length < 500)
      corpus.push({ place, steps });
    process.send({ end: result, blocks: found?.total, ...evidence(result, files) });
  }
}

/** The files after all steps; a step is the seed of its own stream, so a chain can be repeated. */
function mutatedFiles(target, seed, steps) {
  let files = seed.files;
  for (const step of steps) {
    files = mutateFiles(files, seed, foreign, createRandom(step, `step ${target.name}`));
  }
  return seed.finish?.(files) ?? files;
}

/** True when a hash may have been made anew: then other content is no fault of the reader. */
function sealedIn(seed, files) {
  if (seed.finish !== undefined) return true;
  return Object.keys(seed.seal ?? {}).some((name) => !files[name].equals(seed.files[name]));
}

/** Runs the files of a case; one that names a code must end with it. */
async function replayCase(target, { seed: seedName, code, files: encoded }) {
  const seeds = await seedsOf(target);
  const seed = seeds.find(({ name }) => name === seedName);
  const files = decodedFiles(encoded);
  process.send({ begin: { target: target.name, seed: seedName, steps: [] }, index: 0 });
  let result = await runCase(target, seed, files, sandbox, { sealed: true });
  if (code !== undefined && result.kind !== "fault" && result.code !== code) {
    result = {
      ...result,
      kind: "fault",
      fault: `${result.code ?? result.kind} in place of ${code}`,
    };
  }
  process.send({ end: result, ...evidence(result, files) });
}

/** The files of a case that went wrong; of a process that ended, they lie in the sandbox. */
function evidence({ kind }, files) {
  return kind === "fault" ? { files: encodedFiles(files) } : {};
}
