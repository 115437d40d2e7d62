export type { ColumnMap } from "./columns.js";
export { dataRoots } from "./data-roots.js";
export { readImdb, type ImdbData, type ImdbOptions } from "./imdb.js";
export type { MovieColumns, ReviewColumns } from "./imdb-columns.js";
export type { MissingRating } from "./interaction-collector.js";
export { readInter, type FeatureFile, type InterData, type InterOptions } from "./inter.js";
export { readInteractionTable, type InteractionTable } from "./interaction-table.js";
export {
  findDataset,
  KNOWN_DATASETS,
  listDatasets,
  type FoundDataset,
  type KnownDataset,
} from "./known-datasets.js";
export { recogniseLayout, type DataLayout, type RecognisedLayout } from "./layout.js";
export type { TextEncoding } from "./lines.js";
export { loadDataset, type LoadOptions } from "./load-dataset.js";
export { readMovieLens100k } from "./movielens-100k.js";
export { readMovieLens1m } from "./movielens-1m.js";
export { readMovieLensCsv } from "./movielens-csv.js";
export type { ReaderOptions } from "./reader-options.js";
export { readTable, type ReadTableOptions } from "./table.js";
export type { TableOptions } from "./table-options.js";
