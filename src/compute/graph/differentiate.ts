import { MoviolaError } from "../../common/errors.js";
import { describeShape } from "./axis.js";
import { add } from "./operators/elementwise.js";
import type { Operation, Tensor } from "./tensor.js";

/**
 * Adds the gradient of `loss`, a tensor without axes, with respect to each of `targets` to the graph
 * (reverse accumulation). A target that the loss does not depend on has no gradient: `E_GRAPH_GRADIENT`,
 * since a parameter that learns nothing is a mistake in the model.
 */
export function differentiate(loss: Tensor, targets: readonly Tensor[]): Tensor[] {
  if (loss.shape.length > 0) {
    throw new MoviolaError("E_GRAPH_GRADIENT", "Only a single number can be differentiated", {
      where: loss.name,
      expected: "a loss without axes",
      got: describeShape(loss.shape),
      remedy: "Take its mean or its sum",
    });
  }
  const needed = operationsBehind(targets, loss);
  const gradients = new Map<Tensor, Tensor>([[loss, loss.graph.scalar(1)]]);
  for (const operation of needed.reverse()) flowBack(operation, gradients);
  return targets.map((target) => gradients.get(target) ?? refuse(target, loss));
}

function flowBack(operation: Operation, gradients: Map<Tensor, Tensor>): void {
  const own = operation.outputs.map((output) => gradients.get(output));
  if (operation.backward === undefined || own.every((gradient) => gradient === undefined)) return;
  operation.backward(own, operation).forEach((gradient, at) => {
    if (gradient === undefined) return;
    const input = operation.inputs[at];
    const before = gradients.get(input);
    gradients.set(input, before === undefined ? gradient : add(before, gradient));
  });
}

/** Operations between the targets and the loss, in the order they run. */
function operationsBehind(targets: readonly Tensor[], loss: Tensor): Operation[] {
  const depends = new Set<Tensor>(targets);
  const forward = loss.graph.operations.filter((operation) => {
    const isBehind = operation.inputs.some((input) => depends.has(input));
    if (isBehind) for (const output of operation.outputs) depends.add(output);
    return isBehind;
  });
  const reaches = new Set<Tensor>([loss]);
  const between = forward.reverse().filter((operation) => {
    const isBefore = operation.outputs.some((output) => reaches.has(output));
    if (isBefore) for (const input of operation.inputs) reaches.add(input);
    return isBefore;
  });
  return between.reverse();
}

function refuse(target: Tensor, loss: Tensor): never {
  throw new MoviolaError("E_GRAPH_GRADIENT", "The loss does not depend on a parameter", {
    where: target.name,
    expected: `a path of differentiable operators to ${loss.name}`,
    got: "none",
    remedy: "Use the parameter in the model, or take it out",
  });
}
