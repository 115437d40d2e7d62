/**
 * Deep multimodal rating prediction: two towers, with titles and posters read by convolutions.
 *
 * Equations: each attribute a of a user (id, gender, age, occupation, ZIP) and of a film (id, genres) has a
 * learned vector e_a, genres the sum of theirs; h_a = ReLU(W_a e_a + b_a). The title is a text CNN over word
 * vectors (windows of 2 to 5 words, maximum over time, dropout), the poster, in the variant `cro`, an image
 * CNN over pixels. With the parts of each side concatenated,
 *   u = tanh(W_u [h_a] + b_u),  m = tanh(W_m [h_a; title; poster] + b_m),  r^_ui = u . m,
 * trained on the mean squared error by Adam.
 * Source: Y. Mu, Y. Wu, "Multimodal Movie Recommendation System Using Deep Learning", Mathematics 11(4) 895,
 * 2023; the baseline "Mu & Wu" of Xia et al., arXiv 2407.09157, table 2, with posters (`cro`) and without
 * (`sin`).
 * Deviations: this is a reconstruction. No code is public and the text does not give the layers; they follow
 * the public MovieLens 1M network `chengstone/movie_recommender`, which the description resembles, with the
 * poster's part added. Ages are those groups of MovieLens 1M, a ZIP is its first digit. Posters are small
 * squares, and one that is missing is the mean of the others. Early stopping is by validation. A user or film
 * without a training row has the id vector 0 and is known by the rest. Clipped to the scale.
 */
import type { RatingPredictor } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";
import { distinctItemEncoder } from "../shared/graph/distinct-items.js";
import { ratingNetworkBytes } from "../shared/graph/expected-bytes.js";
import { ratingNetworkModel } from "../shared/graph/rating-network.js";
import { prepareContent, rereadPixels } from "./content.js";
import { muWuSize } from "./size.js";
import { buildMuWu } from "./network.js";
import { muWuDefaults, readMuWuSettings, type MuWuSettings } from "./settings.js";

/**
 * Mu and Wu's network. Settings: `variant` (`sin` without posters; `cro` with them: needs the modality
 * `pixels`, as the preset `poster-pixels` makes it), `embeddingSize` of ids, genres and words and of each
 * part (32), `attributeSize` of users' attributes (16), `hiddenSize` of the towers' ends (200), `titleLength`
 * in words (15), `titleFilters` of each length (8), `posterBlocks` (3) and `posterFilters` of the first one,
 * each next having twice as many (8), `dropout` of the title (0.5), and those of `networkDefaults`.
 */
export const muWu: ModelEntry<RatingPredictor> = ratingNetworkModel<MuWuSettings>({
  id: "mu-wu",
  title: "Two towers with title and poster CNN (Mu and Wu)",
  source: "Mu and Wu 2023, reconstructed",
  floor: false,
  features: "optional",
  defaults: muWuDefaults,
  searchSpace: {
    embeddingSize: [16, 32, 64],
    learningRate: { low: 0.0001, high: 0.003, scale: "log" },
    dropout: [0, 0.2, 0.5],
    weightDecay: [0, 1e-6, 1e-5, 1e-4],
  },
  readSettings: readMuWuSettings,
  estimateBytes: (input, settings) =>
    ratingNetworkBytes(input, settings, muWuSize(input, settings)),
  prepare: prepareContent,
  rereadTables: rereadPixels,
  encoder: ({ nItems }) => distinctItemEncoder(nItems),
  build: buildMuWu,
});
