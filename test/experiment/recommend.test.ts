import { describe, expect, it } from "vitest";
import { recommend, recommendationLists, runExperiment } from "../../src/experiment/index.js";
import { campDataset, campSplit } from "../support/experiment-data.js";
import { trainPart } from "../support/parts.js";
import { stubPredictor, stubRecommender } from "../support/stub-models.js";

const train = trainPart(3, 6, [
  [0, 5],
  [0, 1],
  [1, 0],
]);
const valid = { ...trainPart(3, 6, [[0, 4]]), kind: "valid" as const };
const model = stubRecommender(6, (_user, item) => item);
const genres = [["Drama"], ["Comedy", "Drama"], ["Comedy"], [], ["War"], ["comedy"]];
const itemContent = genres.map((own, item) => ({
  title: `Film ${item}`,
  genres: own,
  ...(item === 3 ? {} : { year: 1990 + item }),
}));

function items(options: Partial<Parameters<typeof recommend>[0]>): number[][] {
  const lists = recommend({ model, seen: [train], users: [0, 1], topK: 3, ...options });
  return lists.map((list) => list.items.map(({ itemIndex }) => itemIndex));
}

describe("recommend", () => {
  it("gives the best unseen items with score and rank", () => {
    expect(recommend({ model, seen: [train, valid], users: Int32Array.of(0), topK: 2 })).toEqual([
      {
        userIndex: 0,
        items: [
          { itemIndex: 3, score: 3, rank: 1 },
          { itemIndex: 2, score: 2, rank: 2 },
        ],
      },
    ]);
  });

  it("leaves out what was seen in the given parts, or keeps it", () => {
    expect(items({})).toEqual([
      [4, 3, 2],
      [5, 4, 3],
    ]);
    expect(items({ seen: [train, valid] })[0]).toEqual([3, 2, 0]);
    expect(items({ mask: "keep" })[0]).toEqual([5, 4, 3]);
    expect(items({ users: [2] })).toEqual([[5, 4, 3]]);
  });

  it("filters by genre, years and any condition", () => {
    expect(items({ filter: { itemContent, genres: ["Comedy"] } })).toEqual([[2], [5, 2, 1]]);
    expect(items({ filter: { itemContent, years: [1991, 1994] } })).toEqual([
      [4, 2],
      [4, 2, 1],
    ]);
    const where = (_content: unknown, item: number): boolean => item % 2 === 0;
    expect(items({ filter: { itemContent, where } })).toEqual([
      [4, 2, 0],
      [4, 2],
    ]);
    const both = { itemContent, genres: ["drama"], years: [1991, 1999] as const };
    expect(items({ filter: both })).toEqual([[], [1]]);
  });

  it("orders equal scores by lower item and gives all when there are fewer than asked for", () => {
    const flat = stubRecommender(6, () => 1);
    expect(items({ model: flat, topK: 50 })).toEqual([
      [0, 2, 3, 4],
      [1, 2, 3, 4, 5],
    ]);
  });

  it("gives lists as the metrics take them, short ones filled with -1", () => {
    const filter = { itemContent, genres: ["Comedy"] };
    const lists = recommend({ model, seen: [train], users: [0, 1], topK: 9, filter });
    expect(recommendationLists(lists)).toEqual({
      nUsers: 2,
      topK: 3,
      items: Int32Array.of(2, -1, -1, 5, 2, 1),
    });
  });

  it("ranks by predicted rating when the model predicts ratings", () => {
    const predictor = stubPredictor((user, item) => (user === 0 ? 5 - item : item));
    expect(items({ model: predictor })).toEqual([
      [0, 2, 3],
      [5, 4, 3],
    ]);
  });

  it("refuses no parts, a bad length and an unknown user", async () => {
    expect(() => items({ seen: [] })).toThrow("E_RECOMMEND_SEEN");
    for (const topK of [0, 1.5, Number.NaN]) {
      expect(() => items({ topK })).toThrow("E_RECOMMEND_TOP_K");
    }
    const dataset = campDataset();
    const split = campSplit(dataset);
    const run = await runExperiment({ dataset, split, model: "popularity", store: false });
    const real = { model: await run.model(), seen: [split.train] };
    expect(() => items({ ...real, users: [60] })).toThrow("E_MODEL_USER");
    expect(items({ ...real, users: [59] })[0]).toHaveLength(3);
  });
});
