export { attention, type Attended, type AttentionOptions } from "./attention.js";
export {
  convolution,
  imageCnn,
  textCnn,
  type ConvolutionLayerOptions,
  type ImageCnnOptions,
  type TextCnnOptions,
} from "./convolution.js";
export { dense, sharedDense, type DenseOptions } from "./dense.js";
export { dropout } from "./dropout.js";
export { embedding } from "./embedding.js";
export { sigmoidGate, softmaxGate, type Mixed, type SoftmaxGateOptions } from "./gates.js";
export { gumbelSoftmax } from "./gumbel.js";
export * from "./initial.js";
export { parameter, type Builder } from "./layers.js";
export { normalised } from "./norm.js";
export { itemGraphPropagation, lightGcnPropagation, type Nodes } from "./propagation.js";
export { transformerEncoder, type Encoded, type TransformerOptions } from "./transformer.js";
