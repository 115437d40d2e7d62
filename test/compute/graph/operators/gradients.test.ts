import { describe, it } from "vitest";
import type { Graph } from "../../../../src/compute/graph/graph.js";
import * as activations from "../../../../src/compute/graph/operators/activations.js";
import { convolve, maxPool } from "../../../../src/compute/graph/operators/convolve.js";
import * as elementwise from "../../../../src/compute/graph/operators/elementwise.js";
import {
  gather,
  gatherAlong,
  pick,
  scatterAdd,
  topK,
} from "../../../../src/compute/graph/operators/gather.js";
import * as losses from "../../../../src/compute/graph/operators/losses.js";
import * as normalise from "../../../../src/compute/graph/operators/normalise.js";
import { matMul } from "../../../../src/compute/graph/operators/products.js";
import { maximum, mean, repeatTo, sum } from "../../../../src/compute/graph/operators/reduce.js";
import {
  concat,
  expandAxis,
  pad,
  reshape,
  slice,
  squeezeAxis,
  transpose,
} from "../../../../src/compute/graph/operators/shape.js";
import type { Tensor } from "../../../../src/compute/graph/tensor.js";
import { checkGradient, type GradientCase } from "../check-gradient.js";

type Build = (operands: readonly Tensor[], graph: Graph) => Tensor;
interface Named {
  readonly name: string;
  readonly build: Build;
  readonly shapes: readonly (readonly number[])[];
}

function named(name: string, build: Build, ...shapes: (readonly number[])[]): Named {
  return { name, build, shapes };
}

const whole = (graph: Graph, values: readonly number[], shape = [values.length]): Tensor =>
  graph.constant(BigInt64Array.from(values, BigInt), shape);

