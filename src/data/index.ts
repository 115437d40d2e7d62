export * from "./dataset.js";
export { IdMap, IdMapBuilder } from "./id-map.js";
export * from "./filter/index.js";
export * from "./split/index.js";
