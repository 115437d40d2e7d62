import { existsSync } from "node:fs";
import { resolve } from "node:path";

import type { ItemContent } from "../dataset.js";
import { readCsvColumns } from "./csv-columns.js";
import type { MovieColumns } from "./imdb-columns.js";
import { Catalogue } from "./item-catalogue.js";
import { splitTitle } from "./movie-title.js";
import { RejectionLog } from "./rejection-log.js";

/** Reads the movies file of IMDb Vision and NLP; an item's id is its title with year. */
export async function readImdbMovies(
  path: string,
  posterFolder: string,
  columns: MovieColumns,
  maximumRejectedShare: number,
): Promise<Catalogue<ItemContent>> {
  const log = new RejectionLog(path);
  const items = new Catalogue<ItemContent>(log, "permitted");
  const optional = [columns.genres, columns.text, columns.poster, columns.imdbId];
  await readCsvColumns({ path, required: [columns.item], optional }, log, (cells, line) => {
    const [name, genres, text, poster, imdb] = cells;
    const id = name?.trim() ?? "";
    const posterPath = poster ? resolve(posterFolder, poster) : undefined;
    items.add(line, id, {
      ...splitTitle(id),
      genres: listOf(genres),
      ...(text && { text }),
      ...(posterPath !== undefined && existsSync(posterPath) && { posterPath }),
      ...(imdb && { externalIds: { imdb } }),
    });
  });
  items.check(maximumRejectedShare);
  return items;
}

/** Splits `"Drama|War"`, `"Drama, War"` or `"['Drama', 'War']"`. */
function listOf(text: string | null): string[] {
  return (text ?? "")
    .replaceAll(/[[\]'"]/g, "")
    .split(/[|,]/)
    .map((genre) => genre.trim())
    .filter((genre) => genre !== "");
}
