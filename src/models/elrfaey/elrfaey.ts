import type { Recommender } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";
import { recommenderModel } from "../shared/recommender-model.js";
import { fitElrfaey } from "./fit.js";
import { readElrfaeySettings } from "./settings.js";
import { factorsOf, withUsers } from "./state.js";

export const elrfaey: ModelEntry<Recommender> = recommenderModel({
  id: "elrfaey",
  title: "Cross-modal attention (Elrfaey)",
  source: "Elrfaey and Gulliver 2026; reconstructed from its abstract",
  floor: false,
  features: "required",
  scoresColdItems: true,
  defaults: {
    variant: "fused",
    regime: "supervised",
    loss: "softmax",
    alignOn: "apart",
    centring: true,
    embeddingSize: 128,
    heads: 4,
    dropout: 0.1,
    temperature: 0.07,
    negatives: 512,
    learningRate: 0.001,
    regularisation: 0.0001,
    batchSize: 8192,
    itemBatchSize: 512,
    epochs: 20,
    patience: 3,
  },
  searchSpace: {
    embeddingSize: [64, 128, 256],
    heads: [2, 4, 8],
    dropout: [0, 0.1, 0.3],
    temperature: [0.05, 0.07, 0.1, 0.2],
    learningRate: [0.0001, 0.0003, 0.001, 0.003],
  },
  readSettings: readElrfaeySettings,
  learn: fitElrfaey,
  foldIn: (state, table) => Promise.resolve(withUsers(state, table)),
  scorer: (state) => ({ kind: "factors", ...factorsOf(state) }),
});
