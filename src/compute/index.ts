export { createRandom, RandomStream } from "./random.js";
export {
  rowColumns,
  rowOfEachEntry,
  rowValues,
  sparseFromTriples,
  transpose,
  type SparseMatrix,
} from "./sparse.js";
export { truncatedSvd, type TruncatedSvd, type TruncatedSvdOptions } from "./truncated-svd.js";
