/**
 * Users and items as means of review vectors (Cooper, de Pineda, Ramon, section 3.3). A review stands in
 * the mean of its user and in that of its item, so a mean over all reviews tells of the test rows:
 * by default only training reviews count.
 */
import { MoviolaError } from "../../common/errors.js";
import type { FeatureProvenance, ProvenanceRows } from "../../features/contract.js";
import type { FactorForm } from "../score-form.js";
import { checkItems, checkUsers } from "../shared/index-checks.js";
import { unitRows } from "./vectors.js";
import type { RatingMixing } from "./weights.js";

/** Reviews with their vectors, one a row. */
export interface Reviews {
  readonly nUsers: number;
  readonly nItems: number;
  readonly dim: number;
  /** `[nReviews]` */
  readonly userIndex: Int32Array;
  /** `[nReviews]` */
  readonly itemIndex: Int32Array;
  /** `[nReviews]` finite, unless `mixing` is `none`. */
  readonly rating: Float32Array;
  /** `[nReviews x dim]` row-major. */
  readonly vectors: Float32Array;
  /** `[nReviews]` 0 train, 1 valid, 2 test. */
  readonly part: ArrayLike<number>;
  /** `[nReviews]` when they were written, in seconds; for the leak check of what is made from them. */
  readonly timestamp?: Float64Array;
}

/** How {@link reviewProfiles} makes means. */
export interface ReviewProfileOptions {
  /**
   * Reviews that count: `train` (default), or all: `leak-held-out-reviews`, which puts the text and rating
   * of every test row into the vectors that are to find it. Only to measure what that is worth.
   */
  readonly parts?: "train" | "leak-held-out-reviews";
  /** What a rating weighs; default `scaled`. `centred` takes off the user's mean over the reviews that count. */
  readonly mixing?: RatingMixing;
  /** Highest rating of the scale, for `scaled`; default 10. */
  readonly maximum?: number;
  /** Whether the mean of the vectors that count is taken off first; default false. */
  readonly centring?: boolean;
}

/** Vectors of users or items. */
export interface ProfileMatrix {
  readonly dim: number;
  /** `[nRows x dim]` row-major. */
  readonly values: Float32Array;
  /** `[nRows]` 1 where no review counts; its row is 0. */
  readonly missing: Uint8Array;
  /** The reviews that count, which the leak check holds against a split. */
  readonly provenance: FeatureProvenance;
}

/** What {@link reviewProfiles} gives. */
export interface ReviewProfiles {
  /** `[nUsers x dim]` mean over the user's reviews of w(r) b. */
  readonly users: ProfileMatrix;
  /** `[nItems x dim]` mean over the item's reviews of w(r) b. */
  readonly items: ProfileMatrix;
  /** Number of reviews that count. */
  readonly nReviews: number;
}

/**
 * Means of review vectors by user and by item, summed in double precision. Throws `E_MODEL_FEATURES`
 * when columns do not fit or a number of a vector is not finite, `E_MODEL_RATING` on a rating that is
 * needed and not a number, `E_MODEL_USER`, `E_MODEL_ITEM`, and `E_MODEL_EMPTY` when no review counts.
 */
export function reviewProfiles(
  reviews: Reviews,
  options: ReviewProfileOptions = {},
): ReviewProfiles {
  const { parts = "train", mixing = "scaled", maximum = 10, centring = false } = options;
  check(reviews, mixing);
  const { nUsers, nItems, dim, userIndex, itemIndex } = reviews;
  const every = Array.from(userIndex.keys());
  const rows = parts === "train" ? every.filter((row) => reviews.part[row] === 0) : every;
  if (rows.length === 0) throw emptyError();
  const weights = weightsOf(reviews, rows, mixing, maximum);
  const centre = centring ? meanVector(reviews, rows) : new Float64Array(dim);
  const provenance = { rows: provenanceRows(reviews, rows) };
  return {
    users: { ...means(reviews, rows, weights, centre, userIndex, nUsers), provenance },
    items: { ...means(reviews, rows, weights, centre, itemIndex, nItems), provenance },
    nReviews: rows.length,
  };
}

