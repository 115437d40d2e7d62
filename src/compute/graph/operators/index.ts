export * from "./activations.js";
export {
  abs,
  add,
  divide,
  equal,
  erf,
  exp,
  greater,
  indicator,
  log,
  multiply,
  negate,
  power,
  select,
  sqrt,
  square,
  stopGradient,
  subtract,
} from "./elementwise.js";
export { convolve, maxPool, type ConvolutionOptions } from "./convolve.js";
export { gather, gatherAlong, pick, scatterAdd, topK, type Largest } from "./gather.js";
export * from "./losses.js";
export * from "./normalise.js";
export type { Operand } from "./operand.js";
export { matMul } from "./products.js";
export { countOf, maximum, mean, repeatTo, sum, type ReduceOptions } from "./reduce.js";
export { edgeProducts, edgeSoftmax, turnedWeightedProduct, weightedProduct } from "./edges.js";
export { rowAttention, type RowAttentionOptions } from "./row-attention.js";
export { propagate, sparseProduct, turnedProduct, type PropagateOptions } from "./sparse.js";
export { concat, expandAxis, pad, reshape, slice, squeezeAxis, transpose } from "./shape.js";
