import { MoviolaError } from "../common/errors.js";
import type { TrainPart, ValidPart } from "../data/split/parts.js";

/** Numbers of users and items of the parts; throws `E_RECOMMEND_SEEN` when there is none. */
export function sizeOfParts(seen: readonly (TrainPart | ValidPart)[]): {
  readonly nUsers: number;
  readonly nItems: number;
} {
  if (seen.length > 0) return seen[0];
  throw new MoviolaError(
    "E_RECOMMEND_SEEN",
    "Recommendations need the parts that users have seen",
    {
      where: "seen",
      expected: "at least the training part",
      got: "none",
      remedy: "Pass seen: [split.train], or split.train and split.valid",
    },
  );
}

/** Throws `E_RECOMMEND_TOP_K` unless `topK` is the length of a list. */
export function checkLength(topK: number): void {
  if (Number.isSafeInteger(topK) && topK >= 1) return;
  throw new MoviolaError("E_RECOMMEND_TOP_K", "A recommendation list needs a length", {
    expected: "a whole number from 1",
    got: String(topK),
    remedy: "Leave topK out for lists of 10",
  });
}