function provenanceRows(
  { userIndex, itemIndex, timestamp }: Reviews,
  rows: readonly number[],
): ProvenanceRows {
  return {
    userIndex: Int32Array.from(rows, (row) => userIndex[row]),
    itemIndex: Int32Array.from(rows, (row) => itemIndex[row]),
    ...(timestamp === undefined
      ? {}
      : { timestamp: Float64Array.from(rows, (row) => timestamp[row]) }),
  };
}

/** Scores cos(user, item); 0 where one has no vector. */
export function profileForm({
  users,
  items,
}: Readonly<Record<"users" | "items", Omit<ProfileMatrix, "provenance">>>): FactorForm {
  const [user, item] = [unitRows(users), unitRows(items)];
  return {
    kind: "factors",
    nFactors: user.dim,
    userFactors: user.values,
    itemFactors: item.values,
  };
}

function weightsOf(
  { nUsers, userIndex, rating }: Reviews,
  rows: readonly number[],
  mixing: RatingMixing,
  maximum: number,
): Float64Array {
  if (mixing === "none") return new Float64Array(rows.length).fill(1);
  if (mixing === "scaled") return Float64Array.from(rows, (row) => rating[row] / maximum);
  const sums = new Float64Array(nUsers);
  const counts = new Float64Array(nUsers);
  for (const row of rows) {
    sums[userIndex[row]] += rating[row];
    counts[userIndex[row]]++;
  }
  return Float64Array.from(rows, (row) => {
    const user = userIndex[row];
    return rating[row] - sums[user] / counts[user];
  });
}

function meanVector({ dim, vectors }: Reviews, rows: readonly number[]): Float64Array {
  const mean = new Float64Array(dim);
  for (const row of rows) {
    for (let at = 0; at < dim; at++) mean[at] += vectors[row * dim + at] / rows.length;
  }
  return mean;
}

function means(
  { dim, vectors }: Reviews,
  rows: readonly number[],
  weights: Float64Array,
  centre: Float64Array,
  owner: Int32Array,
  nOwners: number,
): Omit<ProfileMatrix, "provenance"> {
  const sums = new Float64Array(nOwners * dim);
  const counts = new Int32Array(nOwners);
  rows.forEach((row, at) => {
    const start = owner[row] * dim;
    counts[owner[row]]++;
    for (let place = 0; place < dim; place++) {
      sums[start + place] += weights[at] * (vectors[row * dim + place] - centre[place]);
    }
  });
  const values = Float32Array.from(sums, (sum, at) => {
    const count = counts[Math.floor(at / dim)];
    return count === 0 ? 0 : sum / count;
  });
  return { dim, values, missing: Uint8Array.from(counts, (count) => (count === 0 ? 1 : 0)) };
}

function check(reviews: Reviews, mixing: RatingMixing): void {
  const { nUsers, nItems, dim, userIndex, itemIndex, rating, vectors, part } = reviews;
  const nReviews = userIndex.length;
  const isWhole =
    [itemIndex, rating, part].every(({ length }) => length === nReviews) &&
    vectors.length === nReviews * dim;
  if (!isWhole || !vectors.every(Number.isFinite)) {
    throw new MoviolaError("E_MODEL_FEATURES", "Review vectors do not fit their reviews", {
      expected: `user, item, rating, part and ${dim} finite numbers for each of ${nReviews} reviews`,
      got: `${itemIndex.length} items, ${rating.length} ratings, ${part.length} parts, ${vectors.length} numbers`,
      remedy: "Give one row of every column a review, and leave out reviews without a vector",
    });
  }
  checkUsers(userIndex, nUsers);
  checkItems(itemIndex, nItems);
  const odd = mixing === "none" ? -1 : rating.findIndex((value) => !Number.isFinite(value));
  if (odd < 0) return;
  throw new MoviolaError("E_MODEL_RATING", "A review has no rating to mix in", {
    where: `review ${odd}`,
    expected: "a finite number",
    got: String(rating[odd]),
    remedy: 'Drop the review, fill in a rating, or set `mixing` to "none"',
  });
}

function emptyError(): MoviolaError {
  return new MoviolaError("E_MODEL_EMPTY", "There is no review to make profiles of", {
    expected: "at least one training review",
    got: "none",
  });
}
