/** Cross-modal retrieval: the text of an item finds its poster among all posters, or the poster its text. */
import { MoviolaError } from "../../common/errors.js";
import { topKItems } from "../../metrics/index.js";
import type { AnyModel } from "../contract.js";
import { checkItems } from "../shared/index-checks.js";
import { fittedState, sideVectors, type SideVectors } from "./state.js";
import type { SideName } from "./tokens.js";

/** What is asked with, and what is found. */
export interface CrossModalOptions {
  /** Fitted `elrfaey` with both sides in one space: any trained variant but `text` and `image`. */
  readonly model: AnyModel;
  /** The side of the queries; the other side's vectors are found. Default `text`. */
  readonly query?: SideName;
  /** `[n]` items that are asked with, and found; default all that have both sides. */
  readonly items?: Int32Array;
}

/** How well each item's own counterpart is found. */
export interface CrossModalRetrieval {
  /** `[nQueries]` the items asked with, ascending: those of `items` with both sides. */
  readonly items: Int32Array;
  /** `[nQueries]` the place of the own counterpart among those of all `items`, from 1; equal ones by lower item. */
  readonly ranks: Int32Array;
  /** The middle rank; the mean of the two middle ones of an even number. By chance (nQueries + 1) / 2. */
  readonly medianRank: number;
  /** Share of queries whose counterpart is among the first `topK`. By chance topK / nQueries. */
  recallAt(topK: number): number;
}

/**
 * The rank of each item's own poster when its text asks, by cosine. Sides are encoded without each
 * other. Only items that the alignment has not learned from (those without a training row) say how well
 * unseen films are matched. Throws `E_MODEL_CONFIG` for a model whose sides are not in one space,
 * `E_MODEL_ITEM`, `E_MODEL_EMPTY` when no item has both sides, `E_MODEL_STATE`, `E_MODEL_UNFITTED`.
 */
export function crossModalRetrieval(options: CrossModalOptions): CrossModalRetrieval {
  const { asking, found, nItems } = sidesOf(options);
  if (options.items !== undefined) checkItems(options.items, nItems);
  const wanted = options.items ?? Int32Array.from({ length: nItems }, (_unused, item) => item);
  const items = Int32Array.from(new Set(wanted))
    .sort()
    .filter((item) => hasVector(asking, item) && hasVector(found, item));
  if (items.length === 0) throw emptyError();
  const ranks = items.map((item) => {
    const query = rowOf(asking, item);
    const own = dot(query, rowOf(found, item));
    return items.reduce((rank, other) => {
      const score = dot(query, rowOf(found, other));
      return rank + (score > own || (score === own && other < item) ? 1 : 0);
    }, 1);
  });
  const sorted = ranks.slice().sort();
  const { length } = sorted;
  return {
    items,
    ranks,
    medianRank: (sorted[(length - 1) >> 1] + sorted[length >> 1]) / 2,
    recallAt: (topK) => ranks.filter((rank) => rank <= topK).length / length,
  };
}

/** An item that was found. */
export interface CrossModalHit {
  readonly itemIndex: number;
  /** Cosine. */
  readonly score: number;
  /** From 1. */
  readonly rank: number;
}

/** Settings of {@link findCrossModal}. */
export interface FindCrossModalOptions extends Pick<CrossModalOptions, "model" | "query"> {
  /** An item whose side asks, or a vector `[embeddingSize]` in the space of the sides, such as {@link encodeElrfaeyText} gives. */
  readonly from: number | Float32Array;
  /** Most items to list; default 10. */
  readonly topK?: number;
}

/**
 * The items whose posters (or texts) are nearest to a text (or poster), best first, equal ones by lower item.
 * Throws as {@link crossModalRetrieval}, and `E_MODEL_FEATURES` for a vector of another width.
 */
export function findCrossModal(options: FindCrossModalOptions): CrossModalHit[] {
  const { from, topK = 10 } = options;
  const { asking, found, nItems } = sidesOf(options);
  if (typeof from === "number") checkItems(Int32Array.of(from), nItems);
  const query = typeof from === "number" ? rowOf(asking, from) : from;
  if (query.length !== found.width) throw widthError(found.width, query.length);
  const length = Math.sqrt(dot(query, query)) || 1;
  const scores = Float32Array.from(
    { length: nItems },
    (_unused, item) => dot(query, rowOf(found, item)) / length,
  );
  const excluded = Int32Array.from(scores.keys()).filter((item) => !hasVector(found, item));
  return Array.from(topKItems(scores, excluded, topK), (itemIndex, place) => ({
    itemIndex,
    score: scores[itemIndex],
    rank: place + 1,
  }));
}

function sidesOf({ model, query = "text" }: Pick<CrossModalOptions, "model" | "query">): {
  readonly asking: SideVectors;
  readonly found: SideVectors;
  readonly nItems: number;
} {
  const state = fittedState(model);
  const asking = sideVectors(state, query);
  const found = sideVectors(state, query === "text" ? "image" : "text");
  if (asking?.width === found?.width && asking !== undefined && found !== undefined) {
    return { asking, found, nItems: state.nItems };
  }
  const { variant, regime } = state.config;
  throw new MoviolaError("E_MODEL_CONFIG", "Text and image are not in one space", {
    where: "variant, regime",
    expected: "a variant of both sides, projected to one width",
    got: `${JSON.stringify(variant)}, ${JSON.stringify(regime)}`,
    remedy: 'Fit the model with `variant: "fused"` and `regime: "alignment"`',
  });
}

function rowOf({ width, vectors }: SideVectors, item: number): Float32Array {
  return vectors.subarray(item * width, (item + 1) * width);
}

function hasVector(side: SideVectors, item: number): boolean {
  return rowOf(side, item).some((value) => value !== 0);
}

function dot(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += one[at] * other[at];
  return sum;
}

function emptyError(): MoviolaError {
  return new MoviolaError("E_MODEL_EMPTY", "No item has both a text and an image", {
    where: "items",
    expected: "one item at least",
    got: "none",
    remedy: "Ask with items that have features of both sides",
  });
}

function widthError(expected: number, got: number): MoviolaError {
  return new MoviolaError("E_MODEL_FEATURES", "A query is not in the space of the model's sides", {
    where: "from",
    expected: `${expected} numbers`,
    got: String(got),
    remedy: "Bring a text's features into it with `encodeElrfaeyText`",
  });
}
