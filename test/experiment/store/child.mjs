/**
 * A process to be killed. `runs`: does experiments one after another through the store. `writes`:
 * only writes finished runs, again and again under new seeds, so that a kill meets a write.
 * Arguments: address of the built library's folder, folder of the store, mode, number of runs. Prints a line
 * when it starts and after each run.
 */
const [address, directory, mode, count] = process.argv.slice(2);
const layers = ["compute", "data", "experiment"].map((layer) => `${address}/${layer}/index.js`);
const library = Object.assign({}, ...(await Promise.all(layers.map((layer) => import(layer)))));

const nUsers = 60;
const nItems = 40;
const random = library.createRandom(1, "kill");
const pairs = [];
for (let user = 0; user < nUsers; user++) {
  for (let item = 0; item < nItems; item++) {
    if (random.uniform() < 0.3) pairs.push([user, item, 1 + random.integer(5)]);
  }
}
const ids = (letter, size) => Array.from({ length: size }, (_unused, index) => letter + index);
const dataset = new library.Dataset({
  name: "kill",
  invented: true,
  ratingScale: { minimum: 1, maximum: 5, step: 1 },
  users: new library.IdMap(ids("u", nUsers)),
  items: new library.IdMap(ids("i", nItems)),
  interactions: {
    nRows: pairs.length,
    userIndex: Int32Array.from(pairs, ([user]) => user),
    itemIndex: Int32Array.from(pairs, ([, item]) => item),
    rating: Float32Array.from(pairs, ([, , rating]) => rating),
  },
  itemContent: ids("Film ", nItems).map((title) => ({ title, genres: [] })),
  userAttributes: ids("u", nUsers).map(() => ({})),
  rejected: { count: 0, examples: [] },
  sources: [],
  licence: "invented",
});
const split = library.splitRandomRatings(dataset, { train: 0.8, valid: 0, test: 0.2, seed: 1 });
const store = new library.RunStore(directory);
process.stdout.write("started\n");

if (mode === "runs") {
  for (let seed = 1; seed <= Number(count); seed++) {
    const config = { epochs: 30 };
    const run = await library.runExperiment({
      dataset,
      split,
      model: "biased-mf",
      config,
      seed,
      store,
    });
    process.stdout.write(`${run.record.id} ${run.fromStore ? "known" : "done"}\n`);
  }
} else {
  const { record, units } = await library.runExperiment({
    dataset,
    split,
    model: "bias",
    store: false,
  });
  for (let seed = 1; seed <= Number(count); seed++) {
    const manifest = { ...record.manifest, seed };
    await store.write({ record: { ...record, id: library.runId(manifest), manifest }, units });
    process.stdout.write(`${seed}\n`);
  }
}
