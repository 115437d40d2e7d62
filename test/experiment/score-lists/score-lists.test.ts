import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/compute/index.js";
import {
  recommend,
  runExperiment,
  scoreLists,
  type NamedLists,
} from "../../../src/experiment/index.js";
import type { Dataset, Split } from "../../../src/data/index.js";
import { datasetFromParts } from "../../../src/data/split/from-parts.js";
import { codeOf } from "../../cli/support/code-of.js";
import { datasetOf, type Row } from "../../support/dataset-of.js";
import { campDataset, campSplit } from "../../support/experiment-data.js";

/** User u0 has i0 in train and i1 in test; u1 has i1 in train and i0, i2 in test; i3 is in train of u2. */
function smallSplit(): { dataset: Dataset; split: Split } {
  const part = (rows: readonly Row[], name: string): Dataset => datasetOf(rows, { name });
  const train = part([[0, 0, 5], [1, 1, 3], [2, 3, 4]], "train"); // prettier-ignore
  const test = part([[0, 1, 4], [1, 0, 2], [1, 2, 5]], "test"); // prettier-ignore
  const facts = { name: "small", ratingScale: { minimum: 1, maximum: 5, step: 1 } };
  return datasetFromParts({ train, test }, facts);
}

function listsOf(lists: Record<string, string[]>): NamedLists {
  return { name: "lists.tsv", itemsOf: new Map(Object.entries(lists)) };
}

describe("scoring lists of any tool", () => {
  const { dataset, split } = smallSplit();
  const score = (
    lists: Record<string, string[]>,
    metrics: string[],
    topK = [2],
  ): ReturnType<typeof scoreLists> => scoreLists(listsOf(lists), { dataset, split, metrics, topK });

  it("has the values of the formulas", () => {
    const { metrics, units } = score({ u0: ["i2", "i1"], u1: ["i0", "i3"] }, [
      "ndcg",
      "recall",
      "precision",
      "map",
      "mrr",
      "hit-rate@1",
    ]);
    expect(Array.from(units.userIndex, (user) => dataset.users.idOf(user))).toEqual(["u0", "u1"]);
    const second = 1 / Math.log2(3);
    expect(Array.from(units.values["ndcg@2"])).toEqual([second, 1 / (1 + second)]);
    expect(Array.from(units.values["recall@2"])).toEqual([1, 0.5]);
    expect(Array.from(units.values["precision@2"])).toEqual([0.5, 0.5]);
    expect(Array.from(units.values["map@2"])).toEqual([0.5, 0.5]);
    expect(Array.from(units.values["mrr@2"])).toEqual([0.5, 1]);
    expect(Array.from(units.values["hit-rate@1"])).toEqual([0, 1]);
    expect(metrics["recall@2"]).toMatchObject({ mean: 0.75, n: 2 });
    expect(Object.keys(metrics)).not.toContain("hit-rate@2");
  });

  it("takes the test rating as grade", () => {
    const { units } = score({ u0: ["i1"], u1: ["i0", "i2"] }, ["ndcg-linear"]);
    const [first, second] = [1, 1 / Math.log2(3)];
    const ideal = 5 * first + 2 * second;
    expect(units.values["ndcg-linear@2"][1]).toBeCloseTo((2 * first + 5 * second) / ideal, 12);
  });

  it("counts a user without a list as an empty one, and lists that nobody asked for not at all", () => {
    const lists = { u0: ["i1"], u2: ["i0"], stranger: ["i1"] };
    const { metrics, ...counts } = score(lists, ["recall"]);
    expect(metrics["recall@2"].mean).toBe(0.5);
    expect(counts).toMatchObject({ usersWithoutList: 1, listsWithoutTest: 2, unknownItems: 0 });
  });

  it("lets unknown and seen items take their places as misses", () => {
    const lists = { u0: ["what", "i0", "i1"], u1: ["what", "else", "i0"] };
    const { units, unknownItems, seenItems } = score(lists, ["mrr", "recall"], [2, 3]);
    expect([unknownItems, seenItems]).toEqual([2, 1]);
    expect(Array.from(units.values["mrr@3"])).toEqual([1 / 3, 1 / 3]);
    expect(Array.from(units.values["recall@2"])).toEqual([0, 0]);
  });

  it("gives auc where every list is complete, or when asked for, with halves behind the end", () => {
    const complete = { u0: ["i2", "i1", "i3"], u1: ["i0", "i3", "i2"] };
    const standard = { dataset, split };
    const full = scoreLists(listsOf(complete), standard);
    expect(full.isComplete).toBe(true);
    expect(Array.from(full.units.values["auc"])).toEqual([0.5, 0.5]);
    expect(Object.keys(full.metrics)).toHaveLength(6 * 3 + 1);
    const short = { u0: ["i2"], u1: ["i0"] };
    expect(Object.keys(scoreLists(listsOf(short), standard).metrics)).not.toContain("auc");
    const { units, isComplete } = score(short, ["auc"]);
    expect(isComplete).toBe(false);
    // u0: i1 is behind i2, and ties with i3; u1: i0 is ahead of i3, and i2 ties with it.
    expect(Array.from(units.values["auc"])).toEqual([0.25, 0.75]);
  });

  it("counts another user's unknown item in nobody else's auc", () => {
    const complete = { u0: ["i1", "i2", "i3", "what"], u1: ["i0", "i3", "i2"] };
    expect(Array.from(score(complete, ["auc"]).units.values["auc"])).toEqual([1, 0.5]);
  });

  it.each([
    [{ stranger: ["i0"] }, "E_LIST_IDS"],
    [{ u0: ["0", "1"], u1: ["2"] }, "E_LIST_IDS"],
    [{ u0: [] }, "E_LIST_IDS"],
    [{}, "E_LIST_IDS"],
  ])("refuses lists with ids of another world: %j", (lists, code) => {
    expect(codeOf(() => score(lists as Record<string, string[]>, ["recall"]))).toBe(code);
  });

  it("refuses metrics that are not", () => {
    expect(codeOf(() => score({ u0: ["i1"] }, ["rmse"]))).toBe("E_METRIC_NAME");
    expect(codeOf(() => score({ u0: ["i1"] }, ["ndcg@0"]))).toBe("E_METRIC_NAME");
    expect(codeOf(() => score({ u0: ["i1"] }, ["auc@5"]))).toBe("E_METRIC_NAME");
  });
});

