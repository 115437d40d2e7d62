/**
 * `node probe.mjs <dist> <folder> <settings>`: computes a bit of everything with the library in `dist` and writes
 * `prints.json` to `folder`, a hash of each result's bytes by its name, and `values.json`, means of metrics by model.
 * What is compared is what a person would keep: rows of splits, records and columns of runs, files of models,
 * features and recommendation lists, a page.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { fits } from "./models.mjs";
import { pageOf } from "./page.mjs";
import { hashOf, hashOfFolder } from "./prints.mjs";

const [dist, folder, settings] = process.argv.slice(2);
const { datasets, withPage, seed, only } = JSON.parse(settings);
const library = await import(pathToFileURL(join(dist, "index.js")).href);
mkdirSync(folder, { recursive: true });
const prints = {};
const values = {};
const store = new library.RunStore(join(folder, "runs"));

for (const name of datasets) await everythingOf(name);
if (withPage) prints["page of a notebook"] = await pageOf(dist, join(folder, "site"));
prints["queries over the run store"] = hashOf(await tableOfRuns());
for (const [name, content] of Object.entries({ prints, values })) {
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(content, null, 1));
}
process.exit(0);

async function everythingOf(name) {
  const dataset = await library.loadDataset(name, { texts: false });
  const full = dataset.invented ? await library.loadDataset(name) : dataset;
  prints[`${name}: data`] = hashOf([full.contentHash, full.itemContent.map(({ title }) => title)]);
  splitsOf(name, full);
  const features = full.invented ? await featuresOf(name, full) : undefined;
  for (const fit of fits(library, { hasFeatures: features !== undefined, only })) {
    await runOf(name, full, fit, features);
  }
  await sideBySide(name, full);
}

/** Rows of every recipe that needs no more than a seed. */
function splitsOf(name, dataset) {
  for (const { name: recipe, settings: known } of library.describeSplits()) {
    if (Object.keys(known).some((key) => key.endsWith("From"))) continue;
    const { train, valid, hash } = library.makeSplit(dataset, { name: recipe, seed });
    const columns = [train, valid].map(({ interactions }) => Object.values(interactions));
    prints[`${name}: split ${recipe}`] = hashOf([hash, columns]);
  }
}

async function featuresOf(name, dataset) {
  const root = join(folder, "features");
  const found = {};
  for (const [modality, preset] of [
    ["image", "palette"],
    ["text", "tfidf-lsa"],
  ]) {
    const options = { store: new library.FeatureStore(root) };
    const set = await library.extractFeatures(dataset, preset, options);
    found[modality] = set;
    prints[`${name}: features ${preset}`] = hashOf([set.manifest.hash, set.values, set.missing]);
  }
  return found;
}

async function runOf(name, full, { model, task, config, needs }, features) {
  const dataset = task === "ranking" ? library.positivesByThreshold(full, 4) : full;
  const split = library.makeSplit(dataset, { name: "per-user-random", seed });
  const own = needs.length === 0 ? {} : { features };
  const options = { dataset, split, model, config, seed, store, keepModel: true, ...own };
  const run = await library.runExperiment(options);
  const { manifest, startedAt, seconds, peakMemoryBytes, ...kept } = run.record;
  const { environment, ...asked } = manifest;
  prints[`${name}: run ${model}, record`] = hashOf({ ...kept, asked });
  prints[`${name}: run ${model}, units`] = hashOf(
    readFileSync(join(folder, "runs", run.record.id, "units.parquet")),
  );
  const [metric] = task === "ranking" ? ["ndcg@10"] : ["rmse"];
  values[`${name}: ${model}, ${metric}`] = run.record.metrics[metric].mean;
  const fitted = await run.model();
  const place = join(folder, "models", `${name}-${model}`.replaceAll(/\W/g, "-"));
  await library.saveModel(fitted, place);
  prints[`${name}: saved ${model}`] = hashOfFolder(place);
  const lists = await library.recommendAll({ model: fitted, seen: [split.train, split.valid] });
  prints[`${name}: lists of ${model}`] = hashOf([lists.items, lists.scores]);
}

/** Runs in worker threads, as a search or a sweep makes them. */
async function sideBySide(name, full) {
  const dataset = library.positivesByThreshold(full, 4);
  const split = library.makeSplit(dataset, { name: "per-user-random", seed });
  const units = [1, 2, 3].flatMap((fitSeed) =>
    ["als", "bpr"].map((model) => ({
      ...{ data: name, part: "test", model, seed: fitSeed },
      config: { embeddingSize: 8, epochs: 2 },
    })),
  );
  const data = { [name]: { dataset, split } };
  const results = await library.runUnits(units, { data, store: false, workers: 3 });
  const kept = results.map(({ record, error }) => record?.metrics ?? String(error));
  prints[`${name}: runs in worker threads`] = hashOf(kept);
}

/** What DuckDB says of all runs of the store, in the order that it is asked for. */
async function tableOfRuns() {
  const ids = readdirSync(join(folder, "runs")).filter((id) => /^[0-9a-f]{16}$/.test(id));
  const rows = await library.queryRuns("select * from metrics order by all", store);
  return [ids.sort(), rows];
}
