import { rowColumns, type SparseMatrix } from "../compute/sparse.js";
import { MoviolaError } from "../common/errors.js";
import type { ItemContent } from "../data/dataset.js";
import type { TrainPart, ValidPart } from "../data/split/parts.js";
import { topKItems } from "../metrics/index.js";
import type { AnyModel } from "../models/contract.js";
import { seenItems } from "./evaluate/user-items.js";

/** One place of a recommendation list. */
export interface Recommendation {
  readonly itemIndex: number;
  /** What the model orders by: a score, or the predicted rating. */
  readonly score: number;
  /** From 1. */
  readonly rank: number;
}

/** The list of one user, best first; shorter than `topK` when there are fewer candidates. */
export interface UserRecommendations {
  readonly userIndex: number;
  readonly items: readonly Recommendation[];
}

/** Which items may be recommended; what is left out does not restrict. */
export interface ItemFilter {
  readonly itemContent: readonly ItemContent[];
  /** Items with at least one of these genres. */
  readonly genres?: readonly string[];
  /** First and last year; items without a year are left out. */
  readonly years?: readonly [number, number];
  /** Any other condition. */
  readonly where?: (content: ItemContent, itemIndex: number) => boolean;
}

/** Settings of {@link recommend}. */
export interface RecommendOptions {
  readonly model: AnyModel;
  /** Parts whose items a user has seen. */
  readonly seen: readonly (TrainPart | ValidPart)[];
  readonly users: Int32Array | readonly number[];
  /** Length of each list; default 10. */
  readonly topK?: number;
  /** `exclude` (the default) leaves out what the user has seen. */
  readonly mask?: "exclude" | "keep";
  readonly filter?: ItemFilter;
}

/**
 * The best items for each user, for lists and poster strips; equal scores by lower item index. A
 * rating predictor is asked for every item and ranked by what it predicts. Throws `E_RECOMMEND_SEEN`
 * without a part, `E_RECOMMEND_TOP_K`, and `E_MODEL_USER` for an unknown user.
 */
export function recommend(options: RecommendOptions): UserRecommendations[] {
  const { model, users, topK = 10, mask = "exclude", filter } = options;
  const { nUsers, nItems } = sizeOf(options);
  if (!Number.isSafeInteger(topK) || topK < 1) throw topKError(topK);
  const seen = seenItems(
    options.seen.map((part) => part.interactions),
    nUsers,
    nItems,
  );
  const barred = barredItems(filter, nItems);
  return Array.from(users, (user) => {
    const scores = scoresOf(model, user, nItems);
    const own = mask === "exclude" ? seenBy(seen, user) : new Int32Array(0);
    const items = Array.from(topKItems(scores, union(own, barred), topK));
    return {
      userIndex: user,
      items: items.map((itemIndex, place) => ({
        itemIndex,
        score: scores[itemIndex],
        rank: place + 1,
      })),
    };
  });
}

function sizeOf({ seen }: RecommendOptions): { nUsers: number; nItems: number } {
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

function scoresOf(model: AnyModel, user: number, nItems: number): Float32Array {
  if ("scoreUsers" in model) return model.scoreUsers(Int32Array.of(user));
  const items = Int32Array.from({ length: nItems }, (_unused, item) => item);
  return model.predict(new Int32Array(nItems).fill(user), items);
}

function seenBy(seen: SparseMatrix, user: number): Int32Array {
  return user < seen.nRows ? rowColumns(seen, user) : new Int32Array(0);
}

/** Items that the filter does not let through, ascending. */
function barredItems(filter: ItemFilter | undefined, nItems: number): Int32Array {
  if (filter === undefined) return new Int32Array(0);
  const { itemContent, genres, years, where } = filter;
  const wanted = genres?.map((genre) => genre.toLowerCase());
  const barred: number[] = [];
  for (let item = 0; item < nItems; item++) {
    const content = itemContent[item];
    const { year } = content;
    const fits =
      (wanted === undefined ||
        content.genres.some((genre) => wanted.includes(genre.toLowerCase()))) &&
      (years === undefined || (year !== undefined && year >= years[0] && year <= years[1])) &&
      (where === undefined || where(content, item));
    if (!fits) barred.push(item);
  }
  return Int32Array.from(barred);
}

/** Both lists as one, ascending and without repetition. */
function union(one: Int32Array, other: Int32Array): Int32Array {
  if (other.length === 0) return one;
  return Int32Array.from(new Set([...one, ...other])).sort();
}

function topKError(topK: number): MoviolaError {
  return new MoviolaError("E_RECOMMEND_TOP_K", "A recommendation list needs a length", {
    expected: "a whole number from 1",
    got: String(topK),
    remedy: "Leave topK out for lists of 10",
  });
}
