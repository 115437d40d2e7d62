export * from "./dataset.js";
export { IdMap, IdMapBuilder } from "./id-map.js";
export * from "./filter/index.js";
export * from "./split/index.js";
export * from "./read/index.js";
export * from "./join/index.js";
export * from "./describe/index.js";
export * from "./npy/index.js";
export * from "./demo/index.js";
