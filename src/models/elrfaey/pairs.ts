/** Batches of the supervised regime: users with all items that they have, one left out at a time. */
import type { Batch } from "../../compute/graph/index.js";
import { createRandom, type RandomStream } from "../../compute/random.js";
import { findEntry, type SparseMatrix } from "../../compute/sparse.js";
import { feedsOf } from "./encode.js";
import type { ElrfaeySettings } from "./settings.js";
import type { ItemTokens } from "./tokens.js";

/** Users and the items of theirs that a model can learn from. */
export interface PairData {
  readonly items: ItemTokens;
  /** Histories. */
  readonly byUser: SparseMatrix;
  /** `[nItems]` 1 where the item has a vector. */
  readonly hasVector: Uint8Array;
  /**
   * `[nItems]` 1 where the item may be a negative: it has a vector and a training row. An item that nobody
   * had a chance to have says nothing about taste, and would be taught to come last.
   */
  readonly canBeNegative: Uint8Array;
  readonly seed: number;
}

/** Draws before a user counts as one who has every item. */
const mostTries = 100;

/** Names of the inputs besides those of items; axes `users`, `pairs`, `candidates`. */
export const pairInputs = {
  histories: "histories",
  user: "pair/user",
  positive: "pair/positive",
  negative: "pair/negative",
  isOpen: "pair/open",
  candidates: "candidates",
} as const;

/** Users with two items at least that have a vector: without the one that is left out, one remains. */
export function learners({ byUser, hasVector }: PairData): Int32Array {
  const users = Int32Array.from({ length: byUser.nRows }, (_unused, user) => user);
  return users.filter((user) => ownItems(byUser, hasVector, user).length >= 2);
}

/** Settings of {@link pairBatches}. */
export type PairSettings = Pick<
  ElrfaeySettings,
  "batchSize" | "positivesPerUser" | "negatives" | "loss"
>;

/** The batches of an epoch: each user once, with some items drawn for it, in the order drawn for it. */
export function* pairBatches(
  data: PairData,
  users: Int32Array,
  settings: PairSettings,
  epoch: number,
): Generator<Batch> {
  const random = createRandom(data.seed, `elrfaey/epoch ${epoch}`);
  const order = random.stream("users").shuffle(users.slice());
  const streams = { positives: random.stream("positives"), negatives: random.stream("negatives") };
  let batch: UserPairs[] = [];
  let nPairs = 0;
  for (const user of order) {
    const history = ownItems(data.byUser, data.hasVector, user);
    const drawn = streams.positives.shuffle(history.slice());
    const positives = drawn.subarray(0, settings.positivesPerUser).sort();
    batch.push({ user, history, positives });
    nPairs += positives.length;
    if (nPairs < settings.batchSize) continue;
    yield makeBatch(data, batch, settings, streams.negatives);
    batch = [];
    nPairs = 0;
  }
  if (batch.length > 0) yield makeBatch(data, batch, settings, streams.negatives);
}

/** One user of a batch. */
interface UserPairs {
  readonly user: number;
  /** The items that have a vector. */
  readonly history: Int32Array;
  /** Those of them that are left out, one at a time. */
  readonly positives: Int32Array;
}

/** A user's items that have a vector. */
function ownItems(
  { offsets, columns }: SparseMatrix,
  hasVector: Uint8Array,
  user: number,
): Int32Array {
  return columns.subarray(offsets[user], offsets[user + 1]).filter((item) => hasVector[item] === 1);
}

function makeBatch(
  data: PairData,
  users: readonly UserPairs[],
  { loss, negatives }: PairSettings,
  random: RandomStream,
): Batch {
  const pairUser = users.flatMap(({ positives }, at) => Array.from(positives, () => at));
  const positive = users.flatMap(({ positives }) => [...positives]);
  const drawn =
    loss === "bpr"
      ? pairUser.map((at) => drawOutside(data, users[at].user, random))
      : drawCandidates(data.canBeNegative, negatives, random);
  const rows = rowsOf(users, drawn);
  const place = new Map([...rows].map((item, at) => [item, at] as const));
  const placesOf = (items: readonly number[]): Int32Array =>
    Int32Array.from(items, (item) => place.get(item)!);
  const feeds = {
    ...feedsOf(data.items, rows),
    [pairInputs.histories]: historyRows(users, place),
    [pairInputs.user]: Int32Array.from(pairUser),
    [pairInputs.positive]: placesOf(positive),
    ...(loss === "bpr"
      ? { [pairInputs.negative]: placesOf(drawn) }
      : {
          [pairInputs.candidates]: placesOf(drawn),
          [pairInputs.isOpen]: openMarks(data.byUser, users, pairUser, drawn),
        }),
  };
  const sizes = {
    items: rows.length,
    users: users.length,
    pairs: positive.length,
    candidates: drawn.length,
  };
  return { feeds, sizes, nItems: positive.length };
}

/** Items that a batch needs, ascending. */
function rowsOf(users: readonly UserPairs[], drawn: readonly number[]): Int32Array {
  const items = new Set(drawn);
  for (const { history } of users) for (const item of history) items.add(item);
  return Int32Array.from(items).sort();
}

/** `[users x items]` 1 where the user has the item, by its place in the batch. */
function historyRows(
  users: readonly UserPairs[],
  place: ReadonlyMap<number, number>,
): Float32Array {
  const rows = new Float32Array(users.length * place.size);
  users.forEach(({ history }, at) => {
    for (const item of history) rows[at * place.size + place.get(item)!] = 1;
  });
  return rows;
}

/** One item that the user does not have; any, of a user who has them all. */
function drawOutside(
  { byUser, canBeNegative }: PairData,
  user: number,
  random: RandomStream,
): number {
  let item = 0;
  for (let tries = 0; tries < mostTries; tries++) {
    item = random.integer(byUser.nColumns);
    if (canBeNegative[item] === 1 && findEntry(byUser, user, item) < 0) break;
  }
  return item;
}

/** `negatives` different items, or all that can be. */
function drawCandidates(
  canBeNegative: Uint8Array,
  negatives: number,
  random: RandomStream,
): number[] {
  const items = Int32Array.from(canBeNegative.keys()).filter((item) => canBeNegative[item] === 1);
  return [...random.shuffle(items).subarray(0, negatives)];
}

/** `[pairs x candidates]` 1 where the user does not have the candidate. */
function openMarks(
  byUser: SparseMatrix,
  users: readonly UserPairs[],
  pairUser: readonly number[],
  candidates: readonly number[],
): Uint8Array {
  const rows = users.map(({ user }) =>
    Uint8Array.from(candidates, (item) => (findEntry(byUser, user, item) < 0 ? 1 : 0)),
  );
  const marks = new Uint8Array(pairUser.length * candidates.length);
  pairUser.forEach((at, pair) => marks.set(rows[at], pair * candidates.length));
  return marks;
}
