/** The demo set: invented users, films, texts and posters that share planted factors. */
export { loadDemo, loadDemoDataset, type LoadDemoOptions } from "./cache.js";
export type { DemoFactor, FactorTrace } from "./factors.js";
export { generateDemo, type DemoSet } from "./generate.js";
export type { DemoOptions, DemoRecipe } from "./recipe.js";
export { expectedRating, type DemoTruth } from "./truth.js";
