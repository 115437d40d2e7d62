/**
 * Sequence transformer: the rating of a film from the films that the user rated last before it.
 *
 * Source: S. Siet, S. Peng, S. Ilkhomjon, M. Kang, D.-S. Park, "Enhancing Sequence Movie Recommendation System Using
 * Deep Learning and KMeans", Applied Sciences 14(6) 2505, 2024; its cousin, the Behaviour Sequence Transformer: Q. Chen
 * et al., arXiv 1905.06874, 2019, section 2.
 *
 * Equations. m_i = leakyReLU(W [e_i; mean of the vectors of i's genres] + b);
 *   X = [m_1 + s(r_1), .. m_7 + s(r_7), m_i + s(0)] + P,  P the sinusoids of `shared/graph/sinusoids.ts`;
 *   H = encoder(X), one layer, four heads;
 *   r^_ui = mu + MLP([H_1; .. H_8; a_u; g_u; o_u]),  256, 128, 1 units, with the user's age, gender and occupation.
 * Loss: mean squared error, Adam.
 *
 * Histories hold training ratings that are older than the rating in question, never one of the same moment or a
 * later one, the validation or the test part: in training by the time of the training rating, afterwards by the
 * times given to `predict` (evaluations give them), or all where none are given. Times must be in the
 * training part, else every history is empty. A gap counts as nothing: it is masked in the encoder and 0
 * behind it, and a history of length 0 is the target alone.
 *
 * Decisions where the abstract is silent: length 8, d 64, the widths above, dropout .1. The paper does not say whether
 * ratings of the history are read; the Behaviour Sequence Transformer, made for clicks, has none
 * (`pastRatings: "none"`), its public port to MovieLens multiplies with them (`multiplied`), and here they have
 * vectors s(r) of their own (`embedded`). There is no user id, as in that port, unless `userIds` is set. Clipped to
 * the scale. Lists are diversified by k-means over genres afterwards: `genreClusters`, `diversified`.
 */
import type { RatingPredictor } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";
import type { RatingNetworkDefinition } from "../shared/graph/network-types.js";
import { ratingNetworkBytes } from "../shared/graph/expected-bytes.js";
import { ratingNetworkModel } from "../shared/graph/rating-network.js";
import { prepareSiet } from "./content.js";
import { historyEncoder } from "./histories.js";
import { sietSize } from "./size.js";
import { sietNetwork } from "./network.js";
import { readSietSettings, sietDefaults, type SietSettings } from "./settings.js";

const definition: RatingNetworkDefinition<SietSettings> = {
  id: "siet",
  title: "Sequence transformer (Siet et al.)",
  source: "Siet, Peng, Ilkhomjon, Kang, Park 2024, Applied Sciences 14(6) 2505",
  floor: false,
  defaults: sietDefaults,
  searchSpace: {
    embeddingSize: [32, 64, 128],
    layers: [1, 2],
    learningRate: { low: 0.0003, high: 0.003, scale: "log" },
    dropout: [0.1, 0.2, 0.3],
  },
  readSettings: readSietSettings,
  estimateBytes: (input, settings) =>
    ratingNetworkBytes(input, settings, sietSize(input, settings)),
  prepare: prepareSiet,
  encoder: (facts, { historyLength }) => historyEncoder(facts, historyLength),
  build: sietNetwork,
};

/**
 * The sequence transformer. Settings: `historyLength` (7), `pastRatings` (`embedded`; `multiplied`, `none`), `userIds`
 * (false), `embeddingSize` (64), `layers` (1), `heads` (4), `dropout` (.1), and those of
 * `shared/graph/network-settings.ts`.
 */
export const siet: ModelEntry<RatingPredictor> = ratingNetworkModel(definition);
