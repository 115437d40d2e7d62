/**
 * Ratings from ten features of a pair that a transformer encoder fuses: poster attention.
 *
 * Source: L. Xia, Y. Yang, Z. Chen, Z. Yang, S. Zhu, "Movie Recommendation with Poster Attention via Multi-modal
 * Transformer Feature Fusion", arXiv 2407.09157, 2024, section 3.
 *
 * Equations. Each feature is brought to the encoder's width d: user id, age, ZIP, occupation, gender, movie id
 * and genre by a branch of their own; title and introduction as vectors of a text encoder (the modalities
 * `title` and `introduction`, or `text` for the latter), the poster as one of an image encoder (`image`).
 *   S = [V_CLS, V_1 .. V_10, V_SEP],  V^pos = S + P,  P(pos, 2i) = sin(pos / 10000^(2i / d)), 2i + 1: cos;
 *   H = encoder(V^pos),  h = H[0],  y = softmax(W h + b).
 * Features whose data are not given have no token, and modalities of other names are not read; `variant: "sin"`
 * has no poster. Without them the sequence is shorter.
 *
 * Faithful (`preset: "faithful"`), where the paper is silent, by our decision: one-hot branches of d/6, d/2, d
 * units with ReLU, frozen encoders (a vector of length d is used as it is, another projected), two layers of
 * eight heads with 2,048 hidden units and dropout .1, also of S + P; classes are the steps of the rating scale,
 * learned by cross-entropy and read out by their expectation sum c p_c or the likeliest one (`readOut`); Adam;
 * a missing poster or text has the mean vector and a learned flag added. The width 768 wants a GPU.
 *
 * Corrected (the default), deviations: ids and attributes as embeddings with layer normalisation, ages in seven
 * groups, ZIP codes by their first digit; features centred and scaled; a learned vector in place of a missing
 * poster or text; normalisation before each part of the encoder, and of h; a head of squared error,
 *   r^_ui = mu + b_u + b_i + w . h + c + p_u . q_i,
 * whose biases start from the fitted bias model, and where p_u and q_i are the sums of the codes of a pair's
 * user and film features (`interaction`; a factorisation machine between the sides, S. Rendle, ICDM 2010).
 * The transformer alone learns products of user and film slowly: on one random 90/5/5 split of MovieLens 100K its
 * validation RMSE is .927 after 16 epochs, and .901 with the product. Loss: mean squared error + `regularisation`
 * (b_u^2 + b_i^2 + |p_u|^2 + |q_i|^2), AdamW.
 *
 * The same numbers for less work: the last layer asks for [CLS] alone, and vectors of films are projected once
 * for the distinct films of a batch. A user or item without a training row has a code of 0 and bias 0 and is
 * told by its content. Clipped to the scale. For cold items without ids: `ids: false, biases: false`.
 */
import type { RatingPredictor } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";
import { distinctItemEncoder } from "../shared/graph/distinct-items.js";
import { ratingNetworkBytes } from "../shared/graph/expected-bytes.js";
import type { RatingNetworkDefinition } from "../shared/graph/network-types.js";
import { ratingNetworkModel } from "../shared/graph/rating-network.js";
import { withPresets } from "../shared/preset.js";
import { prepareContent } from "./content.js";
import { xiaNetwork } from "./network.js";
import { rereadContent } from "./reread.js";
import { xiaSize } from "./size.js";
import { readXiaSettings, xiaDefaults, xiaPresets, type XiaSettings } from "./settings.js";

/** What {@link xia} is made of. */
export const xiaDefinition: RatingNetworkDefinition<XiaSettings> = {
  id: "xia",
  title: "Poster attention (Xia et al.)",
  source: "Xia, Yang, Chen, Yang, Zhu 2024, arXiv 2407.09157, section 3",
  floor: false,
  features: "optional",
  defaults: xiaDefaults,
  // The paper's learning rates lie inside.
  searchSpace: {
    learningRate: { low: 0.0001, high: 0.004, scale: "log" },
    embeddingSize: [32, 64, 128, 256],
    layers: [1, 2, 4],
    heads: [4, 8],
    regularisation: { low: 0.02, high: 0.2, scale: "log" },
    dropout: [0.1, 0.2, 0.3],
  },
  readSettings: readXiaSettings,
  estimateBytes: (input, settings) => ratingNetworkBytes(input, settings, xiaSize(input, settings)),
  prepare: prepareContent,
  rereadTables: rereadContent,
  encoder: (facts) => distinctItemEncoder(facts.nItems),
  build: xiaNetwork,
};

/**
 * Xia's model. Settings: `preset` (`corrected`; `faithful`), `variant` (`cro`; `sin`: no poster), `ids` (true:
 * tokens of user and movie ids), `branches` (`embedding`; `one-hot`), `branchSize` (32), `missing` (`mask`;
 * `mean`), `head` (`regression`; `classes`) with `readOut` (`expectation`; `argmax`) and `biases` (true),
 * `interaction` (true), `embeddingSize` (the encoder's width; faithful 768), `layers`, `heads`, `hiddenSize` (of the
 * feed-forward), `normFirst` (true), `dropout`, `regularisation`, and those of `shared/graph/network-settings.ts`.
 */
export const xia: ModelEntry<RatingPredictor> = withPresets(
  ratingNetworkModel(xiaDefinition),
  xiaPresets,
);
