import type { Batch } from "../../../compute/graph/index.js";
import { createRandom } from "../../../compute/random.js";
import type { RatingTable } from "../rating-table.js";
import type { BuiltNetwork, Pairs } from "./build-network.js";

/** Pairs with their ratings. */
export type RatedPairs = Pairs & Required<Pick<Pairs, "ratings">>;

/** All training ratings, by user, then by item. */
export function ratedPairs({ byUser, nUsers, nRatings }: RatingTable): RatedPairs {
  const users = new Int32Array(nRatings);
  for (let user = 0; user < nUsers; user++) {
    users.fill(user, byUser.offsets[user], byUser.offsets[user + 1]);
  }
  return {
    users,
    items: Int32Array.from(byUser.columns),
    ratings: Float32Array.from(byUser.values),
  };
}

/** Some of the pairs, in the order of `rows`. */
function pairsAt({ users, items, ratings }: RatedPairs, rows: Int32Array): RatedPairs {
  return {
    users: rows.map((row) => users[row]),
    items: rows.map((row) => items[row]),
    ratings: Float32Array.from(rows, (row) => ratings[row]),
  };
}

/** At most `most` of the pairs, drawn once for a seed. */
export function samplePairs(pairs: RatedPairs, most: number, seed: number): RatedPairs {
  const nPairs = pairs.users.length;
  if (nPairs <= most) return pairs;
  const rows = createRandom(seed, "training ratings to measure").permutation(nPairs);
  return pairsAt(pairs, rows.slice(0, most).sort());
}

/** The batches of an epoch: all pairs once, in an order drawn for seed and epoch. */
export function* ratingBatches(
  network: BuiltNetwork,
  pairs: RatedPairs,
  { batchSize, epoch, seed }: { batchSize: number; epoch: number; seed: number },
): Generator<Batch> {
  const nPairs = pairs.users.length;
  const order = createRandom(seed, `batches of epoch ${epoch}`).permutation(nPairs);
  for (let start = 0; start < nPairs; start += batchSize) {
    yield network.feedsOf(pairsAt(pairs, order.subarray(start, start + batchSize)));
  }
}
