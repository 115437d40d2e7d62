/**
 * Sequence transformer over the films that a user has rated last.
 */
import type { RatingPredictor } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";
import type { RatingNetworkDefinition } from "../shared/graph/network-types.js";
import { ratingNetworkModel } from "../shared/graph/rating-network.js";
import { prepareSiet } from "./content.js";
import { historyEncoder } from "./histories.js";
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
  prepare: prepareSiet,
  encoder: (facts, { historyLength }) => historyEncoder(facts, historyLength),
  build: sietNetwork,
};

export const siet: ModelEntry<RatingPredictor> = ratingNetworkModel(definition);
