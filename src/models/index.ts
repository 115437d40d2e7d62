export type * from "./contract.js";
export type { FeatureUse, ModelEntry } from "./model-entry.js";
export type { DenseMatrix, FactorForm, ProductForm, ScoreForm } from "./score-form.js";
export type { ModelState, StateArray } from "./state.js";
export { allModels, createModel, modelEntry, rankingModels, ratingModels } from "./registry.js";
export { saveModel } from "./save-model.js";
export { loadModel } from "./load-model.js";
export {
  profileForm,
  reviewProfiles,
  type ProfileMatrix,
  type ReviewProfileOptions,
  type ReviewProfiles,
  type Reviews,
} from "./cooper/reviews.js";
export type { RatingMixing } from "./cooper/weights.js";
export { elrfaeyAttention, type ElrfaeyAttention } from "./elrfaey/attention.js";
export {
  crossModalRetrieval,
  findCrossModal,
  type CrossModalHit,
  type CrossModalOptions,
  type CrossModalRetrieval,
  type FindCrossModalOptions,
} from "./elrfaey/retrieval.js";
export { diversified, genreClusters, type GenreClusterOptions } from "./siet/genre-clusters.js";
export { xiaAttention, type XiaAttention } from "./xia/attention.js";
export type { SideName } from "./elrfaey/tokens.js";
export { encodeElrfaeyText } from "./elrfaey/text-query.js";
