import { describe, it } from "vitest";
import type { Graph } from "../../../../src/compute/graph/graph.js";
import * as activations from "../../../../src/compute/graph/operators/activations.js";
import * as elementwise from "../../../../src/compute/graph/operators/elementwise.js";
import { gather, pick, scatterAdd } from "../../../../src/compute/graph/operators/gather.js";
import * as losses from "../../../../src/compute/graph/operators/losses.js";
import * as normalise from "../../../../src/compute/graph/operators/normalise.js";
import { matMul } from "../../../../src/compute/graph/operators/products.js";
import { maximum, mean, repeatTo, sum } from "../../../../src/compute/graph/operators/reduce.js";
import {
  concat,
  pad,
  reshape,
  slice,
  transpose,
} from "../../../../src/compute/graph/operators/shape.js";
import type { Tensor } from "../../../../src/compute/graph/tensor.js";
import { checkGradient, type GradientCase } from "../check-gradient.js";

type Build = (operands: readonly Tensor[], graph: Graph) => Tensor;
type Named = readonly [name: string, build: Build, ...shapes: (readonly number[])[]];

const whole = (graph: Graph, values: readonly number[], shape = [values.length]): Tensor =>
  graph.constant(BigInt64Array.from(values, BigInt), shape);

const cases: readonly Named[] = [
  ["add", ([a, b]) => elementwise.add(a, b), [3, 1, 4], [2, 1]],
  ["subtract", ([a, b]) => elementwise.subtract(a, b), [4], [3, 4]],
  ["multiply", ([a, b]) => elementwise.multiply(a, b), [2, 3], [2, 1]],
  ["multiply by a number", ([a]) => elementwise.multiply(a, -1.5), [2, 3]],
  ["divide", ([a, b]) => elementwise.divide(a, b), [2, 3], [3]],
  ["the same operand twice", ([a]) => elementwise.multiply(a, elementwise.add(a, a)), [5]],
  ["negate", ([a]) => elementwise.negate(a), [5]],
  ["exp", ([a]) => elementwise.exp(a), [2, 3]],
  ["square", ([a]) => elementwise.square(a), [2, 3]],
  ["abs", ([a]) => elementwise.abs(a), [2, 5]],
  ["erf", ([a]) => elementwise.erf(a), [2, 5]],
  ["select", ([a, b]) => elementwise.select(elementwise.greater(a, b), a, b), [2, 3], [3]],
  ["relu", ([a]) => activations.relu(a), [3, 4]],
  ["leakyRelu", ([a]) => activations.leakyRelu(a, 0.2), [3, 4]],
  ["tanh", ([a]) => activations.tanh(a), [3, 4]],
  ["sigmoid", ([a]) => activations.sigmoid(a), [3, 4]],
  ["softplus", ([a]) => activations.softplus(a), [3, 4]],
  ["logSigmoid", ([a]) => activations.logSigmoid(a), [3, 4]],
  ["gelu", ([a]) => activations.gelu(a), [3, 4]],
  ["matMul", ([a, b]) => matMul(a, b), [2, 3], [3, 4]],
  ["matMul of batches", ([a, b]) => matMul(a, b), [2, 5, 2, 3], [2, 1, 3, 4]],
  ["matMul with a shared matrix", ([a, b]) => matMul(a, b), [4, 2, 3], [3, 5]],
  ["sum", ([a]) => sum(a, { axes: [1] }), [2, 3, 2]],
  ["sum of all", ([a]) => sum(a), [2, 3]],
  ["mean", ([a]) => mean(a, { axes: [-1], keepAxes: true }), [2, 3]],
  ["maximum", ([a]) => maximum(a, { axes: [-1] }), [3, 4]],
  ["repeatTo", ([a, b]) => elementwise.multiply(repeatTo(a, b), b), [1, 3], [4, 3]],
  ["reshape", ([a]) => reshape(a, [3, 4]), [2, 6]],
  ["transpose", ([a]) => transpose(a, [2, 0, 1]), [2, 3, 4]],
  ["concat", ([a, b]) => concat([a, b, a], -1), [2, 3], [2, 1]],
  ["slice", ([a]) => slice(a, 1, 1, 3), [2, 4]],
  ["pad", ([a]) => pad(a, 0, 1, 2), [2, 3]],
  ["gather", ([a], graph) => gather(a, whole(graph, [2, 0, 2, 1], [2, 2])), [3, 2]],
  [
    "scatterAdd",
    ([a], graph) =>
      scatterAdd(graph.constant(new Float32Array(8), [4, 2]), whole(graph, [1, 1, 0]), a),
    [3, 2],
  ],
  ["pick", ([a], graph) => pick(a, whole(graph, [2, 0])), [2, 3]],
  ["softmax", ([a]) => normalise.softmax(a), [2, 3, 4]],
  ["logSoftmax", ([a]) => normalise.logSoftmax(a), [3, 4]],
  ["logSumExp", ([a]) => normalise.logSumExp(a), [3, 4]],
  ["layerNorm", ([a, b, c]) => normalise.layerNorm(a, b, c), [2, 3, 5], [5], [5]],
  ["unitLength", ([a]) => normalise.unitLength(a), [3, 4]],
  ["cosine", ([a, b]) => normalise.cosine(a, b), [3, 4], [3, 4]],
  ["meanSquaredError", ([a, b]) => losses.meanSquaredError(a, b), [6], [6]],
  ["crossEntropy", ([a], graph) => losses.crossEntropy(a, whole(graph, [2, 0, 1])), [3, 4]],
  ["pairwiseLoss", ([a, b]) => losses.pairwiseLoss(a, b), [6], [6]],
  [
    "contrastiveLoss",
    ([a, b], graph) => losses.contrastiveLoss(a, b, whole(graph, [0, 1, 2]), 0.2),
    [3, 4],
    [3, 4],
  ],
  ["halfSquares", ([a]) => losses.halfSquares(a), [3, 4]],
];

describe("operators agree with their definitions, and their gradients with central differences", () => {
  it.each(cases)("%s", async (_name, build, ...shapes) => {
    await checkGradient(build, { shapes });
  });

  const positive: GradientCase = { shapes: [[2, 3]], low: 0.2, high: 3 };
  it("log", () => checkGradient(([a]) => elementwise.log(a), positive));
  it("sqrt", () => checkGradient(([a]) => elementwise.sqrt(a), positive));
  it("softplus far from 0", () =>
    checkGradient(([a]) => activations.softplus(a), { shapes: [[8]], low: -60, high: 60 }));
});
