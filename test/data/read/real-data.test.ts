import { beforeAll, describe, expect, it } from "vitest";

import { contentHash } from "../../../src/common/hash.js";
import type { Dataset } from "../../../src/data/dataset.js";
import { describeDataset, type DatasetDescription } from "../../../src/data/describe/index.js";
import { joinPosters, joinTexts } from "../../../src/data/join/index.js";
import { loadDataset, readInter, readInteractionTable } from "../../../src/data/read/index.js";
import { realData } from "../../support/data-files.js";

const ml100k = realData("ml-100k");
const ml1m = realData("ml-1m");
const texts100k = realData("text/ml-100k-text.csv");
const texts1m = realData("text/ml-1m-text.csv");
const posters100k = realData("posters/ml-100k.csv");
const posters1m = realData("posters/ml-1m.csv");

describe.skipIf(ml100k === undefined)("MovieLens 100K (needs the real data)", () => {
  let dataset: Dataset;
  let card: DatasetDescription;
  beforeAll(async () => {
    dataset = await loadDataset(ml100k!, { texts: false, posters: false });
    card = describeDataset(dataset);
  });

  it("has its known counts", () => {
    expect(card).toMatchObject({ nUsers: 943, nItems: 1682, nRatings: 100_000, nRatedItems: 1682 });
    expect(card.ratingHistogram.map(({ count }) => count)).toEqual([
      6110, 11370, 27145, 34174, 21201,
    ]);
    expect(card.rejected.count).toBe(0);
    expect(card.activity).toMatchObject({ minimum: 20, maximum: 737 });
    expect(card.popularity).toMatchObject({ minimum: 1, maximum: 583 });
    expect(card.timeSpan).toEqual({ first: 874724710, last: 893286638, nUnknown: 0 });
  });

  it("has titles in Latin-1 and a year for every film but 267", () => {
    const without = dataset.itemContent.flatMap((item, index) =>
      item.year === undefined ? [index] : [],
    );
    expect(without.map((index) => dataset.items.idOf(index))).toEqual(["267"]);
    const item = dataset.itemContent[dataset.items.indexOf("543")];
    expect(item).toMatchObject({ title: "Mis\u00e9rables, Les", year: 1995 });
    expect(dataset.itemContent.some(({ title }) => title.includes("\ufffd"))).toBe(false);
  });

  it("holds 18 films twice by title and year", () => {
    const keys = dataset.itemContent.map(({ title, year }) => `${title} ${year ?? ""}`);
    expect(keys.length - new Set(keys).size).toBe(18);
  });

  it.skipIf(texts100k === undefined)("gets texts for 1,674 films", async () => {
    const { coverage } = await joinTexts(dataset, texts100k!);
    expect(coverage).toMatchObject({ nItemsWith: 1674, nUnknownIds: 0, nDuplicateIds: 0 });
    const overview = await joinTexts(dataset, texts100k!, { textColumns: ["overview"] });
    expect(overview.coverage.nItemsWith).toBe(1640);
    const ids = overview.dataset.itemContent.map((content) => content.externalIds);
    expect(ids.filter((id) => id?.imdb !== undefined)).toHaveLength(1677);
    expect(ids.filter((id) => id?.tmdb !== undefined)).toHaveLength(1657);
  });

  it.skipIf(posters100k === undefined)("gets posters for 1,444 films", async () => {
    const { coverage } = await joinPosters(dataset, posters100k!);
    expect(coverage).toMatchObject({ nItemsWith: 1444, nUnknownIds: 0, nMissingFiles: 0 });
    expect(coverage.ratingShare).toBeCloseTo(0.993, 3);
  });
});

describe.skipIf(ml1m === undefined)("MovieLens 1M (needs the real data)", () => {
  let dataset: Dataset;
  beforeAll(async () => {
    dataset = await loadDataset(ml1m!, { texts: false, posters: false });
  });

  it("has its known counts, with films that nobody rated", () => {
    const card = describeDataset(dataset);
    expect(card).toMatchObject({
      nUsers: 6040,
      nItems: 3883,
      nRatedItems: 3706,
      nRatings: 1_000_209,
    });
    expect(card.rejected.count).toBe(0);
    expect(card.timeSpan).toMatchObject({ nUnknown: 335_450 });
    expect(dataset.itemContent.every(({ year }) => year !== undefined)).toBe(true);
  });

  it("is the same through the reader of any table", async () => {
    const table = await readInteractionTable(`${ml1m!}/ratings.dat.gz`);
    const { userIndex, itemIndex, rating, timestamp } = dataset.interactions;
    expect(table.nRows).toBe(dataset.nRatings);
    const rows = [0, 1, 499_999, 1_000_208];
    for (const row of rows) {
      expect(table.user[row]).toBe(dataset.users.idOf(userIndex[row]));
      expect(table.item[row]).toBe(dataset.items.idOf(itemIndex[row]));
    }
    expect(contentHash([table.rating, table.timestamp!])).toBe(contentHash([rating, timestamp!]));
  });

  it.skipIf(texts1m === undefined)("gets texts for 3,871 films", async () => {
    expect((await joinTexts(dataset, texts1m!)).coverage.nItemsWith).toBe(3871);
    const overview = await joinTexts(dataset, texts1m!, { textColumns: ["overview"] });
    expect(overview.coverage.nItemsWith).toBe(3810);
    const plot = await joinTexts(dataset, texts1m!, { textColumns: ["plot"] });
    expect(plot.coverage.nItemsWith).toBe(3845);
    const abstracts = realData("text/ml-1m-dbpedia-abstracts.json.gz")!;
    expect((await joinTexts(dataset, abstracts)).coverage.nItemsWith).toBe(3301);
  });

  it.skipIf(posters1m === undefined)(
    "gets posters for 3,256 films by mapping and by folder",
    async () => {
      const { coverage } = await joinPosters(dataset, posters1m!);
      expect(coverage.nItemsWith).toBe(3256);
      expect(coverage.ratingShare).toBeCloseTo(0.998, 3);
      const folder = realData("posters/ml-1m")!;
      expect((await joinPosters(dataset, folder)).coverage.nItemsWith).toBe(3256);
    },
  );
});

describe.each([
  ["amazon/baby/baby.inter", 19_445, 7_050, [118_551, 20_559, 21_682]],
  ["amazon/sports/sports.inter", 35_598, 18_357, [218_409, 37_899, 40_029]],
  ["amazon/clothing/clothing.inter", 39_387, 23_033, [197_338, 40_150, 41_189]],
  ["tiktok/tiktok.inter", 9_308, 6_710, [59_541, 3_051, 6_130]],
])("%s (needs the real data)", (name, nUsers, nItems, parts) => {
  const path = realData(name);
  it.skipIf(path === undefined)("has its known counts and MMRec's split", async () => {
    const { dataset, partLabel, features } = await readInter(path!);
    expect(dataset).toMatchObject({ nUsers, nItems, nRatings: parts[0] + parts[1] + parts[2] });
    const sizes = [0, 0, 0];
    for (const label of partLabel!) sizes[label]++;
    expect(sizes).toEqual(parts);
    expect(dataset.rejected.count).toBe(0);
    for (const feature of Object.values(features))
      expect(feature).toMatchObject({ nItems, dim: 128 });
    if (name.startsWith("tiktok")) expect(Object.keys(features)).toEqual(["audio", "image"]);
  });
});
