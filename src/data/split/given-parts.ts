import { MoviolaError } from "../../common/errors.js";
import type { Interactions } from "../dataset.js";
import type { IdMap } from "../id-map.js";

/** One part of a split as a reader gives it, with ids of its own; a `Dataset` fits as it is. */
export interface GivenPart {
  /** What error messages call it, such as the file's name. */
  readonly name: string;
  readonly users: IdMap;
  readonly items: IdMap;
  readonly interactions: Interactions;
  /** `[nRows]` line of each row in its file, counted from 1, for error messages. */
  readonly lines?: ArrayLike<number>;
}

/** The parts of a split that was made elsewhere. */
export interface GivenParts {
  readonly train: GivenPart;
  readonly valid?: GivenPart;
  readonly test: GivenPart;
}

/** A row's place in words, such as `u1.test, line 12`, or by row (from 1) where lines are not known. */
export function nameRow(part: GivenPart, row: number): string {
  const line = part.lines?.[row];
  return line === undefined ? `${part.name}, row ${row + 1}` : `${part.name}, line ${line}`;
}

/** How many of the faulty rows an error message names. */
const NAMED_ROWS = 3;

/**
 * `[size]` the position in `common` of each id of `own`. Throws `E_SPLIT_ID`, naming the first rows,
 * when an id that some row uses is not in `common`.
 */
export function translateIds(
  part: GivenPart,
  kind: "user" | "item",
  common: Pick<IdMap, "indexOf">,
): Int32Array {
  const own = kind === "user" ? part.users : part.items;
  const used = kind === "user" ? part.interactions.userIndex : part.interactions.itemIndex;
  const positions = Int32Array.from(own.ids, (id) => common.indexOf(id));
  const faulty: number[] = [];
  used.forEach((index, row) => {
    if (positions[index] < 0) faulty.push(row);
  });
  if (faulty.length === 0) return positions;
  const named = faulty
    .slice(0, NAMED_ROWS)
    .map((row) => `${JSON.stringify(own.idOf(used[row]))} (${nameRow(part, row)})`);
  throw new MoviolaError(
    "E_SPLIT_ID",
    `A split file names ${kind === "user" ? "a user" : "an item"} that the data set lacks`,
    {
      where: nameRow(part, faulty[0]),
      expected: `${kind} ids of the data set`,
      got: `${faulty.length} rows with unknown ids: ${named.join(", ")}`,
      remedy: "Use the files of the same data set, or build the data set from the parts",
    },
  );
}
