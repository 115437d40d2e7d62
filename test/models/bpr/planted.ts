import type { TrainPart, ValidPart } from "../../../src/data/split/parts.js";
import { createRandom } from "../../../src/compute/random.js";
import { trainPart } from "../../support/parts.js";

/** Tastes of the planted case; a user likes items of the own taste, now and then another. */
export const nTastes = 3;

/** The taste of a user or an item. */
export function tasteOf(index: number): number {
  return index % nTastes;
}

/** Users and items of three tastes: of the own taste 60 %, of others 3 %; one own item a user is held out. */
export function planted(nUsers = 60, nItems = 90): { train: TrainPart; valid: ValidPart } {
  const random = createRandom(5, "planted");
  const rows: [number, number][] = [];
  const held: [number, number][] = [];
  for (let user = 0; user < nUsers; user++) {
    const heldItem = nTastes * random.integer(nItems / nTastes) + tasteOf(user);
    for (let item = 0; item < nItems; item++) {
      const chance = tasteOf(user) === tasteOf(item) ? 0.6 : 0.03;
      if (item === heldItem) held.push([user, item]);
      else if (random.uniform() < chance) rows.push([user, item]);
    }
  }
  const valid = { ...trainPart(nUsers, nItems, held), kind: "valid" as const };
  return { train: trainPart(nUsers, nItems, rows), valid };
}

/** The rows of some users alone; the matrix keeps its size. */
export function rowsOf(part: TrainPart, keep: (user: number) => boolean): TrainPart {
  const { userIndex, itemIndex, nRows } = part.interactions;
  const rows = [...Array(nRows).keys()].filter((row) => keep(userIndex[row]));
  const pairs = rows.map((row) => [userIndex[row], itemIndex[row]] as const);
  return trainPart(part.nUsers, part.nItems, pairs);
}
