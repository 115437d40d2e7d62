export {
  Graph,
  type OperationRequest,
  type Parameter,
  type RandomMask,
  type RandomNoise,
  type Values,
} from "./graph.js";
export { bipartiteAdjacency, normaliseRows, normaliseSymmetric } from "./sparse/bipartite.js";
export {
  nearestNeighbours,
  type NearestNeighbourOptions,
  type Vectors,
} from "./sparse/nearest-neighbours.js";
export { keepEdges, type KeepEdgesOptions } from "./sparse/keep-edges.js";
export { neighbourGraph, weightedSum, type WeightedMatrix } from "./sparse/neighbour-graph.js";
export type { SparseOperand } from "../kernels/sparse-dense.js";
export { GraphMatrix, SparseRoom } from "./sparse/graph-matrix.js";
export type { Axis, Shape } from "./axis.js";
export type { Attributes, Backward, ElementType, HostWork, Operation, Tensor } from "./tensor.js";
export { differentiate } from "./differentiate.js";
export { openSession, type Feeds, type GraphSession, type SessionOptions } from "./session.js";
export { openTraining } from "./training.js";
export type { Training, TrainingOptions, TrainingState } from "./training.js";
export { exportOnnx, type Trial } from "./export.js";
export { runOnnx, type OnnxValues } from "./run-onnx.js";
export { readCheckpoint, saveCheckpoint, type Checkpoint } from "./checkpoint.js";
export { trainGraph } from "./trainer/trainer.js";
export type {
  Batch,
  Cadence,
  CheckpointOptions,
  Evaluated,
  Evaluation,
  EvaluationPoint,
  Trained,
  TrainerOptions,
} from "./trainer/options.js";
export {
  constantRate,
  cosineDecay,
  exponentialDecay,
  stepDecay,
  warmUp,
  type CosineOptions,
  type Schedule,
  type StepDecayOptions,
} from "./schedules.js";
export type { Optimiser, Updated } from "./optimisers/optimiser.js";
export { adam, adamW, type AdamOptions } from "./optimisers/adam.js";
export { sgd, type SgdOptions } from "./optimisers/sgd.js";
export * from "./operators/index.js";
export * from "./layers/index.js";
