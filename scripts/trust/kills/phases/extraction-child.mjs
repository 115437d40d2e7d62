/** Extracts the demo set's posters in blocks of 40, so that many are written. Argument: the clone's folder. */
import { library } from "../library.mjs";

const root = process.argv[2];
const { loadDemoDataset } = await library(root, "data/demo/index.js");
const { extractToStore, FeatureStore } = await library(root, "features/index.js");
const store = new FeatureStore("features");
await extractToStore(await loadDemoDataset(), "palette", { store, blockRows: 40 });
