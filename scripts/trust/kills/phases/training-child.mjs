/**
 * Trains a small network with checkpoints in `checkpoints`, then saves a fitted model in `model` and the network's last state
 * in `last`. Arguments: the clone’s folder, the seed of the fitted model.
 */
import { library } from "../library.mjs";

const [, , root, modelSeed = "1"] = process.argv;
const graphs = await library(root, "compute/graph/index.js");
const { createRandom } = await library(root, "compute/index.js");
const { saveCheckpoint } = await library(root, "compute/graph/checkpoint.js");
const { generateDemo } = await library(root, "data/demo/generate.js");
const { demoRecipe } = await library(root, "data/demo/recipe.js");
const { makeSplit } = await library(root, "data/split/index.js");
const { createModel, saveModel } = await library(root, "models/index.js");

const nItems = 400;
const nRows = 600;
const random = createRandom(3, "trust/kills/training");
const itemIndex = Int32Array.from({ length: nRows }, () => random.integer(nItems));
const rating = Float32Array.from({ length: nRows }, () => 1 + random.integer(5));

const graph = new graphs.Graph();
const builder = { graph, seed: 5, isTraining: true };
const items = graph.input("items", ["batch"], "int32");
const vectors = graphs.dropout(
  builder,
  "drop",
  graphs.embedding(builder, "items", items, [nItems, 16]),
  0.3,
);
const prediction = graphs.reshape(graphs.dense(builder, "head", vectors, 1), ["batch"]);
const loss = graphs.meanSquaredError(prediction, graph.input("ratings", ["batch"]));
const training = await graphs.openTraining(graph, { loss, optimiser: graphs.adam(), clipNorm: 5 });

function* batches(epoch) {
  const order = createRandom(5, `epoch ${epoch}`).shuffle(Array.from(itemIndex.keys()));
  for (let start = 0; start < nRows; start += 50) {
    const rows = order.slice(start, start + 50);
    const feeds = {
      items: Int32Array.from(rows, (row) => itemIndex[row]),
      ratings: Float32Array.from(rows, (row) => rating[row]),
    };
    yield { feeds, sizes: { batch: rows.length } };
  }
}

await graphs.trainGraph({
  ...{ training, batches },
  epochs: 4,
  learningRate: 0.01,
  evaluation: {
    ...{ every: 1, unit: "epochs", goal: "maximise" },
    evaluate: ({ parameters }) => Math.sin(40 * parameters["head/weight"][0]),
  },
  checkpoints: { folder: "checkpoints", config: { model: "small" }, every: 5, unit: "steps" },
});
await saveCheckpoint("last", { config: null, state: training.save(), progress: null }, 1);
await training.close();

const { dataset } = generateDemo(demoRecipe());
const split = makeSplit(dataset, { name: "random-ratings", train: 0.8, test: 0.2, seed: 1 });
const model = createModel("biased-mf", { epochs: 2, embeddingSize: 8 });
const { ratingScale } = dataset;
await model.fit({ train: split.train, ratingScale, seed: Number(modelSeed) });
await saveModel(model, "model");
