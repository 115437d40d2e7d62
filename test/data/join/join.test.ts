import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { describe, expect, it } from "vitest";

import { joinPosters, joinTexts } from "../../../src/data/join/index.js";
import { readTable } from "../../../src/data/read/index.js";
import { dataFolder } from "../../support/data-files.js";

const folder = await dataFolder();
const ratings = await folder.write("r.csv", "user,item,rating\n1,10,3\n2,10,4\n1,20,5\n2,30,1\n");
const dataset = await readTable(ratings);

describe("joinTexts", () => {
  it("takes the first text that is there and reports how far the texts reach", async () => {
    const path = await folder.write(
      "text/t.csv",
      'item_id,imdb_id,tmdb_id,overview,plot\n10,tt1,7,"One, two","Plot"\n20,,8,,"Only\nplot"\n30,tt3,,"  ",\n99,,,x,\n10,tt9,,again,\n',
    );
    const { dataset: joined, coverage } = await joinTexts(dataset, path);
    expect(joined.itemContent).toEqual([
      { title: "10", genres: [], text: "One, two", externalIds: { imdb: "tt1", tmdb: "7" } },
      { title: "20", genres: [], text: "Only\nplot", externalIds: { tmdb: "8" } },
      { title: "30", genres: [], externalIds: { imdb: "tt3" } },
    ]);
    expect(coverage).toEqual({
      nItems: 3,
      nItemsWith: 2,
      nItemsWithout: 1,
      itemShare: 2 / 3,
      nRatingsWith: 3,
      ratingShare: 0.75,
      nUnknownIds: 1,
      unknownIds: ["99"],
      nDuplicateIds: 1,
    });
    expect(joined.sources.map((source) => source.path)).toEqual(["r.csv", "text/t.csv"]);
    expect(joined.contentHash).not.toBe(dataset.contentHash);
    // The data set that was joined to is as it was.
    expect(dataset.itemContent[0].text).toBeUndefined();
  });

  it("puts texts together, from the columns that are named", async () => {
    const path = await folder.write("text/all.tsv", "id\tb\ta\n10\tB\tA\n20\t\tA\n");
    const options = { idColumn: "id", textColumns: ["a", "b"], combine: "all" } as const;
    const { dataset: joined } = await joinTexts(dataset, path, options);
    expect(joined.itemContent.map((content) => content.text)).toEqual(["A\n\nB", "A", undefined]);
    const second = await joinTexts(joined, path, { idColumn: "id", textColumns: ["b"] });
    expect(second.dataset.itemContent.map((content) => content.text)).toEqual([
      "B",
      "A",
      undefined,
    ]);
  });

  it("takes a JSON object of texts by id", async () => {
    const path = await folder.write(
      "text/o.json.gz",
      gzipSync('{\n"10": "Ten",\n"99": "x", "20": 5}'),
    );
    const {
      dataset: joined,
      coverage,
      rejected,
    } = await joinTexts(dataset, path, {
      maximumRejectedShare: 0.5,
    });
    expect(joined.itemContent.map((content) => content.text)).toEqual([
      "Ten",
      undefined,
      undefined,
    ]);
    expect(coverage).toMatchObject({ nItemsWith: 1, nUnknownIds: 1 });
    expect(rejected.count).toBe(1);
    const broken = await folder.write("text/broken.json", '{"10": "Ten"');
    await expect(joinTexts(dataset, broken)).rejects.toMatchObject({ code: "E_DATA_TABLE" });
  });

  it("refuses a table without the columns, and counts rows without id", async () => {
    const path = await folder.write("text/no.csv", "item_id,words\n10,x\n");
    await expect(joinTexts(dataset, path)).rejects.toMatchObject({ code: "E_DATA_COLUMN" });
    await expect(joinTexts(dataset, path, { textColumns: ["plot"] })).rejects.toMatchObject({
      code: "E_DATA_COLUMN",
    });
    const gaps = await folder.write("text/gaps.csv", "item_id,plot\n10,x\n,y\n");
    await expect(joinTexts(dataset, gaps)).rejects.toMatchObject({ code: "E_DATA_ROW" });
    const { rejected } = await joinTexts(dataset, gaps, { maximumRejectedShare: 0.5 });
    expect(rejected).toMatchObject({
      count: 1,
      examples: [{ line: 3, reason: "the id is empty" }],
    });
  });
});

describe("joinPosters", () => {
  it("joins by a mapping, relative to its folder, only files that exist", async () => {
    for (const name of ["a.jpg", "b.png"]) await folder.write(`posters/set/${name}`, "x");
    const path = await folder.write(
      "posters/set.csv",
      "item_id,file\n10,set/a.jpg\n20,set/gone.jpg\n77,set/b.png\n10,set/b.png\n",
    );
    const { dataset: joined, coverage } = await joinPosters(dataset, path);
    expect(joined.itemContent.map((content) => content.posterPath)).toEqual([
      join(folder.path, "posters", "set", "a.jpg"),
      undefined,
      undefined,
    ]);
    expect(coverage).toMatchObject({
      nItemsWith: 1,
      nRatingsWith: 2,
      ratingShare: 0.5,
      nUnknownIds: 1,
      nDuplicateIds: 1,
      nMissingFiles: 1,
    });
    // Where a picture lies is no part of what the data are.
    expect(joined.contentHash).toBe(dataset.contentHash);
  });

  it("joins a folder by the names of its files", async () => {
    for (const name of ["20.JPG", "30.webp", "10.txt", "x.png"])
      await folder.write(`pics/${name}`, "x");
    const { dataset: joined, coverage } = await joinPosters(dataset, join(folder.path, "pics"));
    expect(joined.itemContent.map((content) => content.posterPath !== undefined)).toEqual([
      false,
      true,
      true,
    ]);
    expect(coverage).toMatchObject({ nItemsWith: 2, nUnknownIds: 1, unknownIds: ["x"] });
  });

  it("refuses a mapping whose files are all missing, a missing mapping and wrong columns", async () => {
    const gone = await folder.write("gone.csv", "item_id,file\n10,no/a.jpg\n");
    await expect(joinPosters(dataset, gone)).rejects.toMatchObject({ code: "E_DATA_FILE" });
    await expect(joinPosters(dataset, "/no/mapping.csv")).rejects.toMatchObject({
      code: "E_DATA_FILE",
    });
    const other = await folder.write("other.csv", "id,path\n10,x\n");
    await expect(joinPosters(dataset, other)).rejects.toMatchObject({ code: "E_DATA_COLUMN" });
    const options = { idColumn: "id", fileColumn: "path" };
    await folder.write("x", "x");
    expect((await joinPosters(dataset, other, options)).coverage.nItemsWith).toBe(1);
  });
});
