export { createRandom, RandomStream } from "./random.js";
export {
  rowColumns,
  rowOfEachEntry,
  rowValues,
  sparseFromTriples,
  transpose,
  type SparseMatrix,
} from "./sparse.js";
