import { basename, join } from "node:path";

import type { Dataset, ItemContent, UserAttributes } from "../dataset.js";
import { assembleDataset } from "./assemble.js";
import { readDelimitedLines } from "./delimited-lines.js";
import { firstExisting, pathExists } from "./first-existing.js";
import { Catalogue } from "./item-catalogue.js";
import { MOVIELENS_LICENCE } from "./licences.js";
import { genresOf } from "./genres.js";
import { splitTitle } from "./movie-title.js";
import { parseDecimal } from "./numbers.js";
import { HALF_TO_FIVE, ONE_TO_FIVE } from "./rating-scale.js";
import { readRatingLines } from "./rating-lines.js";
import type { ReaderOptions } from "./reader-options.js";
import { DEFAULT_MAXIMUM_REJECTED_SHARE, RejectionLog } from "./rejection-log.js";

/** The occupations by their code, as the README of MovieLens 1M lists them. */
const OCCUPATIONS = [
  "other",
  "academic/educator",
  "artist",
  "clerical/admin",
  "college/grad student",
  "customer service",
  "doctor/health care",
  "executive/managerial",
  "farmer",
  "homemaker",
  "K-12 student",
  "lawyer",
  "programmer",
  "retired",
  "sales/marketing",
  "scientist",
  "self-employed",
  "technician/engineer",
  "tradesman/craftsman",
  "unemployed",
  "writer",
];

/**
 * Reads MovieLens 1M from a folder with `movies.dat`, `users.dat` and `ratings.dat` or
 * `ratings.dat.gz` (fields separated by `::`, Latin-1). Ratings 1 to 5. Users have `age` (the lower
 * end of its group: 1, 18, 25, 35, 45, 50, 56), `gender`, `occupation`, `zipCode`. A timestamp 0
 * means unknown and is kept as 0, so that it sorts first. Without `users.dat` the folder is
 * MovieLens 10M (UTF-8, half stars).
 *
 * By default all 3,883 films of `movies.dat` count as items, of which 3,706 have ratings; with
 * `items: "rated"` only those. Errors as for `readMovieLens100k`.
 */
export async function readMovieLens1m(
  folder: string,
  options: ReaderOptions = {},
): Promise<Dataset> {
  const share = options.maximumRejectedShare ?? DEFAULT_MAXIMUM_REJECTED_SHARE;
  const ratingsFile = await firstExisting(folder, ["ratings.dat", "ratings.dat.gz"]);
  const [moviesFile, usersFile] = [join(folder, "movies.dat"), join(folder, "users.dat")];
  const hasUsers = await pathExists(usersFile);
  const items = await readMovies(moviesFile, hasUsers ? "latin1" : "utf8", share);
  const users = hasUsers
    ? await readUsers(usersFile, share)
    : new Catalogue<UserAttributes>(new RejectionLog(usersFile));
  const ratingScale = hasUsers ? ONE_TO_FIVE : HALF_TO_FIVE;
  const { interactions, rejected } = await readRatingLines({
    path: ratingsFile,
    separator: "::",
    ratingScale,
    users: users.ids,
    items: items.ids,
    maximumRejectedShare: share,
  });
  const found = {
    name: hasUsers ? "ml-1m" : basename(folder),
    folder,
    files: [ratingsFile, moviesFile, ...(hasUsers ? [usersFile] : [])],
    licence: MOVIELENS_LICENCE,
    ratingScale,
    interactions,
    items,
    users,
    rejected: [rejected],
  };
  return await assembleDataset(found, options);
}

/** The films of `movies.dat`. Throws `E_DATA_ROW`. */
export async function readMovies(
  path: string,
  encoding: "latin1" | "utf8",
  share: number,
): Promise<Catalogue<ItemContent>> {
  const log = new RejectionLog(path);
  const items = new Catalogue<ItemContent>(log);
  const format = { separator: "::", nFields: 3, encoding };
  await readDelimitedLines(path, format, log, ([id, title, genres], line) => {
    items.add(line, id, { ...splitTitle(title), genres: genresOf(genres) });
  });
  items.check(share);
  return items;
}

/** The users of `users.dat`. Throws `E_DATA_ROW`. */
export async function readUsers(path: string, share: number): Promise<Catalogue<UserAttributes>> {
  const log = new RejectionLog(path);
  const users = new Catalogue<UserAttributes>(log);
  const format = { separator: "::", nFields: 5, encoding: "latin1" } as const;
  await readDelimitedLines(path, format, log, ([id, gender, age, code, zipCode], line) => {
    const years = parseDecimal(age);
    const occupation = OCCUPATIONS[Number(code)] as string | undefined;
    if (Number.isNaN(years)) log.add(line, `age ${JSON.stringify(age)} is not a number`);
    else users.add(line, id, { age: years, gender, occupation: occupation ?? code, zipCode });
  });
  users.check(share);
  return users;
}
