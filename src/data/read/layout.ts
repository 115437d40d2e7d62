import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** The layouts that `loadDataset` knows by their files. */
export type DataLayout =
  "movielens-100k" | "movielens-1m" | "movielens-csv" | "imdb" | "inter" | "table";

/** A recognised layout and the file or folder to give to its reader. */
export interface RecognisedLayout {
  readonly layout: DataLayout;
  readonly path: string;
}

/**
 * Tells by the files what a folder or file holds; `undefined` when there is nothing, or a folder
 * without known files. A file that is not `.inter` is taken for a table.
 */
export async function recogniseLayout(path: string): Promise<RecognisedLayout | undefined> {
  const status = await stat(path).catch(() => undefined);
  if (status === undefined) return undefined;
  if (!status.isDirectory()) {
    return { layout: path.endsWith(".inter") ? "inter" : "table", path };
  }
  const names = (await readdir(path)).sort();
  const has = (name: string): boolean => names.includes(name) || names.includes(`${name}.gz`);
  if (has("u.data")) return { layout: "movielens-100k", path };
  if (has("ratings.dat")) return { layout: "movielens-1m", path };
  if (has("reviews.csv")) return { layout: "imdb", path };
  if (has("ratings.csv") && has("movies.csv")) return { layout: "movielens-csv", path };
  const inter = names.filter((name) => name.endsWith(".inter"));
  if (inter.length === 1) return { layout: "inter", path: join(path, inter[0]) };
  return undefined;
}

/** What a folder must hold to be recognised, for messages. */
export const LAYOUTS_IN_WORDS =
  "u.data; ratings.dat and movies.dat; ratings.csv and movies.csv; reviews.csv and movies.csv; or one .inter file";
