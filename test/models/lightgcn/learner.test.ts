import { describe, expect, it } from "vitest";
import type { ComputePool } from "../../../src/compute/pool/pool.js";
import { createRandom } from "../../../src/compute/random.js";
import { LightGcnLearner, type LearnerSettings } from "../../../src/models/lightgcn/learner.js";
import { positiveTable } from "../../../src/models/shared/positive-table.js";
import { relativeDifference, testPools } from "../../compute/kernels/both-backends.js";
import { fitInput, trainPart } from "../../support/parts.js";

const { twin, compiled } = testPools();
const nUsers = 5;
const nItems = 6;
const nFactors = 3;
const width = 16;
/** User 4 and item 5 have no pair. */
const pairs: [number, number][] = [
  [0, 0],
  [0, 1],
  [1, 1],
  [1, 2],
  [2, 0],
  [2, 3],
  [3, 4],
  [3, 1],
];
const table = positiveTable(fitInput(trainPart(nUsers, nItems, pairs)));
const users = Int32Array.of(0, 1, 1, 3, 2, 0);
const positives = Int32Array.of(1, 1, 2, 4, 3, 0);
const negatives = Int32Array.of(3, 4, 0, 5, 1, 3);

function embeddings(): Float64Array {
  const random = createRandom(1, "embeddings");
  return Float64Array.from({ length: (nUsers + nItems) * nFactors }, () =>
    Math.fround(random.normal()),
  );
}

function slope(pool: ComputePool, settings: LearnerSettings, values: Float64Array) {
  const workspace = pool.workspace();
  const learner = new LightGcnLearner(workspace, pool, table, settings, users.length);
  values.forEach((value, at) => {
    learner.embeddings[Math.floor(at / nFactors) * width + (at % nFactors)] = value;
  });
  const samples = {
    users: workspace.copyOf(users),
    positives: workspace.copyOf(positives),
    negatives: workspace.copyOf(negatives),
  };
  const { loss, gradient } = learner.addGradient(samples);
  const own = values.map(
    (_value, at) => gradient[Math.floor(at / nFactors) * width + (at % nFactors)],
  );
  const padding = gradient.filter((_value, at) => at % width >= nFactors);
  workspace.release();
  expect(padding.every((value) => value === 0)).toBe(true);
  return { loss: loss / users.length, gradient: own };
}

/** The mean loss of the batch from the paper's equations, in double precision. */
function meanLoss({ layers, decay }: LearnerSettings, start: Float64Array): number {
  const nNodes = nUsers + nItems;
  const edges = pairs.map(([user, item]) => [user, nUsers + item]);
  const degree = new Float64Array(nNodes);
  for (const edge of edges) for (const node of edge) degree[node]++;
  let layer = start.slice();
  const mean = start.map((value) => value / (layers + 1));
  for (let done = 0; done < layers; done++) {
    const next = new Float64Array(start.length);
    for (const [a, b] of edges) {
      for (const [to, from] of [
        [a, b],
        [b, a],
      ]) {
        for (let at = 0; at < nFactors; at++) {
          next[to * nFactors + at] +=
            layer[from * nFactors + at] / Math.sqrt(degree[a] * degree[b]);
        }
      }
    }
    layer = next;
    layer.forEach((value, at) => (mean[at] += value / (layers + 1)));
  }
  const row = (of: Float64Array, node: number): Float64Array =>
    of.subarray(node * nFactors, (node + 1) * nFactors);
  const squares = [0, 0, 0];
  let loss = 0;
  for (let sample = 0; sample < users.length; sample++) {
    const nodes = [users[sample], nUsers + positives[sample], nUsers + negatives[sample]];
    const [u, p, n] = nodes.map((node) => row(mean, node));
    const margin = u.reduce((sum, value, at) => sum + value * (p[at] - n[at]), 0);
    loss += Math.log1p(Math.exp(-margin));
    nodes.forEach((node, kind) => {
      for (const value of row(start, node)) squares[kind] += value * value;
    });
  }
  const sizes = squares.map((sum) => (decay.form === "squared" ? sum / 2 : Math.sqrt(sum)));
  return (loss + decay.regularisation * (sizes[0] + sizes[1] + sizes[2])) / users.length;
}

describe("the gradient of LightGCN", () => {
  const forms = ["squared", "norm"] as const;
  const cases = forms.flatMap((form) => [1, 2, 3, 4].map((layers) => [layers, form] as const));

  it.each(cases)("is that of its loss by central differences, %i layers, %s", (layers, form) => {
    const settings = { nFactors, layers, learningRate: 0.1, decay: { regularisation: 0.2, form } };
    const values = embeddings();
    const numeric = values.map((value, at) => {
      const moved = (by: number): number => {
        const other = values.slice();
        other[at] = value + by;
        return meanLoss(settings, other);
      };
      return (moved(1e-5) - moved(-1e-5)) / 2e-5;
    });
    for (const pool of [twin, ...compiled]) {
      const { loss, gradient } = slope(pool, settings, values);
      expect(loss).toBeCloseTo(meanLoss(settings, values), 5);
      // Single precision against double.
      expect(relativeDifference(gradient, numeric)).toBeLessThan(1e-5);
    }
  });
});
