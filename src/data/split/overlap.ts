import { MoviolaError } from "../../common/errors.js";
import { groupRows, pairKey } from "../interactions.js";
import { nameRow, type GivenPart } from "./given-parts.js";

/** A given part with its rows' users and items in the data set's positions. */
export interface PlacedPart {
  readonly part: GivenPart;
  /** Where its rows go: `IN_TRAIN`, `IN_VALID` or `IN_TEST`. */
  readonly place: number;
  readonly userIndex: Int32Array;
  readonly itemIndex: Int32Array;
}

/** How many of the doubled pairs an error message names. */
const NAMED_PAIRS = 3;

/**
 * The place of every pair of user and item (by `pairKey`) over all parts. A pair may stand more than
 * once in one part. Throws `E_SPLIT_OVERLAP`, naming the first rows, when it stands in two parts.
 */
export function placeOfPairs(parts: readonly PlacedPart[], nItems: number): Map<number, number> {
  const firstSeen = new Map<number, { placed: PlacedPart; row: number }>();
  const places = new Map<number, number>();
  const named: string[] = [];
  const partNames = new Set<string>();
  let nOverlaps = 0;
  for (const placed of parts) {
    for (let row = 0; row < placed.userIndex.length; row++) {
      const key = pairKey(placed.userIndex[row], placed.itemIndex[row], nItems);
      const first = firstSeen.get(key);
      if (first === undefined) {
        firstSeen.set(key, { placed, row });
        places.set(key, placed.place);
      } else if (first.placed !== placed) {
        nOverlaps++;
        partNames.add(first.placed.part.name).add(placed.part.name);
        if (named.length < NAMED_PAIRS) named.push(nameOverlap(first, { placed, row }));
      }
    }
  }
  if (nOverlaps > 0) throw overlapError(nOverlaps, named, partNames);
  return places;
}

/**
 * Throws as {@link placeOfPairs} does; linear in the rows and without a table of pairs where nothing
 * overlaps.
 */
export function refuseOverlaps(parts: readonly PlacedPart[], nUsers: number, nItems: number): void {
  const groups = parts.map(({ userIndex }) => groupRows(userIndex, nUsers));
  // Number of the last visit, by user and part, to each item; a visit is a user's rows of one part.
  const visitOf = new Int32Array(nItems);
  for (let user = 0; user < nUsers; user++) {
    const firstVisit = user * parts.length + 1;
    for (let part = 0; part < parts.length; part++) {
      const { offsets, rows } = groups[part];
      const { itemIndex } = parts[part];
      for (let at = offsets[user]; at < offsets[user + 1]; at++) {
        const item = itemIndex[rows[at]];
        const before = visitOf[item];
        if (before >= firstVisit && before < firstVisit + part) placeOfPairs(parts, nItems);
        visitOf[item] = firstVisit + part;
      }
    }
  }
}

interface Position {
  readonly placed: PlacedPart;
  readonly row: number;
}

function nameOverlap(first: Position, second: Position): string {
  const { part } = second.placed;
  const { userIndex, itemIndex } = part.interactions;
  const user = JSON.stringify(part.users.idOf(userIndex[second.row]));
  const item = JSON.stringify(part.items.idOf(itemIndex[second.row]));
  const places = [first, second].map(({ placed, row }) => nameRow(placed.part, row)).join(" and ");
  return `user ${user} with item ${item} (${places})`;
}

function overlapError(
  nOverlaps: number,
  named: readonly string[],
  partNames: ReadonlySet<string>,
): MoviolaError {
  return new MoviolaError("E_SPLIT_OVERLAP", "The parts of a split overlap", {
    where: [...partNames].join(" and "),
    expected: "every pair of user and item in one part only",
    got: `${nOverlaps} rows whose pair stands in an earlier part: ${named.join("; ")}`,
    remedy: "Remove the pairs from one part; a test row seen in training says nothing",
  });
}
