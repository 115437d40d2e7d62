/**
 * What the check costs beside fit and evaluation, by processor time of this process with one thread, so that other work
 * on the machine counts little: the first look at a split, and a later one.
 */

/** Networks and factor models fit one epoch, the least that they can take. */
const works = [
  { model: "popularity" },
  { model: "item-knn" },
  { model: "als" },
  { model: "lightgcn", config: { epochs: 1 } },
  { model: "svd-pp", config: { epochs: 1 } },
  { model: "cooper", config: { variant: "image" }, dim: 384 },
];
const repeats = 5;

/** `{ rows, total }`: a row a model, and the check's share of all runs on one split together. */
export async function priceOf(library, { name, dataset }, say) {
  const rows = [];
  const sum = { run: 0, check: 0 };
  for (const work of works) {
    const check = checkSeconds(library, dataset, work);
    const run = await runSeconds(library, dataset, work);
    rows.push({ model: work.model, dim: work.dim ?? 0, run, ...check });
    sum.run += run;
    // A split is looked at once for all its runs, a feature matrix once for itself.
    sum.check += rows.length === 1 || work.dim !== undefined ? check.first : check.later;
    say(`price beside ${work.model}: ${((100 * check.later) / run).toFixed(2)} %`);
  }
  return { name, rows, total: sum.check / sum.run };
}

function checkSeconds(library, full, { dim = 0 }) {
  const [first, later] = [[], []];
  for (let seed = 1; seed <= repeats; seed++) {
    const dataset = full.with({});
    const split = library.makeSplit(dataset, { name: "per-user-random", seed });
    const features = featuresOf(library, dataset, dim, seed);
    const look = () => library.checkLeaks(dataset, split, { features });
    first.push(processorSeconds(look));
    later.push(processorSeconds(look));
  }
  return { first: median(first), later: median(later) };
}

async function runSeconds(library, dataset, { model, config = {}, dim = 0 }) {
  const split = library.makeSplit(dataset, { name: "per-user-random", seed: 1 });
  const features = featuresOf(library, dataset, dim, 1);
  library.checkLeaks(dataset, split, { features });
  const before = process.cpuUsage();
  await library.runExperiment({ dataset, split, model, config, features, store: false });
  return secondsOf(process.cpuUsage(before));
}

function featuresOf(library, { nItems }, dim, seed) {
  if (dim === 0) return {};
  const random = library.createRandom(seed, "trust/leaks/price");
  const values = Float32Array.from({ length: nItems * dim }, () => random.normal());
  return { image: { nItems, dim, values, missing: new Uint8Array(nItems) } };
}

function processorSeconds(work) {
  const before = process.cpuUsage();
  work();
  return secondsOf(process.cpuUsage(before));
}

const secondsOf = ({ user, system }) => (user + system) / 1e6;
const median = (values) => values.sort((one, other) => one - other)[values.length >> 1];
