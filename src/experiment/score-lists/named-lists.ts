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

/** The rows of one user as columns: a file may have tens of millions of rows. */
interface UserRows {
  readonly items: string[];
  /** NaN where the row has none. */
  readonly scores: number[];
  readonly ranks: number[];
  readonly lines: number[];
}

/** Collects the rows of a file and orders them into lists. */
export class ListBuilder {
  readonly #name: string;
  readonly #rowsOf = new Map<string, UserRows>();
  /** One text for each item, not one for each row. */
  readonly #itemTexts = new Map<string, string>();
  #hasRank = true;

  /** `name` is what error messages call the file. */
  constructor(name: string) {
    this.#name = name;
  }

  add({ user, item, score = NaN, rank = NaN, line }: ListRow): void {
    let rows = this.#rowsOf.get(user);
    if (rows === undefined) {
      rows = { items: [], scores: [], ranks: [], lines: [] };
      this.#rowsOf.set(user, rows);
    }
    let text = this.#itemTexts.get(item);
    if (text === undefined) this.#itemTexts.set(item, (text = item));
    rows.items.push(text);
    rows.scores.push(score);
    rows.ranks.push(rank);
    rows.lines.push(line);
    if (Number.isNaN(rank)) this.#hasRank = false;
  }

  /**
   * The lists: by `rank` ascending where every row has one, else by `score` descending, equal scores
   * in the order of the file. Throws `E_LIST_ITEM` for an item that stands twice in a list,
   * `E_LIST_RANK` for a rank that does, `E_LIST_ORDER` for a row with neither a rank nor a score.
   */
  finish(): NamedLists {
    const itemsOf = new Map<string, readonly string[]>();
    for (const [user, rows] of this.#rowsOf) {
      const order = this.#orderOf(rows);
      this.#refuseRepeats(user, rows, order);
      itemsOf.set(
        user,
        order.map((row) => rows.items[row]),
      );
    }
    return { name: this.#name, itemsOf };
  }

  /** Rows best first. */
  #orderOf(rows: UserRows): number[] {
    const { ranks, scores } = rows;
    const missing = this.#hasRank ? -1 : scores.findIndex((score) => !Number.isFinite(score));
    if (missing >= 0) throw orderError(this.#name, rows, missing);
    const keys = this.#hasRank ? ranks : scores.map((score) => -score);
    return [...keys.keys()].sort((one, other) => keys[one] - keys[other] || one - other);
  }

  #refuseRepeats(user: string, rows: UserRows, order: readonly number[]): void {
    const { items, ranks, lines } = rows;
    const rowOf = new Map<string, number>();
    order.forEach((row, position) => {
      const twin = rowOf.get(items[row]);
      if (twin !== undefined)
        throw itemError(this.#name, user, items[row], lines[twin], lines[row]);
      rowOf.set(items[row], row);
      const before = order[position - 1];
      if (this.#hasRank && position > 0 && ranks[before] === ranks[row]) {
        throw rankError(this.#name, user, ranks[row], lines[before], lines[row]);
      }
    });
  }
}

/** The lists of all rows; throws as {@link ListBuilder.finish} does. */
export function listsFromRows(name: string, rows: readonly ListRow[]): NamedLists {
  const builder = new ListBuilder(name);
  for (const row of rows) builder.add(row);
  return builder.finish();
}

function itemError(
  name: string,
  user: string,
  item: string,
  one: number,
  other: number,
): MoviolaError {
  return new MoviolaError("E_LIST_ITEM", "An item stands twice in a user's list", {
    where: `${name}, lines ${one} and ${other}`,
    expected: "each item once for a user",
    got: `user ${JSON.stringify(user)}, item ${JSON.stringify(item)}`,
    remedy: "Remove the lower of the two places",
  });
}

function rankError(
  name: string,
  user: string,
  rank: number,
  one: number,
  other: number,
): MoviolaError {
  return new MoviolaError("E_LIST_RANK", "Two items of a user's list have the same rank", {
    where: `${name}, lines ${one} and ${other}`,
    expected: "ranks that order the list",
    got: `rank ${rank} twice for user ${JSON.stringify(user)}`,
    remedy: "Give every item its own rank, or leave the column out and order by score",
  });
}

function orderError(name: string, { ranks, scores, lines }: UserRows, row: number): MoviolaError {
  const text = (value: number): string => (Number.isNaN(value) ? "missing" : String(value));
  return new MoviolaError("E_LIST_ORDER", "A row of a recommendation list cannot be ordered", {
    where: `${name}, line ${lines[row]}`,
    expected: "a rank in every row, or a finite score",
    got: `rank ${text(ranks[row])}, score ${text(scores[row])}`,
    remedy: "Give every row of the file a rank, or every row a score",
  });
}
