export type * from "./contract.js";
export { deviceStatus, type DeviceStatus } from "./devices/status.js";
export { extractFeatures, extractToStore } from "./extract/extract-features.js";
export type { ExtractFeaturesOptions } from "./extract/options.js";
export { textOfFields, titleAndText } from "./extract/text-of.js";
export { FeatureSet, type FeatureSetParts, type PlainMatrix } from "./feature-set.js";
export type { DataFrameModule, TensorModule } from "./foreign-modules.js";
export { modelRoots } from "./neural/model-roots.js";
export { allPresets, presetEntry } from "./registry.js";
export { mapFeatures, type MapOptions, type MappedFeatures } from "./map/map-features.js";
export { FeatureStore } from "./store/feature-store.js";
export type { StoredSet } from "./store/stored-set.js";
export type { UnwrittenSet } from "./store/write-set.js";
export {
  getModel,
  type GetModelOptions,
  type GetModelResult,
  type GotFile,
} from "./weights/get-model.js";
export {
  loadModelRegistry,
  type ModelFile,
  type ModelRegistry,
  type ModelSource,
} from "./weights/model-registry.js";
