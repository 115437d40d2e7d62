import { describe, expect, test } from "vitest";
import { differentiate, Graph, openSession } from "../../../src/compute/graph/index.js";
import { sparseFromTriples } from "../../../src/compute/sparse.js";
import { alignable, alignmentBatches } from "../../../src/models/elrfaey/alignment-batches.js";
import { elrfaey } from "../../../src/models/elrfaey/elrfaey.js";
import { alignmentLoss, supervisedLoss } from "../../../src/models/elrfaey/losses.js";
import { learners, pairBatches, type PairData } from "../../../src/models/elrfaey/pairs.js";
import { readElrfaeySettings, type ElrfaeySettings } from "../../../src/models/elrfaey/settings.js";
import { evaluate } from "../../compute/graph/reference/evaluate.js";
import { filmTokens, small, train } from "./films.js";
import { dense, dot, unit } from "./reference.js";

const settings = (config: Partial<ElrfaeySettings>): ElrfaeySettings =>
  readElrfaeySettings({ ...elrfaey.defaults, ...small, ...config });

const { userIndex, itemIndex, nRows } = train.interactions;
const byUser = sparseFromTriples(4, 5, userIndex, itemIndex, new Float32Array(nRows).fill(1));
const byItem = sparseFromTriples(5, 4, itemIndex, userIndex, new Float32Array(nRows).fill(1));

const data: PairData = {
  items: filmTokens(),
  byUser,
  hasVector: Uint8Array.of(1, 1, 1, 1, 0),
  canBeNegative: Uint8Array.of(1, 1, 1, 1, 0),
  seed: 1,
};

/** The loss of the first batch, and the parameters that it is of. */
async function supervised(config: Partial<ElrfaeySettings>, own: PairData = data) {
  const graph = new Graph();
  const all = settings(config);
  const loss = supervisedLoss({ graph, seed: 1, isTraining: true }, own.items, all);
  const [batch] = pairBatches(own, learners(own), all, 1);
  const parameters = Object.fromEntries(
    [...graph.parameters].map(([name, { initial }]) => [name, initial]),
  );
  const session = await openSession(graph, { loss });
  const results = await session.run({ ...batch.feeds, ...parameters }, batch.sizes);
  await session.close();
  return { graph, loss, batch, parameters, value: Number(results.loss[0]) };
}

const softplus = (x: number): number => Math.log(1 + Math.exp(x));
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The five films by their text alone; film 2 and 4 have none. */
function textVectors(parameters: Readonly<Record<string, Float32Array>>): number[][] {
  const rows = [[0.6, 0.8], [1, 0], undefined, [0, -1], undefined];
  return rows.map((x) =>
    x === undefined ? [0, 0, 0, 0] : unit(dense(x, parameters, "projection text/dense")),
  );
}

describe("supervised", () => {
  // By text, user 0 learns from films 0 and 1, user 1 from films 1 and 3; each left out, one is the profile.
  const pairs = [
    { positive: 0, profile: 1, others: [3] },
    { positive: 1, profile: 0, others: [3] },
    { positive: 1, profile: 3, others: [0] },
    { positive: 3, profile: 1, others: [0] },
  ];
  const withText = Uint8Array.of(1, 1, 0, 1, 0);
  const ofText: PairData = { ...data, hasVector: withText, canBeNegative: withText };

  test("softmax: the profile leaves the target out, and own films are no negatives", async () => {
    const config = { variant: "text", temperature: 0.5, negatives: 3 } as const;
    const { parameters, value } = await supervised(config, ofText);
    const e = textVectors(parameters);
    const losses = pairs.map(({ positive, profile, others }) => {
      const score = (item: number): number => Math.exp(dot(e[profile], e[item]) / 0.5);
      const sum = others.reduce((total, other) => total + score(other), score(positive));
      return -Math.log(score(positive) / sum);
    });
    // Single precision, and 1e-6 under the root of a profile's length.
    expect(value).toBeCloseTo(mean(losses), 5);
  });

  test("bpr: -log sigmoid(s_i - s_j), the negative outside the history", async () => {
    const { parameters, value } = await supervised({ variant: "text", loss: "bpr" }, ofText);
    const e = textVectors(parameters);
    // Each user has one film with a text left that is not theirs.
    const losses = pairs.map(({ positive, profile, others: [other] }) =>
      softplus(dot(e[profile], e[other]) - dot(e[profile], e[positive])),
    );
    expect(value).toBeCloseTo(mean(losses), 5);
  });

  test.each([
    ["fused", "softmax"],
    ["late-average", "softmax"],
    ["concat", "softmax"],
    ["gated", "bpr"],
  ] as const)("the gradient is that of the loss: %s, %s", async (variant, loss) => {
    const made = await supervised({ variant, loss, embeddingSize: 2, heads: 1 });
    const { graph, batch } = made;
    const targets = [...graph.parameters.values()];
    const gradients = differentiate(
      made.loss,
      targets.map(({ tensor }) => tensor),
    );
    const feeds = batch.feeds as Readonly<Record<string, ArrayLike<number>>>;
    const exact = evaluate(graph, gradients, feeds, batch.sizes);
    const lossAt = (name: string, values: Float64Array): number =>
      evaluate(graph, [made.loss], { ...feeds, [name]: values }, batch.sizes)[0].values[0];
    targets.forEach(({ tensor, initial }, at) => {
      // One number of each parameter; step 1e-5 in double precision is right to some 1e-8.
      const place = initial.length - 1;
      const moved = (step: number): number => {
        const values = Float64Array.from(initial);
        values[place] += step;
        return lossAt(tensor.name, values);
      };
      const numeric = (moved(1e-5) - moved(-1e-5)) / 2e-5;
      expect(exact[at].values[place]).toBeCloseTo(numeric, 6);
    });
  });

  test("only items that may be negatives are drawn as such", () => {
    for (const loss of ["softmax", "bpr"] as const) {
      const own = { ...data, canBeNegative: Uint8Array.of(1, 1, 0, 0, 0) };
      const [{ feeds, sizes }] = pairBatches(own, Int32Array.of(1), settings({ loss }), 1);
      // User 1 has films 1 and 3: with film 0 they are all that the batch is about.
      expect(sizes.items).toBe(3);
      const drawn = feeds[loss === "bpr" ? "pair/negative" : "candidates"] as Int32Array;
      expect([...new Set(drawn)].sort()).toEqual(loss === "bpr" ? [0] : [0, 1]);
    }
  });

  test("users with one film teach nothing; of the others so many films an epoch", () => {
    expect([...learners(data)]).toEqual([0, 1]);
    const one = settings({ positivesPerUser: 1 });
    const batches = [...pairBatches(data, learners(data), one, 1)];
    expect(batches.map(({ sizes }) => [sizes.users, sizes.pairs])).toEqual([[2, 2]]);
    const each = settings({ batchSize: 1 });
    const sizes = [...pairBatches(data, learners(data), each, 1)].map((batch) => batch.sizes.pairs);
    expect(sizes.sort()).toEqual([2, 3]);
  });
});

