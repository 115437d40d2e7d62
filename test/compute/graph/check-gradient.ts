import { expect } from "vitest";
import { differentiate } from "../../../src/compute/graph/differentiate.js";
import { Graph } from "../../../src/compute/graph/graph.js";
import { multiply } from "../../../src/compute/graph/operators/elementwise.js";
import { sum } from "../../../src/compute/graph/operators/reduce.js";
import { openSession } from "../../../src/compute/graph/session.js";
import type { Tensor } from "../../../src/compute/graph/tensor.js";
import { createRandom } from "../../../src/compute/random.js";
import { evaluate } from "./reference/evaluate.js";

/** Numbers away from 0, where some operators have a kink. */
export function randomValues(length: number, name: string, low = -2, high = 2): Float32Array {
  const random = createRandom(7, name);
  return Float32Array.from({ length }, () => {
    const value = low + (high - low) * random.uniform();
    return Math.abs(value) < 0.05 ? 0.05 : value;
  });
}

/** Sizes of the operands, and from which range their values are drawn. */
export interface GradientCase {
  readonly shapes: readonly (readonly number[])[];
  readonly low?: number;
  readonly high?: number;
}

/**
 * Checks an operator on random operands: what ONNX Runtime computes against the reference evaluator, and
 * the gradients of a weighted sum of its output against central differences in double precision.
 */
export async function checkGradient(
  build: (operands: readonly Tensor[], graph: Graph) => Tensor,
  { shapes, low, high }: GradientCase,
): Promise<void> {
  const graph = new Graph();
  const operands = shapes.map((shape, at) => {
    const length = shape.reduce((product, size) => product * size, 1);
    return graph.parameter(`x${at}`, shape, randomValues(length, `operand ${at}`, low, high));
  });
  const output = build(operands, graph);
  const [{ sizes, values: reference }] = evaluate(graph, [output], {});
  expect(sizes).toEqual(output.shape);
  const weights = graph.constant(randomValues(reference.length, "weights"), sizes);
  const loss = sum(multiply(output, weights));
  const gradients = differentiate(loss, operands);
  const outputs = Object.fromEntries(gradients.map((tensor, at) => [`d${at}`, tensor]));
  const session = await openSession(graph, { output, loss, ...outputs });
  const feeds = Object.fromEntries(operands.map((x) => [x.name, initialOf(graph, x)]));
  const results = await session.run(feeds, {});
  await session.close();
  // Single precision over sums of some dozens of terms.
  expectClose(results.output as Float32Array, reference, 2e-5);
  const exact = evaluate(graph, gradients, {});
  operands.forEach((operand, at) => {
    const numeric = centralDifferences(graph, loss, operand);
    // Second-order differences with a step of 1e-5 in double precision are right to some 1e-9.
    expectClose(exact[at].values, numeric, 1e-7);
    expectClose(results[`d${at}`] as Float32Array, exact[at].values, 5e-5);
  });
}

function centralDifferences(graph: Graph, loss: Tensor, operand: Tensor): Float64Array {
  const values = Float64Array.from(initialOf(graph, operand));
  const lossAt = (position: number, step: number): number => {
    const moved = values.slice();
    moved[position] += step;
    return evaluate(graph, [loss], { [operand.name]: moved })[0].values[0];
  };
  const step = 1e-5;
  return values.map((_value, at) => (lossAt(at, step) - lossAt(at, -step)) / (2 * step));
}

function initialOf(graph: Graph, tensor: Tensor): Float32Array {
  return graph.parameters.get(tensor.name)!.initial;
}

/** All values within `tolerance`, relative to the largest expected one (1 at least). */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
): void {
  expect(actual.length).toBe(expected.length);
  const scale = Math.max(1, ...Array.from(expected, Math.abs));
  const worst = Math.max(0, ...Array.from(expected, (value, at) => Math.abs(value - actual[at])));
  expect(worst / scale).toBeLessThan(tolerance);
}
