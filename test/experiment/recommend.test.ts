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

async function items(options: Partial<Parameters<typeof recommend>[0]>): Promise<number[][]> {
  const lists = await recommend({ model, seen: [train], users: [0, 1], topK: 3, ...options });
  return lists.map((list) => list.items.map(({ itemIndex }) => itemIndex));
}

describe("recommend", () => {
  it("gives the best unseen items with score and rank", async () => {
    expect(
      await recommend({ model, seen: [train, valid], users: Int32Array.of(0), topK: 2 }),
    ).toEqual([
      {
        userIndex: 0,
        items: [
          { itemIndex: 3, score: 3, rank: 1 },
          { itemIndex: 2, score: 2, rank: 2 },
        ],
      },
    ]);
  });

  it("leaves out what was seen in the given parts, or keeps it", async () => {
    expect(await items({})).toEqual([
      [4, 3, 2],
      [5, 4, 3],
    ]);
    expect((await items({ seen: [train, valid] }))[0]).toEqual([3, 2, 0]);
    expect((await items({ mask: "keep" }))[0]).toEqual([5, 4, 3]);
    expect(await items({ users: [2] })).toEqual([[5, 4, 3]]);
  });

  it("filters by genre, years and any condition", async () => {
    expect(await items({ filter: { itemContent, genres: ["Comedy"] } })).toEqual([[2], [5, 2, 1]]);
    expect(await items({ filter: { itemContent, years: [1991, 1994] } })).toEqual([
      [4, 2],
      [4, 2, 1],
    ]);
    const where = (_content: unknown, item: number): boolean => item % 2 === 0;
    expect(await items({ filter: { itemContent, where } })).toEqual([
      [4, 2, 0],
      [4, 2],
    ]);
    const both = { itemContent, genres: ["drama"], years: [1991, 1999] as const };
    expect(await items({ filter: both })).toEqual([[], [1]]);
  });

  it("orders equal scores by lower item and gives all when there are fewer than asked for", async () => {
    const flat = stubRecommender(6, () => 1);
    expect(await items({ model: flat, topK: 50 })).toEqual([
      [0, 2, 3, 4],
      [1, 2, 3, 4, 5],
    ]);
  });

  it("gives lists as the metrics take them, short ones filled with -1", async () => {
    const filter = { itemContent, genres: ["Comedy"] };
    const lists = await recommend({ model, seen: [train], users: [0, 1], topK: 9, filter });
    expect(recommendationLists(lists)).toEqual({
      nUsers: 2,
      topK: 3,
      items: Int32Array.of(2, -1, -1, 5, 2, 1),
    });
  });

  it("ranks by predicted rating when the model predicts ratings", async () => {
    const predictor = stubPredictor((user, item) => (user === 0 ? 5 - item : item));
    expect(await items({ model: predictor })).toEqual([
      [0, 2, 3],
      [5, 4, 3],
    ]);
  });

  it("refuses no parts, a bad length and an unknown user", async () => {
    await expect(items({ seen: [] })).rejects.toThrow("E_RECOMMEND_SEEN");
    for (const topK of [0, 1.5, Number.NaN]) {
      await expect(items({ topK })).rejects.toThrow("E_RECOMMEND_TOP_K");
    }
    const dataset = campDataset();
    const split = campSplit(dataset);
    const run = await runExperiment({ dataset, split, model: "popularity", store: false });
    const real = { model: await run.model(), seen: [split.train] };
    await expect(items({ ...real, users: [60] })).rejects.toThrow("E_MODEL_USER");
    expect((await items({ ...real, users: [59] }))[0]).toHaveLength(3);
  });
});