const cases: readonly Named[] = [
  named("add", ([a, b]) => elementwise.add(a, b), [3, 1, 4], [2, 1]),
  named("subtract", ([a, b]) => elementwise.subtract(a, b), [4], [3, 4]),
  named("multiply", ([a, b]) => elementwise.multiply(a, b), [2, 3], [2, 1]),
  named("multiply by a number", ([a]) => elementwise.multiply(a, -1.5), [2, 3]),
  named("divide", ([a, b]) => elementwise.divide(a, b), [2, 3], [3]),
  named("the same operand twice", ([a]) => elementwise.multiply(a, elementwise.add(a, a)), [5]),
  named("negate", ([a]) => elementwise.negate(a), [5]),
  named("exp", ([a]) => elementwise.exp(a), [2, 3]),
  named("square", ([a]) => elementwise.square(a), [2, 3]),
  named("abs", ([a]) => elementwise.abs(a), [2, 5]),
  named("erf", ([a]) => elementwise.erf(a), [2, 5]),
  named("select", ([a, b]) => elementwise.select(elementwise.greater(a, b), a, b), [2, 3], [3]),
  named("relu", ([a]) => activations.relu(a), [3, 4]),
  named("leakyRelu", ([a]) => activations.leakyRelu(a, 0.2), [3, 4]),
  named("tanh", ([a]) => activations.tanh(a), [3, 4]),
  named("sigmoid", ([a]) => activations.sigmoid(a), [3, 4]),
  named("softplus", ([a]) => activations.softplus(a), [3, 4]),
  named("logSigmoid", ([a]) => activations.logSigmoid(a), [3, 4]),
  named("gelu", ([a]) => activations.gelu(a), [3, 4]),
  named("matMul", ([a, b]) => matMul(a, b), [2, 3], [3, 4]),
  named("matMul of batches", ([a, b]) => matMul(a, b), [2, 5, 2, 3], [2, 1, 3, 4]),
  named("matMul with a shared matrix", ([a, b]) => matMul(a, b), [4, 2, 3], [3, 5]),
  named("sum", ([a]) => sum(a, { axes: [1] }), [2, 3, 2]),
  named("sum of all", ([a]) => sum(a), [2, 3]),
  named("mean", ([a]) => mean(a, { axes: [-1], keepAxes: true }), [2, 3]),
  named("maximum", ([a]) => maximum(a, { axes: [-1] }), [3, 4]),
  named("repeatTo", ([a, b]) => elementwise.multiply(repeatTo(a, b), b), [1, 3], [4, 3]),
  named("reshape", ([a]) => reshape(a, [3, 4]), [2, 6]),
  named("transpose", ([a]) => transpose(a, [2, 0, 1]), [2, 3, 4]),
  named("concat", ([a, b]) => concat([a, b, a], -1), [2, 3], [2, 1]),
  named("slice", ([a]) => slice(a, 1, 1, 3), [2, 4]),
  named("pad", ([a]) => pad(a, 0, 1, 2), [2, 3]),
  named("gather", ([a], graph) => gather(a, whole(graph, [2, 0, 2, 1], [2, 2])), [3, 2]),
  named(
    "scatterAdd",
    ([a], graph) =>
      scatterAdd(graph.constant(new Float32Array(8), [4, 2]), whole(graph, [1, 1, 0]), a),
    [3, 2],
  ),
  named("pick", ([a], graph) => pick(a, whole(graph, [2, 0])), [2, 3]),
  named(
    "gatherAlong, an index twice",
    ([a], graph) => gatherAlong(a, whole(graph, [2, 0, 2, 1, 1, 1], [2, 3]), 1),
    [2, 4],
  ),
  named(
    "gatherAlong of vectors",
    ([a], graph) => gatherAlong(a, whole(graph, [2, 0, 0, 1, 1, 2, 1, 0], [2, 4, 1]), 1),
    [2, 3, 2],
  ),
  named("values of topK by their indices", ([a]) => gatherAlong(a, topK(a, 2).indices, -1), [3, 5]),
  named("expandAxis", ([a]) => expandAxis(a, 1), [2, 3]),
  named("expandAxis at the end", ([a]) => expandAxis(a, -1), [2, 3]),
  named("squeezeAxis", ([a]) => squeezeAxis(a, -2), [2, 1, 3]),
  named("softmax along the first axis", ([a]) => normalise.softmax(a, 0), [3, 2, 2]),
  named("logSoftmax along the middle axis", ([a]) => normalise.logSoftmax(a, 1), [2, 3, 2]),
  named("logSumExp along the middle axis", ([a]) => normalise.logSumExp(a, -2), [2, 3, 2]),
  named("unitLength along the first axis", ([a]) => normalise.unitLength(a, 1e-12, 0), [3, 4]),
  named("square by power", ([a]) => elementwise.power(a, 2), [3, 4]),
  named("third power", ([a]) => elementwise.power(a, 3), [3, 4]),
  named("power 0", ([a]) => elementwise.power(a, 0), [3]),
  named("inverse by power", ([a]) => elementwise.power(a, -1), [3, 4]),
  named("softmax", ([a]) => normalise.softmax(a), [2, 3, 4]),
  named("logSoftmax", ([a]) => normalise.logSoftmax(a), [3, 4]),
  named("logSumExp", ([a]) => normalise.logSumExp(a), [3, 4]),
  named("layerNorm", ([a, b, c]) => normalise.layerNorm(a, b, c), [2, 3, 5], [5], [5]),
  named("unitLength", ([a]) => normalise.unitLength(a), [3, 4]),
  named("cosine", ([a, b]) => normalise.cosine(a, b), [3, 4], [3, 4]),
  named("convolve along a line", ([a, b]) => convolve(a, b), [2, 3, 6], [2, 3, 3]),
  named(
    "convolve with stride, padding and a rest",
    ([a, b]) => convolve(a, b, { stride: 3, padding: 1 }),
    [2, 2, 9],
    [3, 2, 3],
  ),
  named("convolve with a window of 1", ([a, b]) => convolve(a, b), [1, 2, 3], [2, 2, 1]),
  named(
    "convolve over a plane",
    ([a, b]) => convolve(a, b, { padding: 1 }),
    [2, 2, 4, 3],
    [2, 2, 3, 3],
  ),
  named(
    "convolve over a plane with stride and unequal sizes",
    ([a, b]) => convolve(a, b, { stride: 2, padding: 1 }),
    [1, 2, 5, 6],
    [2, 2, 3, 2],
  ),
  named("maxPool along a line", ([a]) => maxPool(a, 3), [2, 2, 6]),
  named("maxPool over a plane", ([a]) => maxPool(a, 2), [2, 2, 4, 2]),
  named("meanSquaredError", ([a, b]) => losses.meanSquaredError(a, b), [6], [6]),
  named("crossEntropy", ([a], graph) => losses.crossEntropy(a, whole(graph, [2, 0, 1])), [3, 4]),
  named("pairwiseLoss", ([a, b]) => losses.pairwiseLoss(a, b), [6], [6]),
  named(
    "contrastiveLoss",
    ([a, b], graph) => losses.contrastiveLoss(a, b, whole(graph, [0, 1, 2]), 0.2),
    [3, 4],
    [3, 4],
  ),
  named(
    "inBatchContrastiveLoss",
    ([a, b]) => losses.inBatchContrastiveLoss(a, b, 0.2),
    [3, 4],
    [3, 4],
  ),
  named("halfSquares", ([a]) => losses.halfSquares(a), [3, 4]),
];

describe("operators agree with their definitions, and their gradients with central differences", () => {
  it.each(cases)("$name", ({ build, shapes }) => checkGradient(build, { shapes }));

  const positive: GradientCase = { shapes: [[2, 3]], low: 0.2, high: 3 };
  it("layerNorm with a whole epsilon", () =>
    checkGradient(([a, b, c]) => normalise.layerNorm(a, b, c, 1), { shapes: [[2, 3], [3], [3]] }));
  it("log", () => checkGradient(([a]) => elementwise.log(a), positive));
  it("sqrt", () => checkGradient(([a]) => elementwise.sqrt(a), positive));
  it("power .3", () => checkGradient(([a]) => elementwise.power(a, 0.3), positive));
  it("softplus far from 0", () =>
    checkGradient(([a]) => activations.softplus(a), { shapes: [[8]], low: -60, high: 60 }));
});
