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
export { ComputePool, type Backend, type PoolOptions } from "./pool/pool.js";
export { configureCompute, sharedPool, withWorkspace } from "./pool/shared-pool.js";
export type { Kernel, KernelArgument, KernelArray } from "./pool/kernel.js";
export type { Workspace } from "./pool/workspace.js";
export * as graph from "./graph/index.js";
