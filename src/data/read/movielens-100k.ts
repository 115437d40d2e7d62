import { join } from "node:path";

import { MoviolaError } from "../../common/errors.js";
import type { Dataset, ItemContent, UserAttributes } from "../dataset.js";
import { assembleDataset } from "./assemble.js";
import { readDelimitedLines } from "./delimited-lines.js";
import { Catalogue } from "./item-catalogue.js";
import { splitTitle } from "./movie-title.js";
import { parseDecimal } from "./numbers.js";
import { ONE_TO_FIVE } from "./rating-scale.js";
import { readRatingLines } from "./rating-lines.js";
import type { ReaderOptions } from "./reader-options.js";
import { DEFAULT_MAXIMUM_REJECTED_SHARE, RejectionLog } from "./rejection-log.js";
import { MOVIELENS_LICENCE } from "./licences.js";

/**
 * Reads MovieLens 100K from a folder with `u.data`, `u.item`, `u.user` and `u.genre` (Latin-1).
 * Ratings 1 to 5. Items have title, year and genres (the mark `unknown` counts as no genre; item 267
 * has no year); users have `age`, `gender`, `occupation`, `zipCode`. Users and items stand in the
 * order of their files, which is that of their ids.
 *
 * Errors: `E_DATA_FILE` when a file is missing, and those of `readInteractionTable`.
 */
export async function readMovieLens100k(
  folder: string,
  options: ReaderOptions = {},
): Promise<Dataset> {
  const share = options.maximumRejectedShare ?? DEFAULT_MAXIMUM_REJECTED_SHARE;
  const file = (name: string): string => join(folder, name);
  const genres = await readGenres(file("u.genre"));
  const items = await readItems(file("u.item"), genres, share);
  const users = await readUsers(file("u.user"), share);
  const { interactions, rejected } = await readRatingLines({
    path: file("u.data"),
    separator: "\t",
    ratingScale: ONE_TO_FIVE,
    users: users.ids,
    items: items.ids,
    maximumRejectedShare: share,
  });
  const found = {
    name: "ml-100k",
    folder,
    files: ["u.data", "u.item", "u.user", "u.genre"].map(file),
    licence: MOVIELENS_LICENCE,
    ratingScale: ONE_TO_FIVE,
    interactions,
    items,
    users,
    rejected: [rejected],
  };
  return await assembleDataset(found, options);
}

/** Genres by their number in `u.genre`. Throws `E_DATA_TABLE` unless they are numbered 0, 1, 2, ... in this order. */
export async function readGenres(path: string): Promise<string[]> {
  const genres: string[] = [];
  const format = { separator: "|", nFields: 2, encoding: "latin1" } as const;
  const log = new RejectionLog(path);
  await readDelimitedLines(path, format, log, ([name, position], line) => {
    if (position === String(genres.length)) genres.push(name);
    else log.add(line, `number ${JSON.stringify(position)} in place of ${genres.length}`);
  });
  // A genre that is left out would move the marks of all behind it.
  if (log.count > 0) throw genreError(path, log);
  return genres;
}

function genreError(path: string, log: RejectionLog): MoviolaError {
  const [{ line, reason }] = log.rows().examples;
  return new MoviolaError("E_DATA_TABLE", "A table cannot be read", {
    where: `${path}, line ${line}`,
    expected: "a genre and its number a line, numbered 0, 1, 2 and so on",
    got: reason,
    remedy: "Get the file again from the publisher",
  });
}

/** The films of `u.item`, with the genres of `u.genre` in their order. Throws `E_DATA_ROW`. */
export async function readItems(
  path: string,
  genres: readonly string[],
  share: number,
): Promise<Catalogue<ItemContent>> {
  const log = new RejectionLog(path);
  const items = new Catalogue<ItemContent>(log);
  const format = { separator: "|", nFields: 5 + genres.length, encoding: "latin1" } as const;
  await readDelimitedLines(path, format, log, (fields, line) => {
    const marks = fields.slice(5);
    const own = genres.filter((name, index) => marks[index] === "1" && name !== "unknown");
    items.add(line, fields[0], { ...splitTitle(fields[1]), genres: own });
  });
  items.check(share);
  return items;
}

/** The users of `u.user`. Throws `E_DATA_ROW`. */
export async function readUsers(path: string, share: number): Promise<Catalogue<UserAttributes>> {
  const log = new RejectionLog(path);
  const users = new Catalogue<UserAttributes>(log);
  const format = { separator: "|", nFields: 5, encoding: "latin1" } as const;
  await readDelimitedLines(path, format, log, ([id, age, gender, occupation, zipCode], line) => {
    const years = parseDecimal(age);
    if (Number.isNaN(years)) log.add(line, `age ${JSON.stringify(age)} is not a number`);
    else users.add(line, id, { age: years, gender, occupation, zipCode });
  });
  users.check(share);
  return users;
}
