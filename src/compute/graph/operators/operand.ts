import { shapeError, type Shape } from "../axis.js";
import type { Attributes, Backward, ElementType, Tensor } from "../tensor.js";

/** A tensor, or a number that stands for a constant without axes. */
export type Operand = Tensor | number;

/** `operand` as a tensor of the graph of `like`. */
export function asTensor(operand: Operand, like: Tensor): Tensor {
  return typeof operand === "number" ? like.graph.scalar(operand) : operand;
}

/** Where the builder is, for messages: the operator and the open layer. */
export function whereOf(operator: string, tensor: Tensor): string {
  const { layer } = tensor.graph;
  return layer === "" ? operator : `${operator} in ${layer}`;
}

/** Refuses a tensor of another type with `E_GRAPH_SHAPE`. */
export function requireType(tensor: Tensor, type: ElementType, operator: string): void {
  if (tensor.type === type) return;
  throw shapeError(whereOf(operator, tensor), `elements of type ${type}`, tensor.type);
}

/** Adds an operation with one output. */
export function single(
  type: string,
  inputs: readonly Tensor[],
  shape: Shape,
  options: {
    readonly attributes?: Attributes;
    readonly elementType?: ElementType;
    readonly backward?: Backward;
  } = {},
): Tensor {
  const { attributes, elementType = "float32", backward } = options;
  const [output] = inputs[0].graph.addOperation({
    type,
    inputs,
    outputs: [{ shape, type: elementType }],
    ...(attributes === undefined ? {} : { attributes }),
    ...(backward === undefined ? {} : { backward }),
  });
  return output;
}
