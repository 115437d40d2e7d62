/**
 * What the leak check costs of a run on MovieLens 1M: the first check of a split (doubled users and films are
 * looked for, features held against the rows) and a later one of the same split, as shares of fit and evaluation.
 * Both are to stay below 2 %. The hard cases are models that fit in a second and wide features. Networks fit one
 * epoch, which is the least that they can take.
 *
 *   npm run bench leaks
 *   BENCH_MODELS=popularity,als npm run bench leaks
 */
import {
  checkLeaks,
  createRandom,
  findDataset,
  loadDataset,
  makeSplit,
  runExperiment,
  table,
  type Dataset,
  type FeatureMatrix,
  type Split,
  type TableRow,
} from "../src/index.js";

/** A run that the check is held against. */
interface Work {
  readonly model: string;
  readonly config?: Readonly<Record<string, number | string>>;
  /** Numbers of a feature vector; 0 without features. */
  readonly dim: number;
}

const works: readonly Work[] = [
  { model: "popularity", dim: 0 },
  { model: "item-knn", dim: 0 },
  { model: "pure-svd", dim: 0 },
  { model: "als", dim: 0 },
  { model: "bias", dim: 0 },
  { model: "cooper", dim: 384 },
  { model: "cooper", dim: 2048 },
  { model: "vbpr", config: { epochs: 1 }, dim: 2048 },
  { model: "xia", config: { epochs: 1 }, dim: 2048 },
];

const repeats = 5;
const bar = 0.02;

/** Numbers that know nothing, new in memory each time. */
function noise(nItems: number, dim: number): FeatureMatrix {
  const random = createRandom(1, "bench/leaks");
  const values = Float32Array.from({ length: nItems * dim }, () => random.normal());
  return { nItems, dim, values, missing: new Uint8Array(nItems) };
}

function milliseconds(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function median(times: number[]): number {
  return times.sort((one, other) => one - other)[times.length >> 1];
}

/** Checks of splits and data that this process has not checked before, and of those that it has. */
function checkTimes(
  full: Dataset,
  dim: number,
): { readonly first: number; readonly later: number } {
  const [first, later]: [number[], number[]] = [[], []];
  for (let seed = 1; seed <= repeats; seed++) {
    const dataset = full.with({});
    const split = splitOf(dataset, seed);
    const features: Record<string, FeatureMatrix> =
      dim === 0 ? {} : { image: noise(full.nItems, dim) };
    first.push(milliseconds(() => checkLeaks(dataset, split, { features })));
    later.push(milliseconds(() => checkLeaks(dataset, split, { features })));
  }
  return { first: median(first), later: median(later) };
}

function splitOf(dataset: Dataset, seed: number): Split {
  return makeSplit(dataset, { name: "per-user-random", seed });
}

async function measure(full: Dataset, { model, config = {}, dim }: Work): Promise<TableRow> {
  const { first, later } = checkTimes(full, dim);
  const features = { image: noise(full.nItems, dim) };
  const { record } = await runExperiment({
    ...{ dataset: full, split: splitOf(full, 1), model, store: false },
    config: model === "cooper" ? { ...config, variant: "image" } : config,
    ...(dim === 0 ? {} : { features }),
  });
  const { fit, evaluate } = record.seconds;
  const shareOf = (time: number): number => time / 1000 / (fit + evaluate);
  const verdict = Math.max(shareOf(first), shareOf(later)) < bar ? "yes" : "no";
  return {
    ...{ model, dim, run: fit + evaluate, first, later, verdict },
    firstShare: 100 * shareOf(first),
    laterShare: 100 * shareOf(later),
  };
}

if ((await findDataset("ml-1m")) === undefined) {
  process.stdout.write("ml-1m is not on this machine\n");
} else {
  const dataset = await loadDataset("ml-1m", { texts: false, posters: false });
  const wanted = process.env.BENCH_MODELS?.split(",");
  const rows: TableRow[] = [];
  checkTimes(dataset, 384);
  for (const work of works) {
    if (wanted?.includes(work.model) !== false) rows.push(await measure(dataset, work));
  }
  const columns = [
    { key: "model" },
    { key: "dim", title: "features", digits: 0 },
    { key: "run", title: "fit and evaluation", unit: "s", digits: 1 },
    { key: "first", title: "first check", unit: "ms", digits: 1 },
    { key: "firstShare", title: "of the run", unit: "%", digits: 2 },
    { key: "later", title: "later check", unit: "ms", digits: 1 },
    { key: "laterShare", title: "of the run", unit: "%", digits: 2 },
    { key: "verdict", title: "below 2 %" },
  ];
  process.stdout.write(`\n${table(rows, { columns }).toText()}\n`);
}
