import { basename } from "node:path";

import type { Dataset, ItemContent, UserAttributes } from "../dataset.js";
import { assembleDataset } from "./assemble.js";
import { collectTable } from "./collect-table.js";
import { readCsvColumns } from "./csv-columns.js";
import { firstExisting } from "./first-existing.js";
import { genresOf } from "./genres.js";
import { Catalogue } from "./item-catalogue.js";
import { MOVIELENS_LICENCE } from "./licences.js";
import { splitTitle } from "./movie-title.js";
import { HALF_TO_FIVE } from "./rating-scale.js";
import type { ReaderOptions } from "./reader-options.js";
import { DEFAULT_MAXIMUM_REJECTED_SHARE, RejectionLog } from "./rejection-log.js";

/**
 * Reads a MovieLens release of the CSV kind (`latest-small`, 20M, 25M, 32M) from a folder with
 * `ratings.csv`, `movies.csv` and, if there, `links.csv` (each `.gz` or not). Ratings 0.5 to 5.
 * Items have title, year, genres and the ids `imdb` (such as `tt0114709`) and `tmdb`.
 *
 * All films of `movies.csv` count as items by default. Errors as for `readInteractionTable`.
 */
export async function readMovieLensCsv(
  folder: string,
  options: ReaderOptions = {},
): Promise<Dataset> {
  const share = options.maximumRejectedShare ?? DEFAULT_MAXIMUM_REJECTED_SHARE;
  const ratingsFile = await firstExisting(folder, ["ratings.csv", "ratings.csv.gz"]);
  const moviesFile = await firstExisting(folder, ["movies.csv", "movies.csv.gz"]);
  const linksFile = await firstExisting(folder, ["links.csv", "links.csv.gz"]).catch(
    () => undefined,
  );
  const links = await readLinks(linksFile);
  const items = await readMovies(moviesFile, links, share);
  const users = new Catalogue<UserAttributes>(new RejectionLog(ratingsFile));
  const columns = { user: "userId", item: "movieId", rating: "rating", timestamp: "timestamp" };
  const { collector, interactions } = await collectTable({
    path: ratingsFile,
    options: { columns, ratingScale: HALF_TO_FIVE, maximumRejectedShare: share },
    users: users.ids,
    items: items.ids,
  });
  const found = {
    name: basename(folder),
    folder,
    files: [ratingsFile, moviesFile, ...(linksFile === undefined ? [] : [linksFile])],
    licence: MOVIELENS_LICENCE,
    ratingScale: HALF_TO_FIVE,
    interactions,
    items,
    users,
    rejected: [collector.rejected()],
  };
  return await assembleDataset(found, options);
}

type ExternalIds = Readonly<Record<string, string>>;

async function readLinks(path: string | undefined): Promise<ReadonlyMap<string, ExternalIds>> {
  const links = new Map<string, ExternalIds>();
  if (path === undefined) return links;
  const request = { path, required: ["movieId"], optional: ["imdbId", "tmdbId"] };
  await readCsvColumns(request, new RejectionLog(path), ([id, imdb, tmdb]) => {
    if (id === null) return;
    links.set(id, {
      ...(imdb && { imdb: `tt${imdb.padStart(7, "0")}` }),
      ...(tmdb && { tmdb }),
    });
  });
  return links;
}

async function readMovies(
  path: string,
  links: ReadonlyMap<string, ExternalIds>,
  share: number,
): Promise<Catalogue<ItemContent>> {
  const log = new RejectionLog(path);
  const items = new Catalogue<ItemContent>(log);
  const request = { path, required: ["movieId", "title"], optional: ["genres"] };
  await readCsvColumns(request, log, ([id, title, genres], line) => {
    const externalIds = links.get(id ?? "");
    items.add(line, id ?? "", {
      ...splitTitle(title ?? id ?? ""),
      genres: genresOf(genres),
      ...(externalIds && { externalIds }),
    });
  });
  items.check(share);
  return items;
}
