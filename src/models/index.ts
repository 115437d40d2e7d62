export type * from "./contract.js";
export type { ModelEntry } from "./model-entry.js";
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
