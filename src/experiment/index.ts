export type * from "./run-record.js";
export type { ExperimentOptions, MaskedParts, RunSettings } from "./options.js";
export type { ExperimentRun } from "./experiment-run.js";
export { estimateFitBytes, type FitParts } from "./fit-model.js";
export { runExperiment } from "./run-experiment.js";
export {
  recommend,
  type Recommendation,
  type RecommendOptions,
  type UserRecommendations,
} from "./recommend.js";
export {
  recommendAll,
  type AllRecommendations,
  type RecommendAllOptions,
} from "./recommend-all.js";
export type { ItemFilter } from "./item-filter.js";
export { similarItems, type SimilarItemsOptions } from "./similar-items.js";
export { explain, type ExplainOptions, type Explanation, type Reason } from "./explain.js";
export { knockOut, knockOutKinds, type FeaturesByName, type KnockOutKind } from "./knock-out.js";
export { knockOutFitted } from "./knock-out-fitted.js";
export { knockOutRuns } from "./knock-out-runs.js";
export {
  readFeatures,
  type GivenFeatures,
  type ReadFeaturesOptions,
} from "./given-features/read-features.js";
export { recommendationLists } from "./recommendation-lists.js";
export { checkLeaks, type LeakCheckOptions } from "./leak-check/check.js";
export {
  refuseLeaks,
  type LeakCode,
  type LeakFinding,
  type LeakPolicy,
  type LeakReport,
  type LeakSeverity,
} from "./leak-check/finding.js";
export { leakCatalogue, type LeakEntry } from "./leak-check/names.js";
export { runId } from "./manifest/identity.js";
export { codeIdentity } from "./manifest/code-identity.js";
export { describeDevice, readEnvironment } from "./manifest/environment.js";
export { readCommit, type Commit } from "./manifest/commit.js";
export { RunStore, listRuns, queryRuns } from "./store/run-store.js";
export type { RunFilter } from "./store/filter.js";
export type { StoredRun } from "./store/stored-run.js";
export { tuningParts, type TuningParts } from "./select/tuning-parts.js";
export { compareRuns, type CompareOptions } from "./compare/compare-runs.js";
export type {
  BaselineEffect,
  ComparedMetric,
  Comparison,
  ComparisonCell,
  ComparisonRow,
} from "./compare/comparison.js";
export { floorIds } from "./compare/floors.js";
export { gridSearch, halvingSearch, randomSearch } from "./select/search.js";
export type { SearchOptions } from "./select/options.js";
export type { SearchResult } from "./select/run-search.js";
export { readSearch, readSpaceFile, saveSearch } from "./select/search-file.js";
export type { SearchSpace, SettingChoices, SettingRange } from "../models/search-space.js";
export type * from "./select/search-record.js";
export { runUnits, type RunUnitsOptions } from "./parallel/run-units.js";
export type { RunUnit, UnitData, UnitResult } from "./parallel/run-unit.js";
export { selectedOnTest, type SelectionExhibit } from "./select/selected-on-test.js";
export { caseStudies, type CaseStudy, type CaseStudyOptions } from "./case-studies.js";
export { compareLists, type ListComparison } from "./score-lists/compare-lists.js";
export { readLists } from "./score-lists/read-lists.js";
export type { NamedLists } from "./score-lists/named-lists.js";
export { scoreLists, type ListScores, type ScoreListsOptions } from "./score-lists/score-lists.js";
export { exportSplit, type ExportSplitOptions, type SplitFile } from "./export-split.js";
export { testExhibit, type TestExhibit, type TestExhibitOptions } from "./select/test-exhibit.js";
export type {
  CheckedSweep,
  SweepDataset,
  SweepFilter,
  SweepModel,
  SweepSpecification,
  SweepSplit,
} from "./sweep/specification.js";
export { planSweep, readSweep } from "./sweep/plan-sweep.js";
export type { SweepPlan, SweepPlanRow } from "./sweep/expand-sweep.js";
export type { SweepUnit } from "./sweep/unit.js";
export type { UnitFailure, UnitState } from "./sweep/unit-notes.js";
export type { UnitOutcome } from "./sweep/run-batch.js";
export { parseShard, type Shard } from "./sweep/shard.js";
export { inspectSweep, runSweep, type SweepOptions, type SweepResult } from "./sweep/run-sweep.js";
export type { SeedSummary, SweepRow } from "./sweep/summarise-sweep.js";
