export type { Displayable, DisplaySink, MimeBundle } from "./show/displayable.js";
export { html } from "./show/rendered.js";
export { show } from "./show/show.js";
export { dataNotice, note, warning } from "./show/notice.js";
export { conclude, type Finding } from "./show/conclusion.js";
export {
  formatBytes,
  formatCount,
  formatNumber,
  formatSeconds,
  formatShare,
} from "./show/format.js";
export { table, Table, type TableDisplayOptions } from "./show/table/table.js";
export type { Cell, Digits, IntervalCell } from "./show/table/cell.js";
export type { Column, TableRow } from "./show/table/column.js";
export { chart, Chart } from "./show/chart/chart.js";
export type { Axis, ChartSpecification, Reference, Series } from "./show/chart/specification.js";
export { filmName } from "./show/posters/film-name.js";
export { posterStrip, type PosterEntry } from "./show/posters/poster-strip.js";
export { featureCard } from "./show/features/feature-card.js";
export { neighbourStrip, type StripNeighbour } from "./show/features/neighbour-strip.js";
export { featureMap, type FeatureMapParts } from "./show/features/feature-map.js";
export {
  summariseVectors,
  type VectorMatrix,
  type VectorSummary,
} from "./show/features/vector-summary.js";
export { parallelCoordinates } from "./show/search/parallel-coordinates.js";
export { bestSoFar, type BestSoFarOptions } from "./show/search/best-so-far.js";
export { validationAgainstTest } from "./show/search/validation-against-test.js";
export { trialTable } from "./show/search/trial-table.js";
export { searchPage, type SearchPageOptions } from "./show/search/search-page.js";
export { ProgressBar, withProgress } from "./show/progress.js";
export { comparisonTable, type ComparisonTableOptions } from "./show/comparison-table.js";
export { facts } from "./show/facts.js";
export { againstPaper, type AgainstPaperOptions } from "./show/paper/against-paper.js";
export { checklist, type ChecklistAnswers, type ChecklistSource } from "./show/paper/checklist.js";
export { dumbbell, type DumbbellOptions } from "./show/paper/dumbbell.js";
export {
  Exercises,
  exercises,
  type Exercise,
  type ExerciseResult,
} from "./show/paper/exercises.js";
export { pipeline, type PipelineOptions, type PipelineStep } from "./show/paper/pipeline.js";
export type { FloorValue, OurValue, PublishedRow } from "./show/paper/published.js";
export { verdictTable } from "./show/paper/verdict-table.js";
export { findingNames } from "./show/paper/verdict-facts.js";
export type {
  DecisionFacts,
  FindingName,
  PaperFacts,
  VerdictFacts,
} from "./show/paper/verdict-facts.js";
export { stamp, type StampSource } from "./show/stamp.js";
export { metricTitle } from "./show/metric-title.js";
export { buildSite } from "./site/build-site.js";
export type { BuiltPage, BuiltSite, RendererChoice, SiteOptions } from "./site/site-options.js";
export type { FailedNotebook } from "./builtin/card-html.js";
export type { PageVerdict } from "./notebook-page/stamp.js";
