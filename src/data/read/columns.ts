import { MoviolaError } from "../../common/errors.js";

/** Which column holds what: a name from the header, or a position counted from 0. */
export interface ColumnMap {
  readonly user?: string | number;
  readonly item?: string | number;
  readonly rating?: string | number;
  readonly timestamp?: string | number;
}

/** Positions of the columns, counted from 0. */
export interface ColumnPositions {
  readonly user: number;
  readonly item: number;
  readonly rating?: number;
  readonly timestamp?: number;
}

/** The roles a column can have, with the names by which each is known (without case and marks). */
const KNOWN_NAMES = {
  user: ["user", "userid", "uid", "reviewer", "reviewerid", "visitorid", "customerid"],
  item: ["item", "itemid", "iid", "movie", "movieid", "film", "filmid", "asin", "productid"],
  rating: ["rating", "ratings", "score", "stars", "overall"],
  timestamp: ["timestamp", "time", "unixreviewtime", "unixtime", "ts"],
} as const;

type Role = keyof typeof KNOWN_NAMES;

/**
 * Finds the columns in a header: those named in `map`, the others by the common names (`user`,
 * `userID`, `user_id`, `reviewerID`, `item`, `movieId`, `asin`, `rating`, `score`, `stars`,
 * `timestamp`, `time`, `unixReviewTime`, ...; RecBole's `user_id:token` too). Throws
 * `E_DATA_COLUMN` when a named column, the user or the item is not there.
 */
export function resolveColumns(
  header: readonly string[],
  map: ColumnMap,
  file: string,
): ColumnPositions {
  const find = (role: Role): number => {
    const wanted = map[role];
    if (typeof wanted === "number") return checkPosition(wanted, header.length, role, file);
    if (wanted !== undefined) {
      const exact = header.indexOf(wanted);
      return exact >= 0 ? exact : missing(file, role, `a column "${wanted}"`, header);
    }
    const names: readonly string[] = KNOWN_NAMES[role];
    return header.findIndex((name) => names.includes(simplify(name)));
  };
  const user = find("user");
  const item = find("item");
  if (user < 0) missing(file, "user", "a user column such as user, userID or user_id", header);
  if (item < 0) missing(file, "item", "an item column such as item, itemID or movieId", header);
  return positions(user, item, find("rating"), find("timestamp"));
}

/**
 * Columns of a table without a header: those in `map` by position, or else user, item, rating,
 * timestamp in this order as far as there are columns. Throws `E_DATA_COLUMN` for a name, a
 * position out of range, one column only, or more than four without a map.
 */
export function positionalColumns(nColumns: number, map: ColumnMap, file: string): ColumnPositions {
  const header = Array.from({ length: nColumns }, (_, index) => `column ${index}`);
  const given = Object.values(map).some((value) => value !== undefined);
  for (const [role, wanted] of Object.entries(map)) {
    if (typeof wanted === "string") missing(file, role, `a header with "${wanted}"`, header);
    if (typeof wanted === "number") checkPosition(wanted, nColumns, role as Role, file);
  }
  if (!given && (nColumns < 2 || nColumns > 4)) {
    missing(
      file,
      "user",
      "a header, or two to four columns: user, item, rating, timestamp",
      header,
    );
  }
  const at = (role: Role, fallback: number): number => {
    const wanted = map[role];
    if (typeof wanted === "number") return wanted;
    return given || fallback >= nColumns ? -1 : fallback;
  };
  const [user, item] = [at("user", 0), at("item", 1)];
  if (user < 0 || item < 0) missing(file, user < 0 ? "user" : "item", "user and item", header);
  return positions(user, item, at("rating", 2), at("timestamp", 3));
}

/**
 * True when a first row is a header: it holds a known or a wanted name, or no number at all. Where
 * the columns are given by position, text alone does not make a header: the ids may be text.
 */
export function looksLikeHeader(fields: readonly string[], map: ColumnMap): boolean {
  const given = Object.values(map).filter((value) => value !== undefined);
  if (given.some((name) => typeof name === "string" && fields.includes(name))) return true;
  const known = Object.values(KNOWN_NAMES).flat() as readonly string[];
  if (fields.some((field) => known.includes(simplify(field)))) return true;
  const isNumber = (field: string): boolean => /^\s*[+-]?[\d.]+\s*$/.test(field);
  if (given.some((position) => typeof position === "number")) {
    const { rating } = map;
    return typeof rating === "number" && rating < fields.length && !isNumber(fields[rating]);
  }
  return !fields.some(isNumber);
}

function positions(user: number, item: number, rating: number, timestamp: number): ColumnPositions {
  return {
    user,
    item,
    ...(rating >= 0 && { rating }),
    ...(timestamp >= 0 && { timestamp }),
  };
}

function simplify(name: string): string {
  return name
    .replace(/:(token|float|token_seq|float_seq)$/, "")
    .toLowerCase()
    .replaceAll(/[\s_-]/g, "");
}

function checkPosition(position: number, nColumns: number, role: Role, file: string): number {
  if (Number.isInteger(position) && position >= 0 && position < nColumns) return position;
  return missing(file, role, `column ${position} (counted from 0)`, [`${nColumns} columns`]);
}

function missing(file: string, role: string, expected: string, header: readonly string[]): never {
  throw new MoviolaError("E_DATA_COLUMN", `The ${role} column of a table was not found`, {
    where: `${file}, line 1`,
    expected,
    got: header.slice(0, 20).join(", "),
    remedy: `Name the column: columns: { ${role}: "..." }, on the command line --columns ${role}=...`,
  });
}
