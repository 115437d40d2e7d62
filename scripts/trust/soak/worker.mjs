/**
 * The soaked process: cycles of mixed work on the built library until it is told to stop, a sample after
 * each. Started by `process.mjs` with the project's folder, a folder of its own and the seed.
 */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { dataOfCycle, extract, fitOne, interrupt } from "./fits.mjs";
import { pages } from "./pages.mjs";
import { provoke } from "./refusals.mjs";
import { countSessions, takeSample } from "./sample.mjs";

const [root, folder, seed, notebook] = process.argv.slice(2);
const main = join(root, "dist", "index.js");
countSessions(main);
const library = await import(pathToFileURL(main).href);
const dataset = await library.loadDataset("demo");
/** A cycle fits every fourth model, so that samples come often; all have had their turn after four. */
const quarters = 4;
const interrupted = [
  ["als", 2],
  ["lightgcn", 3],
  ["vbpr", 2],
  ["xia", 2],
  ["bpr", 1],
];
/** Fewest milliseconds between two samples. */
const sampleEvery = 40_000;
let lastSample = performance.now();
let isStopping = false;
process.on("message", () => (isStopping = true));
const done = {};

function count(what, by = 1) {
  done[what] = (done[what] ?? 0) + by;
}

/** Sends a sample, unless the last one is fresh: on a busy machine a cycle takes minutes. */
async function sampleAt(cycleNumber) {
  if (performance.now() - lastSample < sampleEvery) return;
  lastSample = performance.now();
  process.send({ cycle: cycleNumber, sample: await takeSample(), done });
}

/** Lists and likenesses from a fitted model, also through a file. */
async function use(run, { split }, target) {
  const model = await run.model();
  await library.recommendAll({ model, seen: [split.train] });
  await library.recommend({ model, seen: [split.train, split.valid], users: [0, 1, 2] });
  library.similarItems({ model, item: split.train.interactions.itemIndex[0], seen: [split.train] });
  await library.saveModel(model, target);
  await library.loadModel(target);
  count("recommendations");
}

/** Runs of a store, compared and queried; a search by worker threads. */
async function search({ ranking, seed: own }, target) {
  const store = new library.RunStore(target);
  const base = { ...ranking, seed: own, store, topK: [10] };
  const runs = [];
  for (const model of ["popularity", "item-knn"])
    runs.push(await library.runExperiment({ ...base, model }));
  library.compareRuns(runs, { rounds: 200 });
  await library.queryRuns("select count(*) from runs", store);
  const parts = library.tuningParts(ranking.split);
  const asked = { dataset: ranking.dataset, parts, seed: own, store, workers: 2, nTrials: 3 };
  await library.randomSearch({ ...asked, model: "item-knn" });
  count("searches by two worker threads");
}

/** A page of a notebook that is run for it. A busy machine may be too slow for a kernel's start: that is counted. */
async function published(own) {
  try {
    const made = await pages(library, { root, notebook, folder: own });
    count("notebooks run");
    return made;
  } catch (error) {
    if (error.code !== "E_NOTEBOOK_KERNEL_START") throw error;
    count("kernels that did not start within a minute");
    return 0;
  }
}

async function cycle(number) {
  const own = join(folder, `cycle-${number}`);
  mkdirSync(own, { recursive: true });
  const cycleSeed = Number(seed) * 100_000 + number;
  const parts = { ...dataOfCycle(library, dataset, cycleSeed), seed: cycleSeed };
  parts.features = await extract(library, dataset, join(own, "features"));
  count("features extracted", 2);
  for (const entry of library
    .allModels()
    .filter((_entry, at) => at % quarters === number % quarters)) {
    const usable = ["als", "item-knn", "vbpr"].includes(entry.id);
    const run = await fitOne(library, entry, { ...parts, keepModel: usable });
    count("fits and evaluations");
    if (usable) await use(run, parts[entry.task], join(own, entry.id));
    await sampleAt(number);
  }
  const [model, reports] = interrupted[number % interrupted.length];
  await interrupt(library, model, parts, reports);
  count("fits interrupted");
  await sampleAt(number);
  await search(parts, join(own, "runs"));
  await sampleAt(number);
  count("errors provoked", (await provoke(library, { ...parts, folder: own })).length);
  count("pages rendered", await published(own));
  rmSync(own, { recursive: true, force: true });
}

for (let number = 0; !isStopping; number++) {
  await cycle(number);
  count("cycles");
  await sampleAt(number);
}
process.disconnect();
