/**
 * An epoch of stratified BPR written down a second time, in plain lists and double precision: which
 * samples are drawn in which order, and what each step does.
 */
import type { BprRates } from "../../../src/compute/kernels/bpr-epochs.js";
import type { RandomStream } from "../../../src/compute/random.js";

/** What is learned, by row. */
export interface ReferenceFactors {
  readonly users: number[][];
  readonly items: number[][];
  readonly bias: number[];
}

function draw(random: RandomStream, bound: number): number {
  return Number((BigInt(random.uint32()) * BigInt(bound)) >> 32n);
}

/** One step for user u, positive i, negative j; returns the loss before it. */
function step(factors: ReferenceFactors, u: number, i: number, j: number, rates: BprRates): number {
  const { users, items, bias } = factors;
  const lr = rates.learningRate;
  const [p, q, r] = [users[u], items[i], items[j]];
  const score = (row: number[]): number => row.reduce((sum, value, f) => sum + value * p[f], 0);
  const x = score(q) + bias[i] - score(r) - bias[j];
  const z = 1 / (1 + Math.exp(x));
  users[u] = p.map((value, f) => value + lr * (z * (q[f] - r[f]) - rates.user * value));
  items[i] = q.map((value, f) => value + lr * (z * p[f] - rates.positive * value));
  items[j] = r.map((value, f) => value + lr * (-z * p[f] - rates.negative * value));
  bias[i] += lr * (z - rates.bias * bias[i]);
  bias[j] += lr * (-z - rates.bias * bias[j]);
  return Math.log(1 + Math.exp(-x));
}

/** An epoch of `nBlocks` blocks over `liked`, the items of each user; uniform negatives, each pair once. */
export function referenceEpoch(
  liked: readonly (readonly number[])[],
  factors: ReferenceFactors,
  nBlocks: number,
  random: RandomStream,
  rates: BprRates,
): number {
  const nItems = factors.items.length;
  const nPairs = liked.flat().length;
  const userBlocks: number[][] = Array.from({ length: nBlocks }, () => []);
  let before = 0;
  for (const user of random.stream("users").permutation(liked.length)) {
    userBlocks[Math.min(nBlocks - 1, Math.floor((before * nBlocks) / nPairs))].push(user);
    before += liked[user].length;
  }
  const itemOrder = [...random.stream("items").permutation(nItems)];
  const cut = (block: number): number => Math.floor((block * nItems) / nBlocks);
  let loss = 0;
  for (let round = 0; round < nBlocks; round++) {
    for (let task = 0; task < nBlocks; task++) {
      const itemBlock = (task + round) % nBlocks;
      const items = itemOrder.slice(cut(itemBlock), cut(itemBlock + 1));
      const pairs = userBlocks[task].flatMap((user) =>
        liked[user].filter((item) => items.includes(item)).map((item) => [user, item]),
      );
      const own = random.stream(`block/${task * nBlocks + itemBlock}`);
      for (let last = pairs.length - 1; last > 0; last--) {
        const other = draw(own, last + 1);
        [pairs[last], pairs[other]] = [pairs[other], pairs[last]];
      }
      for (const [user, positive] of pairs) {
        let negative = items[draw(own, items.length)];
        while (liked[user].includes(negative)) negative = items[draw(own, items.length)];
        loss += step(factors, user, positive, negative, rates);
      }
    }
  }
  return loss;
}
