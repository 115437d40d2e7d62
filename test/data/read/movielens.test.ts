import { gzipSync } from "node:zlib";

import { describe, expect, it } from "vitest";

import {
  loadDataset,
  readMovieLens100k,
  readMovieLens1m,
  readMovieLensCsv,
} from "../../../src/data/read/index.js";
import { splitTitle } from "../../../src/data/read/movie-title.js";
import { dataFolder } from "../../support/data-files.js";

const latin1 = (text: string): Buffer => Buffer.from(text, "latin1");

async function small100k(): ReturnType<typeof dataFolder> {
  const folder = await dataFolder();
  await folder.write("u.genre", "unknown|0\nAction|1\nDrama|2\n\n");
  await folder.write(
    "u.item",
    latin1(
      "1|Mis\u00e9rables, Les (1995)|01-Jan-1995||http://x|0|1|1\n267|unknown||||1|0|0\n3|Land (1995) (V)|||y|0|0|1\n",
    ),
  );
  await folder.write("u.user", "1|24|M|technician|85711\n2|53|F|other|T8H1N\n");
  await folder.write("u.data", "2\t3\t5\t881250949\n1\t1\t3\t891717742\n1\t267\t1\t878887116\n");
  return folder;
}

describe("readMovieLens100k", () => {
  it("reads films, users and ratings in the order of their files", async () => {
    const dataset = await readMovieLens100k((await small100k()).path);
    expect(dataset.users.ids).toEqual(["1", "2"]);
    expect(dataset.items.ids).toEqual(["1", "267", "3"]);
    expect(dataset.itemContent).toEqual([
      { title: "Mis\u00e9rables, Les", year: 1995, genres: ["Action", "Drama"] },
      { title: "unknown", genres: [] },
      { title: "Land", year: 1995, genres: ["Drama"] },
    ]);
    expect(dataset.userAttributes[1]).toEqual({
      age: 53,
      gender: "F",
      occupation: "other",
      zipCode: "T8H1N",
    });
    const { userIndex, itemIndex, rating, timestamp } = dataset.interactions;
    expect([...userIndex]).toEqual([1, 0, 0]);
    expect([...itemIndex]).toEqual([2, 0, 1]);
    expect([...rating]).toEqual([5, 3, 1]);
    expect([...timestamp!]).toEqual([881250949, 891717742, 878887116]);
    expect(dataset.ratingScale).toEqual({ minimum: 1, maximum: 5, step: 1 });
    expect(dataset.sources.map(({ path }) => path)).toEqual([
      "u.data",
      "u.item",
      "u.user",
      "u.genre",
    ]);
  });

  it("refuses a file with another separator, and rows that do not fit", async () => {
    const folder = await small100k();
    await folder.write("u.data", "2,3,5,881250949\n");
    await expect(readMovieLens100k(folder.path)).rejects.toMatchObject({
      code: "E_DATA_SEPARATOR",
    });
    await folder.write("u.data", "2\t3\t5\t1\n1\t1\t6\t2\n1\t1\t3\n1\t1\tx\t3\n");
    await expect(readMovieLens100k(folder.path)).rejects.toMatchObject({ code: "E_DATA_ROW" });
    const { rejected } = await readMovieLens100k(folder.path, { maximumRejectedShare: 0.9 });
    expect(rejected.count).toBe(3);
    expect(rejected.examples.map(({ line, reason }) => `${line}: ${reason}`)).toEqual([
      "2: rating 6 is outside 1 to 5",
      "3: 3 fields in place of 4",
      '4: rating "x" is not a number',
    ]);
  });

  it("refuses users that stand twice or whose age is no number", async () => {
    const folder = await small100k();
    await folder.write("u.user", "1|24|M|a|1\n1|25|M|a|1\n2|old|F|b|2\n");
    await expect(readMovieLens100k(folder.path)).rejects.toMatchObject({ code: "E_DATA_ROW" });
    const { rejected, userAttributes } = await readMovieLens100k(folder.path, {
      maximumRejectedShare: 0.9,
    });
    expect(rejected.examples.map(({ reason }) => reason)).toEqual([
      "id 1 stands twice",
      'age "old" is not a number',
    ]);
    // User 2 is known by a rating alone.
    expect(userAttributes[1]).toEqual({});
  });
});

