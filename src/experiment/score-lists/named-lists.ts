import { MoviolaError } from "../../common/errors.js";

/** Ranked lists of any tool, with ids as they stand in its file. */
export interface NamedLists {
  /** What error messages and tables call them. */
  readonly name: string;
  /** Items of each user, best first, each once. */
  readonly itemsOf: ReadonlyMap<string, readonly string[]>;
}

/** One row of a file of lists; `line` is counted from 1. */
export interface ListRow {
  readonly user: string;
  readonly item: string;
  readonly score?: number;
  readonly rank?: number;
  readonly line: number;
}

/**
 * Orders rows into lists: by `rank` ascending where the rows have ranks, else by `score` descending,
 * equal scores in the order of the file. Throws `E_LIST_ITEM` for an item that stands twice in a list,
 * `E_LIST_RANK` for a rank that does, `E_LIST_ORDER` for a row with neither a rank nor a score.
 */
export function listsFromRows(name: string, rows: readonly ListRow[]): NamedLists {
  const byUser = new Map<string, ListRow[]>();
  const hasRank = rows.every((row) => row.rank !== undefined);
  for (const row of rows) {
    const key = hasRank ? row.rank : row.score;
    if (key === undefined || !Number.isFinite(key)) throw orderError(name, row);
    const own = byUser.get(row.user);
    if (own === undefined) byUser.set(row.user, [row]);
    else own.push(row);
  }
  const itemsOf = new Map<string, readonly string[]>();
  for (const [user, own] of byUser) {
    own.sort((a, b) => (hasRank ? a.rank! - b.rank! : b.score! - a.score!) || a.line - b.line);
    refuseRepeats(name, own, hasRank);
    itemsOf.set(
      user,
      own.map((row) => row.item),
    );
  }
  return { name, itemsOf };
}

function refuseRepeats(name: string, rows: readonly ListRow[], hasRank: boolean): void {
  const lineOf = new Map<string, number>();
  rows.forEach((row, position) => {
    const before = lineOf.get(row.item);
    if (before !== undefined) {
      throw new MoviolaError("E_LIST_ITEM", "An item stands twice in a user's list", {
        where: `${name}, lines ${before} and ${row.line}`,
        expected: "each item once for a user",
        got: `user ${JSON.stringify(row.user)}, item ${JSON.stringify(row.item)}`,
        remedy: "Remove the lower of the two places",
      });
    }
    lineOf.set(row.item, row.line);
    if (hasRank && position > 0 && rows[position - 1].rank === row.rank) {
      throw new MoviolaError("E_LIST_RANK", "Two items of a user's list have the same rank", {
        where: `${name}, lines ${rows[position - 1].line} and ${row.line}`,
        expected: "ranks that order the list",
        got: `rank ${row.rank} twice for user ${JSON.stringify(row.user)}`,
        remedy: "Give every item its own rank, or leave the column out and order by score",
      });
    }
  });
}

function orderError(name: string, row: ListRow): MoviolaError {
  return new MoviolaError("E_LIST_ORDER", "A row of a recommendation list cannot be ordered", {
    where: `${name}, line ${row.line}`,
    expected: "a rank in every row, or a finite score",
    got: `rank ${row.rank ?? "missing"}, score ${row.score ?? "missing"}`,
    remedy: "Give every row of the file a rank, or every row a score",
  });
}
