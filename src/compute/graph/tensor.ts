/** What a graph is made of: tensors, and the operations that make them. */
import type { Shape } from "./axis.js";
import type { Graph } from "./graph.js";
import type { GraphMatrix } from "./sparse/graph-matrix.js";

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

/** Work of an operation that no ONNX operator does; it is done between two parts of the graph. */
export interface HostWork {
  /**
   * Computes the output, which is overwritten, from the values of the inputs; all row-major, in the shapes of the
   * operation. It must not keep the arrays.
   */
  run(inputs: readonly Values[], output: Float32Array): void;
  /** The sparse matrix that it works with, if there is one. */
  readonly matrix?: GraphMatrix;
}

/** Values of a tensor, row-major. */
export type Values = Float32Array | Int32Array | BigInt64Array | Uint8Array;

/** One ONNX operator in a graph, or work of the host; tensors know their shapes. */
export interface Operation {
  /** The ONNX operator, such as `MatMul`; a name of its own for work of the host. */
  readonly type: string;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  readonly attributes: Attributes;
  /** Absent where no gradient passes. */
  readonly backward?: Backward;
  /** Present for what the host does; it has one output, of real numbers. */
  readonly host?: HostWork;
}
