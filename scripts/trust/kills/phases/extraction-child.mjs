/** Extracts the posters of a demo set of 60 films in blocks of 10, so that many are written. Argument: the clone's folder. */
import { library } from "../library.mjs";

const root = process.argv[2];
const { loadDemo } = await library(root, "data/demo/index.js");
const { extractToStore, FeatureStore } = await library(root, "features/index.js");
const { dataset } = await loadDemo({ nUsers: 20, nItems: 60, nRatings: 400 });
const store = new FeatureStore("features");
await extractToStore(dataset, "palette", { store, blockRows: 10 });
