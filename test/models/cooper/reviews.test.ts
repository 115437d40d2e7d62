import { describe, expect, test } from "vitest";
import {
  profileForm,
  reviewProfiles,
  type ReviewProfileOptions,
  type Reviews,
} from "../../../src/models/cooper/reviews.js";
import { expectCode } from "../../support/model-contract.js";

/** Users 0 and 1 with two training reviews each, user 2 with a test review alone; item 2 has no training review. */
const reviews: Reviews = {
  nUsers: 3,
  nItems: 3,
  dim: 2,
  userIndex: Int32Array.of(0, 0, 1, 1, 2, 0),
  itemIndex: Int32Array.of(0, 1, 0, 1, 0, 2),
  rating: Float32Array.of(10, 5, 4, 8, 2, 6),
  vectors: Float32Array.of(1, 0, 0, 1, 2, 2, 4, 0, 0, 8, 6, 6),
  part: [0, 0, 0, 0, 2, 1],
};

function rows(options: ReviewProfileOptions = {}): { users: number[]; items: number[] } {
  const { users, items } = reviewProfiles(reviews, options);
  const round = (values: Float32Array): number[] =>
    [...values].map((value) => Math.round(value * 1e4) / 1e4);
  return { users: round(users.values), items: round(items.values) };
}

describe("section 3.3: means of review vectors with ratings mixed in", () => {
  test("scaled: e = sum of (r / 10) b / n, over training reviews alone", () => {
    expect(rows()).toEqual({
      users: [0.5, 0.25, (0.8 + 3.2) / 2, 0.4, 0, 0],
      items: [(1 + 0.8) / 2, 0.4, 1.6, 0.25, 0, 0],
    });
    expect(rows({ maximum: 5 }).users[0]).toBe(1);
  });

  test("none: plain means", () => {
    expect(rows({ mixing: "none" }).users).toEqual([0.5, 0.5, 3, 1, 0, 0]);
  });

  test("centred: the user's mean over the reviews that count is taken off", () => {
    // User 0: 10 and 5, mean 7.5; user 1: 4 and 8, mean 6.
    expect(rows({ mixing: "centred" })).toEqual({
      users: [1.25, -1.25, (-4 + 8) / 2, -2, 0, 0],
      items: [(2.5 - 4) / 2, -2, 4, -1.25, 0, 0],
    });
  });

  test("centring takes the mean of the vectors that count off", () => {
    // Mean of the training vectors: (7 / 4, 3 / 4).
    expect(rows({ mixing: "none", centring: true }).users).toEqual([
      -1.25, -0.25, 1.25, 0.25, 0, 0,
    ]);
  });

  test("says who has no review, and scores 0 there", () => {
    const { users, items, nReviews } = reviewProfiles(reviews);
    expect(nReviews).toBe(4);
    expect([[...users.missing], [...items.missing]]).toEqual([
      [0, 0, 1],
      [0, 0, 1],
    ]);
    const { userFactors, itemFactors, nFactors } = profileForm({ users, items });
    expect(nFactors).toBe(2);
    expect([...userFactors.subarray(4), ...itemFactors.subarray(4)]).toEqual([0, 0, 0, 0]);
    expect(Math.hypot(...itemFactors.subarray(0, 2))).toBeCloseTo(1, 6);
  });
});

describe("section 8.4: the leak has a name", () => {
  test("a held-out review moves no vector unless the leak is asked for", () => {
    const vectors = reviews.vectors.slice();
    vectors.fill(99, 8);
    const rating = reviews.rating.slice();
    rating.fill(1, 4);
    const changed = { ...reviews, vectors, rating };
    for (const mixing of ["scaled", "centred", "none"] as const) {
      for (const centring of [false, true]) {
        const options = { mixing, centring };
        expect(reviewProfiles(changed, options)).toEqual(reviewProfiles(reviews, options));
      }
    }
  });

  test("the vectors say which reviews they are made of, and when those were written", () => {
    const timestamp = Float64Array.of(1, 2, 3, 4, 5, 6);
    const { items, users } = reviewProfiles({ ...reviews, timestamp });
    expect(items.provenance.rows).toEqual({
      userIndex: Int32Array.of(0, 0, 1, 1),
      itemIndex: Int32Array.of(0, 1, 0, 1),
      timestamp: Float64Array.of(1, 2, 3, 4),
    });
    expect(users.provenance).toBe(items.provenance);
    const leaky = reviewProfiles(reviews, { parts: "leak-held-out-reviews" });
    expect(leaky.items.provenance).toEqual({
      rows: { userIndex: reviews.userIndex, itemIndex: reviews.itemIndex },
    });
  });

  test("with it a user of one test review is matched to the item directly", () => {
    const { users, nReviews } = reviewProfiles(reviews, { parts: "leak-held-out-reviews" });
    expect(nReviews).toBe(6);
    expect([...users.missing]).toEqual([0, 0, 0]);
    expect([...users.values.subarray(4)]).toEqual([0, Math.fround(1.6)]);
  });
});

describe("refuses", () => {
  test("columns that do not fit, and vectors with NaN", async () => {
    await expectCode("E_MODEL_FEATURES", () => reviewProfiles({ ...reviews, part: [0] }));
    const vectors = reviews.vectors.slice();
    vectors[3] = NaN;
    await expectCode("E_MODEL_FEATURES", () => reviewProfiles({ ...reviews, vectors }));
  });

  test("a rating that is needed and missing; without mixing it is not needed", async () => {
    const rating = reviews.rating.slice();
    rating[1] = NaN;
    await expectCode("E_MODEL_RATING", () => reviewProfiles({ ...reviews, rating }));
    expect(reviewProfiles({ ...reviews, rating }, { mixing: "none" }).nReviews).toBe(4);
  });

  test("indices outside, and no training review", async () => {
    await expectCode("E_MODEL_USER", () => reviewProfiles({ ...reviews, nUsers: 2 }));
    await expectCode("E_MODEL_ITEM", () => reviewProfiles({ ...reviews, nItems: 2 }));
    const part = new Uint8Array(6).fill(2);
    await expectCode("E_MODEL_EMPTY", () => reviewProfiles({ ...reviews, part }));
  });
});