describe("readMovieLens1m", () => {
  it.each(["ratings.dat", "ratings.dat.gz"])(
    "reads %s, films without rating included",
    async (name) => {
      const folder = await dataFolder();
      await folder.write(
        "movies.dat",
        latin1("1::Am\u00e9lie (2001)::Comedy|Romance\n2::Heat (1995)::Crime\n"),
      );
      await folder.write("users.dat", "9::F::1::10::48067\n7::M::56::16::70072\n");
      const ratings = "7::2::4::978300760\n9::2::1::0\n";
      await folder.write(name, name.endsWith("gz") ? gzipSync(ratings) : ratings);
      const dataset = await readMovieLens1m(folder.path);
      expect(dataset.itemContent[0]).toEqual({
        title: "Am\u00e9lie",
        year: 2001,
        genres: ["Comedy", "Romance"],
      });
      expect(dataset.userAttributes[0]).toEqual({
        age: 1,
        gender: "F",
        occupation: "K-12 student",
        zipCode: "48067",
      });
      expect([...dataset.interactions.timestamp!]).toEqual([978300760, 0]);
      expect([...dataset.interactions.userIndex]).toEqual([1, 0]);
      const rated = await readMovieLens1m(folder.path, { items: "rated" });
      expect(rated.items.ids).toEqual(["2"]);
      expect(rated.itemContent).toEqual([{ title: "Heat", year: 1995, genres: ["Crime"] }]);
      expect([...rated.interactions.itemIndex]).toEqual([0, 0]);
    },
  );

  it("names the 21 occupations as the release does", async () => {
    const folder = await dataFolder();
    const users = Array.from({ length: 21 }, (_unused, code) => `${code}::F::25::${code}::00000\n`);
    await folder.write("users.dat", users.join(""));
    await folder.write("movies.dat", "1::Heat (1995)::Crime\n");
    await folder.write("ratings.dat", "0::1::4::978300760\n");
    const { userAttributes } = await readMovieLens1m(folder.path);
    expect(userAttributes.map(({ occupation }) => occupation).join(", ")).toBe(
      "other, academic/educator, artist, clerical/admin, college/grad student, customer service, " +
        "doctor/health care, executive/managerial, farmer, homemaker, K-12 student, lawyer, " +
        "programmer, retired, sales/marketing, scientist, self-employed, technician/engineer, " +
        "tradesman/craftsman, unemployed, writer",
    );
  });

  it("reads the 10M release, which has no users and half stars, in UTF-8", async () => {
    const folder = await dataFolder();
    await folder.write("movies.dat", "1::Am\u00e9lie (2001)::Comedy\n");
    await folder.write("ratings.dat", "7::1::0.5::978300760\n");
    const dataset = await readMovieLens1m(folder.path);
    expect(dataset.itemContent[0].title).toBe("Am\u00e9lie");
    expect(dataset.ratingScale).toEqual({ minimum: 0.5, maximum: 5, step: 0.5 });
  });
});

describe("readMovieLensCsv", () => {
  it("joins films and links, and knows the path by its layout", async () => {
    const folder = await dataFolder();
    await folder.write(
      "movies.csv",
      'movieId,title,genres\n1,Toy Story (1995),Animation|Comedy\n11,"American President, The (1995)",Drama\n5,"Babylon 5 (1994\u20131998)",(no genres listed)\n',
    );
    await folder.write("links.csv", "movieId,imdbId,tmdbId\n1,0114709,862\n11,112346,\n");
    await folder.write(
      "ratings.csv",
      "userId,movieId,rating,timestamp\n1,11,0.5,964982703\n1,1,5.0,964981247\n",
    );
    const dataset = await loadDataset(folder.path);
    expect(dataset.itemContent).toEqual([
      {
        title: "Toy Story",
        year: 1995,
        genres: ["Animation", "Comedy"],
        externalIds: { imdb: "tt0114709", tmdb: "862" },
      },
      {
        title: "American President, The",
        year: 1995,
        genres: ["Drama"],
        externalIds: { imdb: "tt0112346" },
      },
      { title: "Babylon 5", year: 1994, genres: [] },
    ]);
    expect([...dataset.interactions.itemIndex]).toEqual([1, 0]);
    expect([...dataset.interactions.rating]).toEqual([0.5, 5]);
    expect(dataset.ratingScale).toEqual({ minimum: 0.5, maximum: 5, step: 0.5 });
    expect(dataset.contentHash).toBe((await readMovieLensCsv(folder.path)).contentHash);
  });

  it("refuses files whose columns are called otherwise", async () => {
    const folder = await dataFolder();
    await folder.write("movies.csv", "id,title\n1,A (1995)\n");
    await folder.write("ratings.csv", "userId,movieId,rating,timestamp\n1,1,5,9\n");
    await expect(readMovieLensCsv(folder.path)).rejects.toMatchObject({ code: "E_DATA_COLUMN" });
  });
});

describe("splitTitle", () => {
  it.each([
    ["Toy Story (1995)", "Toy Story", 1995],
    ["Heidi Fleiss: Hollywood Madam (1995) ", "Heidi Fleiss: Hollywood Madam", 1995],
    ["Land Before Time III (1995) (V)", "Land Before Time III", 1995],
    ["Seven (Se7en) (1995)", "Seven (Se7en)", 1995],
    ["2001: A Space Odyssey (1968)", "2001: A Space Odyssey", 1968],
    ["(500) Days of Summer (2009)", "(500) Days of Summer", 2009],
    ["Death Note (2006\u20132007)", "Death Note", 2006],
    ["On Going (2013-)", "On Going", 2013],
    ["unknown", "unknown", undefined],
    ["1917", "1917", undefined],
    ["", "", undefined],
  ])("splits %j", (text, title, year) => {
    expect(splitTitle(text)).toEqual(year === undefined ? { title } : { title, year });
  });
});
