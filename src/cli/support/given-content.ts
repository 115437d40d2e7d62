/** What is known of items and users besides ratings, for rows that come from files. */
import { existsSync } from "node:fs";
import { basename, dirname } from "node:path";
import type { Command } from "commander";
import { MoviolaError } from "../../common/errors.js";
import type { Dataset, ItemContent, UserAttributes } from "../../data/dataset.js";
import { detectCsvFormat } from "../../data/read/csv-format.js";
import { readCsvColumns } from "../../data/read/csv-columns.js";
import { genresOf } from "../../data/read/genres.js";
import { bareItem, bareUser, Catalogue } from "../../data/read/item-catalogue.js";
import { loadDataset } from "../../data/read/load-dataset.js";
import { splitTitle } from "../../data/read/movie-title.js";
import { readGenres, readItems, readUsers } from "../../data/read/movielens-100k.js";
import { readMovies, readUsers as readUsersOf1m } from "../../data/read/movielens-1m.js";
import { DEFAULT_MAXIMUM_REJECTED_SHARE, RejectionLog } from "../../data/read/rejection-log.js";
import { openDataFile } from "../../data/read/source-file.js";

/** Options that name content. */
export interface ContentOptions {
  readonly items?: string;
  readonly users?: string;
}

/** Adds `--items` and `--users`. */
export function addContentOptions(command: Command): Command {
  return command
    .option(
      "--items <file>",
      "titles, genres, texts of the items: u.item, movies.dat, CSV with a header, or a data set's name",
    )
    .option(
      "--users <file>",
      "attributes of the users: u.user, users.dat, CSV with a header, or a data set's name",
    );
}

/** What is known by id. */
export interface GivenContent {
  readonly items?: Known<ItemContent>;
  readonly users?: Known<UserAttributes>;
}

interface Known<T> {
  /** In the order of the file. */
  readonly ids: readonly string[];
  readonly entryOf: (id: string) => T | undefined;
}

/** Reads what the options name. Throws what the readers throw. */
export async function readGivenContent({ items, users }: ContentOptions): Promise<GivenContent> {
  return {
    ...(items === undefined ? {} : { items: await itemsOf(items) }),
    ...(users === undefined ? {} : { users: await usersOf(users) }),
  };
}

/**
 * The data set with the content of its own users and items, and how many of them it does not cover.
 * Throws `E_CLI_CONTENT` when it covers none.
 */
export function withContent(
  dataset: Dataset,
  { items, users }: GivenContent,
): { readonly dataset: Dataset; readonly notes: readonly string[] } {
  const notes: string[] = [];
  const entriesOf = <T>(
    option: string,
    ids: readonly string[],
    known: Known<T>,
  ): (T | undefined)[] => {
    const entries = ids.map(known.entryOf);
    const nBare = entries.filter((entry) => entry === undefined).length;
    if (nBare === ids.length) throw contentError(option, ids, known.ids);
    if (nBare > 0) notes.push(`${option} says nothing of ${nBare} of ${ids.length}`);
    return entries;
  };
  const content = items && entriesOf("--items", dataset.items.ids, items);
  const attributes = users && entriesOf("--users", dataset.users.ids, users);
  const full = dataset.with({
    ...(content && {
      itemContent: content.map((entry, item) => entry ?? bareItem(dataset.items.ids[item])),
    }),
    ...(attributes && { userAttributes: attributes.map((entry) => entry ?? bareUser()) }),
  });
  return { dataset: full, notes };
}

async function itemsOf(path: string): Promise<Known<ItemContent>> {
  const share = DEFAULT_MAXIMUM_REJECTED_SHARE;
  const name = basename(path);
  if (name === "u.item") {
    const genres = await readGenres(path.replace(/item$/, "genre"));
    return knownOf(await readItems(path, genres, share));
  }
  if (name === "movies.dat") return knownOf(await readMovies(path, "latin1", share));
  if (isTable(path)) return knownOf(await readItemTable(path, share));
  const { items, itemContent } = await loadDataset(folderOf(path));
  return { ids: items.ids, entryOf: (id) => itemContent[items.indexOf(id)] };
}

