import { sizeOf } from "../../../../src/compute/graph/axis.js";
import type { Graph } from "../../../../src/compute/graph/graph.js";
import type { Tensor } from "../../../../src/compute/graph/tensor.js";
import type { RealArray } from "./array.js";
import { evaluators } from "./operators.js";
import { attentionEvaluators } from "./row-attention.js";
import { sparseEvaluators } from "./sparse.js";

/** The values of tensors in double precision, by the definitions of the operators alone. */
export function evaluate(
  graph: Graph,
  wanted: readonly Tensor[],
  feeds: Readonly<Record<string, ArrayLike<number | bigint>>>,
  sizes: Readonly<Record<string, number>> = {},
): RealArray[] {
  const known = new Map<Tensor, RealArray>();
  const give = (tensor: Tensor, values: ArrayLike<number | bigint>): void => {
    const own = tensor.shape.map((axis) => sizeOf(axis, sizes));
    known.set(tensor, { sizes: own, values: Float64Array.from(values, Number) });
  };
  for (const { tensor, values } of graph.constants.values()) give(tensor, values);
  for (const { tensor, initial } of graph.parameters.values()) {
    give(tensor, feeds[tensor.name] ?? initial);
  }
  for (const tensor of graph.inputs.values()) give(tensor, feeds[tensor.name]);
  for (const { type, inputs, outputs, attributes, host } of graph.operations) {
    const operands = inputs.map((input) => known.get(input)!);
    const results =
      host === undefined
        ? evaluators[type](operands, attributes)
        : host.matrix === undefined
          ? [attentionEvaluators[type](operands, attributes)]
          : [sparseEvaluators[type](host.matrix.source, operands, attributes)];
    results.forEach((result, at) => known.set(outputs[at], result));
  }
  return wanted.map((tensor) => known.get(tensor)!);
}
