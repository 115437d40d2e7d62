/** Readers of ratings: the layouts that `loadDataset` knows, and tables. */
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { library } from "../library.mjs";
import { datasetFault, linesFault, jsonLinesFault } from "../judge-ratings.mjs";

const { loadDataset, readInteractionTable, readTable } = await library("data/index.js");
const { readMovieLens100k } = await library("data/read/movielens-100k.js");
const { readMovieLens1m } = await library("data/read/movielens-1m.js");
const { readMovieLensCsv } = await library("data/read/movielens-csv.js");
const { readImdb } = await library("data/read/imdb.js");

/** More than the default, so that a file with a bad row is still read and its numbers are judged. */
const lenient = { maximumRejectedShare: 0.9 };

/** 60 rows: 12 users, 5 films each of 10. */
export const rows = Array.from({ length: 60 }, (_unused, row) => {
  const user = 1 + Math.floor(row / 5);
  const item = 1 + ((user * 3 + (row % 5) * 2) % 10);
  return [user, item, 1 + ((row * 7) % 5), 880_000_000 + row * 1000];
});

const films = [
  "Toy Story (1995)",
  "Léon (1994)",
  "\u4e03\u4eba\u306e\u4f8d (1954)",
  "Heat",
  "Twelve, or so (2001)",
];
const film = (item) => films[item % films.length];
const text = (lines) => Buffer.from(`${lines.join("\n")}\n`, "utf8");
const latin1 = (lines) => Buffer.from(`${lines.join("\n")}\n`, "latin1");
const items = Array.from({ length: 10 }, (_unused, at) => at + 1);
const users = Array.from({ length: 12 }, (_unused, at) => at + 1);

const movieLens100k = {
  "u.data": latin1(rows.map((row) => row.join("\t"))),
  "u.item": latin1(
    items.map((id) => `${id}|Film ${id} (1990)|01-Jan-1990||http://a|0|${id % 2}|1`),
  ),
  "u.user": latin1(users.map((id) => `${id}|${20 + id}|M|artist|1000${id}`)),
  "u.genre": latin1(["unknown|0", "Action|1", "Drama|2"]),
};
const movieLens1m = {
  "ratings.dat": latin1(rows.map((row) => row.join("::"))),
  "movies.dat": latin1(items.map((id) => `${id}::Film ${id} (1990)::Comedy|Drama`)),
  "users.dat": latin1(users.map((id) => `${id}::F::25::${id}::55455`)),
};
const movieLensCsv = {
  "ratings.csv": text(["userId,movieId,rating,timestamp", ...rows.map((row) => row.join(","))]),
  "movies.csv": text([
    "movieId,title,genres",
    ...items.map((id) => `${id},"${film(id)}",Comedy|Drama`),
  ]),
  "links.csv": text(["movieId,imdbId,tmdbId", ...items.map((id) => `${id},${114000 + id},${id}`)]),
};
const imdb = {
  "reviews.csv": text([
    "review_id,reviewer,movie,rating,review_summary,review_date,spoiler_tag,review_detail",
    ...rows.map(
      ([user, item, rating], at) =>
        `r${at},u${user},"${film(item)}",${rating * 2},"Well, ""well""",24 July 2005,0,"Two\nlines"`,
    ),
  ]),
  "movies.csv": text([
    "movie,genre,description,poster,imdb_id",
    ...films.map((name) => `"${name}",Drama|War,Plot,a.jpg,tt1`),
  ]),
};

const forms = (files, form = "text") =>
  Object.fromEntries(Object.keys(files).map((name) => [name, form]));
const seedOf = (name, files, form) => ({ name, files, forms: forms(files, form) });

const table = (name, separator, head = "user,item,rating,timestamp") =>
  seedOf(name, {
    "table.csv": text([
      ...(head === "" ? [] : [head.replaceAll(",", separator)]),
      ...rows.map((row) => row.join(separator)),
    ]),
  });

const jsonLines = {
  "table.csv": text(
    rows.map(([user, item, rating, timestamp]) =>
      JSON.stringify({ user, item: `i${item}`, rating, timestamp }),
    ),
  ),
};

export const ratingTargets = [
  {
    name: "movielens-100k",
    weight: 5,
    seeds: [seedOf("plain", movieLens100k)],
    read: (folder) => readMovieLens100k(folder, lenient),
    check: (dataset, { files }) =>
      datasetFault(dataset) ??
      linesFault(dataset, files, "u.data", "\t", [1, 5], ["u.item", "u.user"]),
  },
  {
    name: "movielens-1m",
    weight: 8,
    seeds: [
      seedOf("plain", movieLens1m),
      seedOf(
        "packed",
        { ...movieLens1m, "ratings.dat": gzipSync(movieLens1m["ratings.dat"]) },
        "text",
      ),
    ],
    read: (folder) => readMovieLens1m(folder, lenient),
    check: (dataset, { files }) =>
      datasetFault(dataset) ??
      linesFault(dataset, files, "ratings.dat", "::", [1, 5], ["movies.dat", "users.dat"]),
  },
  {
    name: "movielens-csv",
    weight: 1,
    seeds: [seedOf("plain", movieLensCsv)],
    read: (folder) => readMovieLensCsv(folder, lenient),
    check: datasetFault,
  },
  {
    name: "imdb",
    weight: 1,
    seeds: [seedOf("plain", imdb)],
    read: async (folder) => (await readImdb(folder, lenient)).dataset,
    check: datasetFault,
  },
  {
    name: "folder",
    weight: 1,
    seeds: [
      seedOf("100k", movieLens100k),
      seedOf("1m", movieLens1m),
      seedOf("csv", movieLensCsv),
      seedOf("imdb", imdb),
    ],
    read: (folder) => loadDataset(folder),
    check: datasetFault,
  },
  {
    name: "table",
    weight: 2,
    seeds: [
      table("comma", ","),
      table("tab", "\t"),
      table("semicolon", ";"),
      table("colons", "::"),
      table("bare", ",", ""),
      seedOf("quoted", {
        "table.csv": text([
          '"user","item","rating"',
          ...rows.map(([u, i, r]) => `"u ""${u}""","i, ${i}",${r}`),
        ]),
      }),
    ],
    read: (folder) => readTable(join(folder, "table.csv"), lenient),
    check: (dataset, { files, seed }) => datasetFault(dataset, files["table.csv"], seed),
  },
  {
    name: "json-lines",
    weight: 8,
    seeds: [seedOf("plain", jsonLines)],
    read: (folder) => readInteractionTable(join(folder, "table.csv"), {}, lenient),
    check: (read, { files }) => jsonLinesFault(read, files["table.csv"]),
  },
];
