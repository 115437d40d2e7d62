import { gzipSync } from "node:zlib";

import { describe, expect, it } from "vitest";

import { loadDataset, readImdb } from "../../../src/data/read/index.js";
import { dataFolder } from "../../support/data-files.js";

const REVIEWS = `review_id,reviewer,movie,rating,review_summary,review_date,spoiler_tag,review_detail,helpful
rw1,ann,Kill Bill: Vol. 2 (2004),8,Fine,24 July 2005,0,"Good,
really ""good"".","[""0"", ""1""]"
rw2,bob,Kill Bill: Vol. 2 (2004),,Hm,25 July 2005,0,No stars from me.,"[""0"", ""1""]"
rw3,ann,Heat (1995),4,So so,26 July 2005,1,Long.,"[""3"", ""4""]"
rw4,cy,Kill Bill: Vol. 2 (2004),5,Ok,27 July 2005,0,Fine by me.,"[""0"", ""0""]"
rw5,bob,Lost Film (1921),,None,28 July 2005,0,Never rated.,"[""0"", ""0""]"
`;
const MOVIES = `movie,genre,description,poster,imdb_id
Heat (1995),"Crime, Drama",A heist.,heat.jpg,tt0113277
Kill Bill: Vol. 2 (2004),"['Action', 'Crime']",,kill.jpg,tt0378194
Heat (1995),Crime,The same film again.,,
`;

async function sample(): ReturnType<typeof dataFolder> {
  const folder = await dataFolder();
  await folder.write("reviews.csv", REVIEWS);
  await folder.write("movies.csv", MOVIES);
  await folder.write("posters/heat.jpg", "a picture");
  return folder;
}

describe("readImdb", () => {
  it("drops reviews without rating and counts them", async () => {
    const folder = await sample();
    const { dataset, reviewText, imputed, missingRatings } = await readImdb(folder.path);
    expect(dataset.items.ids).toEqual(["Heat (1995)", "Kill Bill: Vol. 2 (2004)"]);
    expect(dataset.itemContent).toEqual([
      {
        title: "Heat",
        year: 1995,
        genres: ["Crime", "Drama"],
        text: "A heist.",
        posterPath: `${folder.path}/posters/heat.jpg`,
        externalIds: { imdb: "tt0113277" },
      },
      {
        title: "Kill Bill: Vol. 2",
        year: 2004,
        genres: ["Action", "Crime"],
        externalIds: { imdb: "tt0378194" },
      },
    ]);
    expect([...dataset.interactions.rating]).toEqual([8, 4, 5]);
    expect(dataset.interactions.timestamp![0]).toBe(Date.UTC(2005, 6, 24) / 1000);
    expect(reviewText).toEqual(['Good,\nreally "good".', "Long.", "Fine by me."]);
    expect([...imputed]).toEqual([0, 0, 0]);
    expect(missingRatings).toEqual({ nMissing: 2, nFilled: 0, nDropped: 2 });
    expect(dataset.rejected.examples.map(({ line, reason }) => `${line}: ${reason}`)).toEqual([
      "4: id Heat (1995) stands twice",
      "4: the rating is missing",
      "7: the rating is missing",
    ]);
    expect(dataset.ratingScale).toEqual({ minimum: 1, maximum: 10, step: 1 });
    expect((await loadDataset(folder.path)).contentHash).toBe(dataset.contentHash);
  });

  it("fills with the item's mean and tells which ratings are not the user's own", async () => {
    const { path } = await sample();
    const filled = await readImdb(path, { missingRating: "item-mean" });
    expect([...filled.dataset.interactions.rating]).toEqual([8, 6.5, 4, 5]);
    expect([...filled.imputed]).toEqual([0, 1, 0, 0]);
    expect(filled.reviewText[1]).toBe("No stars from me.");
    expect(filled.reviewText).toHaveLength(4);
    expect(filled.missingRatings).toEqual({ nMissing: 2, nFilled: 1, nDropped: 1 });
    const kept = await readImdb(path, { missingRating: "keep" });
    expect([...kept.dataset.interactions.rating]).toEqual([8, NaN, 4, 5, NaN]);
    expect(kept.missingRatings).toEqual({ nMissing: 2, nFilled: 0, nDropped: 0 });
    expect(kept.dataset.itemContent[2]).toMatchObject({ title: "Lost Film", year: 1921 });
  });

  it("joins the reviews of a film, those without rating too", async () => {
    const { dataset } = await readImdb((await sample()).path, { itemText: "reviews" });
    expect(dataset.itemContent[1].text).toBe(
      'Good,\nreally "good".\n\nNo stars from me.\n\nFine by me.',
    );
  });

  it("reads packed files, and takes the last year of a title alone", async () => {
    const folder = await dataFolder();
    const [first, ...rest] = MOVIES.replaceAll("Heat (1995)", "Heat (1986) (1995)").split("\n");
    await folder.write("movies.csv.gz", gzipSync([first, ...rest].join("\n")));
    await folder.write("reviews.csv.gz", gzipSync(REVIEWS.replace("Heat", "Heat (1986)")));
    const { dataset } = await readImdb(folder.path);
    expect(dataset.sources.map(({ path }) => path)).toEqual(["reviews.csv.gz", "movies.csv.gz"]);
    expect(dataset.itemContent[0]).toMatchObject({ title: "Heat (1986)", year: 1995 });
    expect(dataset.nRatings).toBe(3);
  });

  it("takes reviews as JSON lines, with or without a text", async () => {
    const folder = await dataFolder();
    const review = { reviewer: "ann", movie: "Heat (1995)", rating: 9, review_detail: "Nice" };
    const reviews = [
      review,
      { ...review, reviewer: "bob", review_detail: null },
      { reviewer: "cy", movie: "Heat (1995)", rating: 8 },
      { ...review, reviewer: "dee", review_detail: 7 },
    ];
    const lines = reviews.map((row) => JSON.stringify(row)).join("\n");
    await folder.write("reviews.csv", lines);
    await folder.write("movies.csv", MOVIES);
    const { reviewText, dataset } = await readImdb(folder.path);
    expect(reviewText).toEqual(["Nice", "", "", "7"]);
    expect(dataset.users.ids).toEqual(["ann", "bob", "cy", "dee"]);
  });

  it("takes other names of columns, and says which is missing", async () => {
    const folder = await sample();
    await folder.write("reviews.csv", "who,film,stars,words\nann,Heat (1995),9,Nice\n");
    await folder.write("movies.csv", "name,plot\nHeat (1995),A heist.\n");
    await expect(readImdb(folder.path)).rejects.toMatchObject({
      code: "E_DATA_COLUMN",
      details: { expected: 'a column "movie"', got: "name, plot" },
    });
    const { dataset, reviewText } = await readImdb(folder.path, {
      reviewColumns: { user: "who", item: "film", rating: "stars", text: "words" },
      movieColumns: { item: "name", text: "plot" },
    });
    expect(dataset.itemContent[0]).toEqual({
      title: "Heat",
      year: 1995,
      genres: [],
      text: "A heist.",
    });
    expect(reviewText).toEqual(["Nice"]);
  });
});
