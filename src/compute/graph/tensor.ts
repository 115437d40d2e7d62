/** What a graph is made of: tensors, and the operations that make them. */
import type { Shape } from "./axis.js";
import type { Graph } from "./graph.js";

/** Types of elements. A graph's real numbers are `float32`. */
export type ElementType = "float32" | "int32" | "int64" | "bool";

/** A value in a graph: what a run will compute, known by shape and type when the graph is built. */
export interface Tensor {
  readonly graph: Graph;
  /** Unique in the graph; layers and operators stand in it, such as `encoder/0/matMul_17`. */
  readonly name: string;
  readonly shape: Shape;
  readonly type: ElementType;
  /** What makes it; absent for inputs, parameters and constants. */
  readonly operation?: Operation;
}

/** Attributes of an ONNX operator. */
export type Attributes = Readonly<Record<string, number | string | readonly number[]>>;

/**
 * How the gradient of a loss flows through an operation: from its gradients with respect to the outputs
 * (undefined for an output that the loss does not depend on) to those with respect to the inputs
 * (undefined where there is none, as for indices).
 */
export type Backward = (
  gradients: readonly (Tensor | undefined)[],
  operation: Operation,
) => readonly (Tensor | undefined)[];

/** One ONNX operator in a graph. */
export interface Operation {
  /** The ONNX operator, such as `MatMul`. */
  readonly type: string;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  readonly attributes: Attributes;
  /** Absent where no gradient passes. */
  readonly backward?: Backward;
}