async function usersOf(path: string): Promise<Known<UserAttributes>> {
  const share = DEFAULT_MAXIMUM_REJECTED_SHARE;
  const name = basename(path);
  if (name === "u.user") return knownOf(await readUsers(path, share));
  if (name === "users.dat") return knownOf(await readUsersOf1m(path, share));
  if (isTable(path)) return knownOf(await readUserTable(path, share));
  const { users, userAttributes } = await loadDataset(folderOf(path), {
    texts: false,
    posters: false,
  });
  return { ids: users.ids, entryOf: (id) => userAttributes[users.indexOf(id)] };
}

function isTable(path: string): boolean {
  return /\.(csv|tsv)(\.gz)?$/.test(path);
}

/** A data set's folder may be named by a file of it that is not read alone, such as `ratings.dat`. */
function folderOf(path: string): string {
  return existsSync(path) && basename(path).includes(".") ? dirname(path) : path;
}

function knownOf<T>(catalogue: Catalogue<T>): Known<T> {
  const map = catalogue.ids.build();
  const entries = catalogue.entriesFor(map, () => undefined as T);
  return { ids: map.ids, entryOf: (id) => entries[map.indexOf(id)] };
}

/** The first of `names` that the header has. */
function columnOf(header: readonly string[], names: readonly string[]): string | undefined {
  return names.find((name) => header.includes(name));
}

async function headerOf(path: string): Promise<string[]> {
  const { firstRecord } = detectCsvFormat(await openDataFile(path), {});
  return firstRecord.map((name) => name.trim());
}

const itemIds = ["item_id", "itemID", "item", "movieId", "movie_id", "asin", "id"];
const textNames = ["text", "overview", "plot", "description", "summary", "imdb_description"];

async function readItemTable(path: string, share: number): Promise<Catalogue<ItemContent>> {
  const header = await headerOf(path);
  const id = columnOf(header, itemIds) ?? header[0];
  const title = columnOf(header, ["title", "name"]) ?? id;
  const genres = columnOf(header, ["genres", "genre", "categories"]) ?? "";
  const year = columnOf(header, ["year"]) ?? "";
  const texts = textNames.filter((name) => header.includes(name));
  const log = new RejectionLog(path);
  const items = new Catalogue<ItemContent>(log);
  const request = { path, required: [id], optional: [title, genres, year, ...texts] };
  await readCsvColumns(request, log, (cells, line) => {
    const [own, named, kinds, when, ...told] = cells;
    const text = told.map((cell) => cell?.trim() ?? "").find((cell) => cell !== "");
    const split = splitTitle(named ?? own ?? "");
    items.add(line, own?.trim() ?? "", {
      ...split,
      ...(when !== null && /^\d{4}$/.test(when.trim()) ? { year: Number(when) } : {}),
      genres: genresOf(kinds),
      ...(text === undefined ? {} : { text }),
    });
  });
  items.check(share);
  return items;
}

async function readUserTable(path: string, share: number): Promise<Catalogue<UserAttributes>> {
  const header = await headerOf(path);
  const id = columnOf(header, ["user_id", "userID", "user", "userId", "id"]) ?? header[0];
  const names = header.filter((name) => name !== id && name !== "");
  const log = new RejectionLog(path);
  const users = new Catalogue<UserAttributes>(log);
  await readCsvColumns({ path, required: [id], optional: names }, log, ([own, ...cells], line) => {
    const attributes: Record<string, string | number> = {};
    names.forEach((name, at) => {
      const text = cells[at]?.trim() ?? "";
      if (text !== "") attributes[name] = Number.isFinite(Number(text)) ? Number(text) : text;
    });
    users.add(line, own?.trim() ?? "", attributes);
  });
  users.check(share);
  return users;
}

function contentError(
  option: string,
  ids: readonly string[],
  known: readonly string[],
): MoviolaError {
  return new MoviolaError("E_CLI_CONTENT", "A file of items or users knows none of the data's", {
    where: option,
    expected: `ids such as ${ids.slice(0, 3).join(", ")}`,
    got: `ids such as ${known.slice(0, 3).join(", ")}`,
    remedy:
      "Name the file that belongs to the data; its first column, or item_id or user_id, has ids",
  });
}
