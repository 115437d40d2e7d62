export * from "./dataset.js";
export { IdMap, IdMapBuilder } from "./id-map.js";
export { TestPart, type TrainPart, type ValidPart } from "./split/parts.js";
export type { Split, SplitRecipe } from "./split/split.js";
export { userItemMatrix } from "./split/matrix.js";
