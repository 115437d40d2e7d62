export type * from "./contract.js";
export { deviceStatus, type DeviceStatus } from "./devices/status.js";
export { exportFeatures, type ExportedFile } from "./exchange/export-features.js";
export {
  importFeatures,
  type FeatureFormat,
  type ImportFeaturesOptions,
} from "./exchange/import-features.js";
export {
  loadMmrecFolder,
  type MmrecFolder,
  type MmrecFolderOptions,
} from "./exchange/load-mmrec-folder.js";
export {
  findDuplicatePosters,
  type DuplicatePostersOptions,
} from "./duplicates/duplicate-posters.js";
export { findDuplicateTexts, type DuplicateTextsOptions } from "./duplicates/duplicate-texts.js";
export { findNearDuplicates, type NearDuplicatesOptions } from "./duplicates/near-vectors.js";
export type { DuplicateGroup, DuplicateReport } from "./duplicates/report.js";
export { extractFeatures, extractToStore } from "./extract/extract-features.js";
export type { ExtractFeaturesOptions } from "./extract/options.js";
export { textOfFields, titleAndText } from "./extract/text-of.js";
export { FeatureSet, type FeatureSetParts, type PlainMatrix } from "./feature-set.js";
export type { DataFrameModule, TensorModule } from "./foreign-modules.js";
export { compareSets, type FeatureComparison } from "./ladder/compare-sets.js";
export {
  readReference,
  type ReferenceVectors,
  type ReferenceSample,
} from "./ladder/reference-vectors.js";
export {
  cosineRung,
  downstreamRung,
  neighbourRung,
  pixelRung,
  rungNames,
  rungReached,
  tokenRung,
  type RungName,
  type RungResult,
} from "./ladder/rungs.js";
export { readLadder, storeLadder } from "./ladder/stored-ladder.js";
export {
  setsOfOtherVersions,
  versionDifferences,
  type OtherVersion,
  type VersionDifference,
  type Versioned,
} from "./ladder/version-differences.js";
export { verifyPreset, type LadderResult, type VerifyOptions } from "./ladder/verify-preset.js";
export { modelRoots } from "./neural/model-roots.js";
export { allPresets, presetEntry } from "./registry.js";
export {
  genreAgreement,
  type GenreAgreement,
  type GenreAgreementOptions,
} from "./neighbours/genre-agreement.js";
export {
  mapFeatures,
  type MapFeaturesOptions,
  type MappedFeatures,
} from "./neighbours/map-features.js";
export {
  NearestItems,
  nearestItems,
  neighbourOverlap,
  type NearestItemsOptions,
  type Neighbour,
} from "./neighbours/nearest-items.js";
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
