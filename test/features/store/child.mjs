/**
 * A process to be killed: extracts the posters of a folder with the fake preset. Arguments: address of the
 * built library's folder, folder of the store, folder of the posters, milliseconds a batch. Prints a line
 * when it starts, one for every batch, one when it waits, and the id of the set.
 */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fakePreset } from "../support/fake-preset.mjs";

const [address, directory, posters, delay] = process.argv.slice(2);
const { Dataset, IdMap } = await import(`${address}/data/index.js`);
const { extractFeatures, FeatureStore } = await import(`${address}/features/index.js`);

const names = (await readdir(posters)).sort();
const dataset = new Dataset({
  name: "kill",
  invented: true,
  ratingScale: { minimum: 1, maximum: 5, step: 1 },
  users: new IdMap([]),
  items: new IdMap(names),
  interactions: {
    nRows: 0,
    userIndex: new Int32Array(0),
    itemIndex: new Int32Array(0),
    rating: new Float32Array(0),
  },
  itemContent: names.map((title) => ({ title, genres: [], posterPath: join(posters, title) })),
  userAttributes: [],
  rejected: { count: 0, examples: [] },
  sources: [],
  licence: "invented",
});
process.stdout.write("started\n");
const onBatch = (batch) => process.stdout.write(`batch ${batch.length}\n`);
const preset = fakePreset({ dim: 64, batchSize: 5, delayMs: Number(delay), onBatch });
const onProgress = ({ note = "" }) => {
  if (note.startsWith("waiting")) process.stdout.write("waiting\n");
};
const store = new FeatureStore(directory);
const { id } = await extractFeatures(dataset, preset, { store, blockRows: 10, onProgress });
process.stdout.write(`set ${id}\n`);
