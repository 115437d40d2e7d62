/**
 * Embedding network on ratings alone (DLCRS).
 *
 * Equation: with p_u and q_i learned vectors of user and item,
 *   x = [p_u * q_i; p_u; q_i],  r^_ui = w . ReLU(W2 ReLU(W1 x + b1) + b2) + b
 * with dropout behind each hidden layer, trained on the mean squared error by Adam.
 * Source: M. F. Aljunid, M. Dh, "An Efficient Deep Learning Approach for Collaborative Filtering Recommender
 * System", Procedia Computer Science 171, 2020, 829-836, as compared with by Xia et al., arXiv 2407.09157,
 * table 2.
 * Deviations: the paper gives neither sizes nor code; vectors of 50 numbers, layers of 128 and 64, dropout
 * .2, learning rate .001 and batches of 256 are ours, as is that product and vectors both enter. Early
 * stopping is by validation. A user or item without a training row has the vector 0. Clipped to the scale.
 */
import {
  concat,
  dense,
  dropout,
  meanSquaredError,
  multiply,
  normally,
  relu,
  reshape,
  type Builder,
} from "../../compute/graph/index.js";
import type { Config } from "../../common/json.js";
import type { FitInput, RatingPredictor } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";
import { ratingNetworkBytes, type NetworkNumbers } from "../shared/graph/expected-bytes.js";
import { itemEmbedding, userEmbedding } from "../shared/graph/id-embedding.js";
import {
  networkDefaults,
  readNetworkSettings,
  type NetworkSettings,
} from "../shared/graph/network-settings.js";
import type { NetworkInputs, NetworkOutputs } from "../shared/graph/network-types.js";
import { ratingNetworkModel } from "../shared/graph/rating-network.js";
import { realNumber, wholeNumber } from "../shared/settings.js";

/** Settings of {@link aljunid}. */
interface AljunidSettings extends NetworkSettings {
  readonly embeddingSize: number;
  readonly hiddenSize: number;
  readonly dropout: number;
}

/**
 * The embedding network. Settings: `embeddingSize` (50), `hiddenSize` of the first hidden layer (128; the
 * second has half of it), `dropout` (0.2), and those of `networkDefaults`.
 */
export const aljunid: ModelEntry<RatingPredictor> = ratingNetworkModel<AljunidSettings>({
  id: "aljunid",
  title: "Embedding network (DLCRS)",
  source: "Aljunid and Dh 2020",
  floor: false,
  defaults: { embeddingSize: 50, hiddenSize: 128, dropout: 0.2, ...networkDefaults },
  searchSpace: {
    embeddingSize: [16, 32, 50, 100],
    learningRate: { low: 0.0002, high: 0.005, scale: "log" },
    dropout: [0, 0.2, 0.4],
    weightDecay: [0, 1e-6, 1e-5, 1e-4],
  },
  readSettings,
  estimateBytes: (input, settings) => ratingNetworkBytes(input, settings, sizeOf(input, settings)),
  build,
});

function sizeOf(
  { train: { nUsers, nItems } }: FitInput,
  { embeddingSize, hiddenSize }: AljunidSettings,
): NetworkNumbers {
  return {
    parameters: (nUsers + nItems + 3 * hiddenSize) * embeddingSize + hiddenSize ** 2 / 2,
    perPair: 6 * embeddingSize + 9 * hiddenSize,
  };
}

function readSettings(config: Config): AljunidSettings {
  return {
    ...readNetworkSettings(config),
    embeddingSize: wholeNumber(config, "embeddingSize", { minimum: 1 }),
    hiddenSize: wholeNumber(config, "hiddenSize", { minimum: 2 }),
    dropout: realNumber(config, "dropout", { minimum: 0, maximum: 0.99 }),
  };
}

function build(
  builder: Builder,
  inputs: NetworkInputs,
  { embeddingSize: size, hiddenSize, dropout: rate }: AljunidSettings,
): NetworkOutputs {
  const initialise = normally(1 / Math.sqrt(size));
  const user = userEmbedding(builder, "user", inputs, { size, initialise });
  const item = itemEmbedding(builder, "item", inputs, { size, initialise });
  const hidden = [hiddenSize, Math.floor(hiddenSize / 2)].reduce(
    (x, width, at) => {
      const active = relu(dense(builder, `hidden${at + 1}`, x, width));
      return dropout(builder, `hidden${at + 1}`, active, rate);
    },
    concat([multiply(user, item), user, item], -1),
  );
  const prediction = reshape(dense(builder, "rating", hidden, 1), ["batch"]);
  return { prediction, loss: meanSquaredError(prediction, inputs.ratings) };
}