describe("lists of a run", () => {
  const dataset = campDataset();
  const split = campSplit(dataset);

  it("get the values and intervals of the run", async () => {
    const metrics = ["ndcg", "ndcg-exponential", "recall", "map-all", "auc", "implicit-auc"];
    const options = { dataset, split, metrics, topK: [3, 40], seed: 5 };
    const run = await runExperiment({ ...options, model: "item-knn", store: false });
    const lists = await recommend({
      model: await run.model(),
      seen: [split.train, split.valid],
      users: run.units.userIndex,
      topK: dataset.nItems,
    });
    const itemsOf = new Map(
      lists.map(({ userIndex, items }) => [
        dataset.users.idOf(userIndex),
        items.map(({ itemIndex }) => dataset.items.idOf(itemIndex)),
      ]),
    );
    const scores = scoreLists({ name: "run", itemsOf }, options);
    expect(scores.isComplete).toBe(true);
    expect(scores.metrics).toEqual(run.record.metrics);
    expect(scores.units.values).toEqual(run.units.values);
  });

  it("keep their values when users come in another order and unasked items are added behind K", () => {
    const random = createRandom(1, "test/lists");
    const itemIds = dataset.items.ids;
    const entries = dataset.users.ids.map((user) => {
      const shuffled = itemIds
        .map((item) => [random.uniform(), item] as const)
        .sort(([one], [other]) => one - other)
        .map(([, item]) => item);
      return [user, shuffled] as const;
    });
    const options = { dataset, split, metrics: ["ndcg", "map", "mrr"], topK: [5] };
    const whole = scoreLists({ name: "whole", itemsOf: new Map(entries) }, options);
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 40 }), fc.boolean(), (length, isReversed) => {
        const cut = entries.map(([user, items]) => [user, items.slice(0, length)] as const);
        const itemsOf = new Map(isReversed ? cut.reverse() : cut);
        const scores = scoreLists({ name: "cut", itemsOf }, options);
        expect(scores.metrics).toEqual(whole.metrics);
      }),
      { numRuns: 20 },
    );
  });
});
