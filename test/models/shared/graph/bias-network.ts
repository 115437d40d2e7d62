/** A small network with a known answer: r^ = mean + b_u + b_i, with dropout of what is learned. */
import {
  add,
  dropout,
  meanSquaredError,
  reshape,
  type Tensor,
} from "../../../../src/compute/graph/index.js";
import { itemEmbedding, userEmbedding } from "../../../../src/models/shared/graph/id-embedding.js";
import {
  networkDefaults,
  readNetworkSettings,
  type NetworkSettings,
} from "../../../../src/models/shared/graph/network-settings.js";
import type {
  NetworkInputs,
  RatingNetworkDefinition,
} from "../../../../src/models/shared/graph/network-types.js";

export const biasNetwork: RatingNetworkDefinition<NetworkSettings> = {
  id: "bias-network",
  title: "Biases",
  source: "none",
  floor: false,
  defaults: { ...networkDefaults, batchSize: 8, learningRate: 0.1, epochs: 5 },
  searchSpace: {},
  readSettings: readNetworkSettings,
  build: (builder, inputs) => {
    const biases = dropout(builder, "biases", biasesOf(builder, inputs), 0.5);
    const prediction = add(biases, inputs.facts.globalMean);
    return { prediction, loss: meanSquaredError(prediction, inputs.ratings), more: { biases } };
  },
};

function biasesOf(builder: Parameters<typeof dropout>[0], inputs: NetworkInputs): Tensor {
  const user = userEmbedding(builder, "user", inputs, { size: 1 });
  const item = itemEmbedding(builder, "item", inputs, { size: 1 });
  return reshape(add(user, item), ["batch"]);
}
