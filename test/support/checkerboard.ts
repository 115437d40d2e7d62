/**
 * Data whose answer is known in closed form: users and items 0 .. 29 in two colours (even and odd); a
 * user rates items of the own colour 5 and all others 1. Of each user one 5 and one 1 are held out, of
 * each item too, so that the mean of every user, of every item and of all ratings is exactly 3. User 30
 * and item 30 have no ratings.
 */
import type { TrainPart } from "../../src/data/split/parts.js";
import { trainPart } from "./parts.js";

/** Users, and items, with ratings; the next index has none. */
export const boardSize = 30;

/** The held-out item of the user's own colour. */
export function ownColour(user: number): number {
  return user;
}

/** The held-out item of the other colour. */
export function otherColour(user: number): number {
  return (user + 1) % boardSize;
}

/** The ratings besides the held-out ones; `positivesOnly` keeps those of 5. */
export function checkerboard(options: { readonly positivesOnly: boolean }): TrainPart {
  const rows: [number, number, number][] = [];
  for (let user = 0; user < boardSize; user++) {
    for (let item = 0; item < boardSize; item++) {
      if (item === ownColour(user) || item === otherColour(user)) continue;
      const own = (user + item) % 2 === 0;
      if (own || !options.positivesOnly) rows.push([user, item, own ? 5 : 1]);
    }
  }
  return trainPart(boardSize + 1, boardSize + 1, rows);
}

/** The same rows in reverse. */
export function reversed(part: TrainPart): TrainPart {
  const { nRows, userIndex, itemIndex, rating } = part.interactions;
  return {
    ...part,
    interactions: {
      nRows,
      userIndex: userIndex.slice().reverse(),
      itemIndex: itemIndex.slice().reverse(),
      rating: rating.slice().reverse(),
    },
  };
}