describe("alignment", () => {
  test("only films with both sides and a training row", () => {
    expect([...alignable(filmTokens(), { byItem })]).toEqual([0, 1]);
    const without = sparseFromTriples(5, 4, Int32Array.of(1), Int32Array.of(0), Float32Array.of(1));
    expect([...alignable(filmTokens(), { byItem: without })]).toEqual([1]);
  });

  test("batches share the films evenly, each once", () => {
    const rows = Int32Array.of(0, 1, 2, 3, 0);
    const batches = [...alignmentBatches(filmTokens(), rows, 3, 1, 1)];
    expect(batches.map(({ sizes }) => sizes.items)).toEqual([2, 3]);
    const fewer = [...alignmentBatches(filmTokens(), rows.subarray(0, 3), 2, 1, 1)];
    expect(fewer.map(({ sizes }) => sizes.items)).toEqual([3]);
  });

  async function aligned(config: Partial<ElrfaeySettings>): Promise<number> {
    const graph = new Graph();
    const items = filmTokens();
    const all = settings(config);
    const loss = alignmentLoss({ graph, seed: 1, isTraining: true }, items, all);
    const [batch] = alignmentBatches(items, Int32Array.of(0, 1), 2, 1, 1);
    const parameters = Object.fromEntries(
      [...graph.parameters].map(([name, { initial }]) => [name, initial]),
    );
    const session = await openSession(graph, { loss });
    const feeds = { ...batch.feeds, ...parameters };
    const results = await session.run(feeds, batch.sizes);
    await session.close();
    return Number(results.loss[0]);
  }

  test("InfoNCE both ways between W t and W v of one film", async () => {
    const graph = new Graph();
    const all = settings({ variant: "late-average", regime: "alignment", temperature: 0.5 });
    alignmentLoss({ graph, seed: 1, isTraining: true }, filmTokens(), all);
    const of = (name: string): Float32Array => graph.parameters.get(name)!.initial;
    const parameters = {
      "projection text/dense/weight": of("projection text/dense/weight"),
      "projection image/dense/weight": of("projection image/dense/weight"),
    };
    const t = [
      [0.6, 0.8],
      [1, 0],
    ].map((x) => unit(dense(x, parameters, "projection text/dense")));
    const w = (x: readonly number[]) => dense(x, parameters, "projection image/dense");
    const poster = w([1, 0, 0]).map((value, at) => (value + w([0, 1, 0])[at]) / 2);
    const v = [unit(poster), unit(w([0, 1, 0]))];
    const direction = (a: number[][], b: number[][]): number =>
      mean(a.map((x, at) => softplus((dot(x, b[1 - at]) - dot(x, b[at])) / 0.5)));
    const expected = (direction(t, v) + direction(v, t)) / 2;
    const value = await aligned({ variant: "late-average", regime: "alignment", temperature: 0.5 });
    expect(value).toBeCloseTo(expected, 5);
  });

  test("apart, the image side does not see the text; joint, it does", async () => {
    const graph = new Graph();
    alignmentLoss(
      { graph, seed: 1, isTraining: true },
      filmTokens(),
      settings({ regime: "alignment", alignOn: "apart" }),
    );
    const names = [...graph.parameters.keys()];
    expect(names.some((name) => name.startsWith("text side/attention"))).toBe(false);
    expect(names.some((name) => name.startsWith("image side/attention"))).toBe(true);
    const joint = await aligned({ regime: "alignment", alignOn: "joint" });
    const apart = await aligned({ regime: "alignment", alignOn: "apart" });
    expect(joint).not.toBeCloseTo(apart, 4);
  });
});
