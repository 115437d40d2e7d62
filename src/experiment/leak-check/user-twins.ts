import type { Dataset, Interactions } from "../../data/dataset.js";
import { groupRows } from "../../data/interactions.js";
import { similarSketches, sketchUsers, type UserPair } from "./row-sketch.js";

/** Two ids that seem to be one person. */
export interface UserTwins {
  readonly users: UserPair;
  /** True when the times of the ratings agree as well. */
  readonly timed: boolean;
}

/** Share of sketches that must agree before rows are compared. */
const sketchShare = 0.6;
/** Least share of equal rows in the rows of either. */
const leastShare = { timed: 0.8, untimed: 0.9 };
const leastRows = 5;
/** Least number of different times: what was rated in one go says no more than one rating. */
const leastTimes = 3;
/** An alarm by chance has the probability 2^-20 a data set. */
const spareBits = 20;

/** Ids of one person at most, at least 3: more users alike are of one kind, such as those of a generator. */
const mostIds = 0.01;

const twinsOf = new WeakMap<Dataset, readonly UserTwins[]>();

/**
 * Pairs of users with nearly the same ratings: equal item and rating (and time, where there are times) in
 * four fifths of all rows of the two, or nine tenths without times, five rows at least. So that users of one taste do
 * not pass for one, the equal rows must be rare: over them log2(nUsers / users with such a row) must sum
 * to 2 log2(nUsers) + 20; and no more than a hundredth of all users (or three) may be alike. Found once a data set and kept.
 */
export function findUserTwins(dataset: Dataset): readonly UserTwins[] {
  const known = twinsOf.get(dataset);
  if (known !== undefined) return known;
  const { interactions, nUsers } = dataset;
  const pairs = similarSketches(sketchUsers(interactions, nUsers), sketchShare);
  const twins = pairs.length === 0 ? [] : compareUsers(dataset, pairs);
  twinsOf.set(dataset, twins);
  return twins;
}

/** Rows that two users have alike. */
interface EqualRows {
  readonly users: UserPair;
  readonly timed: boolean;
  /** Rows of the first. */
  readonly rows: readonly number[];
}

function compareUsers(dataset: Dataset, pairs: readonly UserPair[]): UserTwins[] {
  const { interactions, nUsers } = dataset;
  const groups = groupRows(interactions.userIndex, nUsers);
  const rowsOf = (user: number): Int32Array =>
    groups.rows.subarray(groups.offsets[user], groups.offsets[user + 1]);
  const alike = pairs.flatMap((users): EqualRows[] => {
    const found = equalRows(interactions, rowsOf(users[0]), rowsOf(users[1]));
    return found === undefined ? [] : [{ users, ...found }];
  });
  const few = withoutCrowds(alike, nUsers);
  if (few.length === 0) return [];
  const counts = countEqual(interactions, few);
  const needed = 2 * Math.log2(nUsers) + spareBits;
  return few
    .filter(({ rows, timed }) => {
      const bitsOf = (row: number): number =>
        Math.log2(nUsers / counts.get(keyOf(interactions, row, timed))!);
      return rows.reduce((sum, row) => sum + bitsOf(row), 0) >= needed;
    })
    .map(({ users, timed }) => ({ users, timed }));
}

function withoutCrowds(alike: readonly EqualRows[], nUsers: number): EqualRows[] {
  const nPairs = new Int32Array(nUsers);
  for (const { users } of alike) for (const user of users) nPairs[user]++;
  const most = Math.max(3, mostIds * nUsers);
  return alike.filter(({ users }) => users.every((user) => nPairs[user] < most));
}

function equalRows(
  { itemIndex, rating, timestamp }: Interactions,
  first: Int32Array,
  second: Int32Array,
): Omit<EqualRows, "users"> | undefined {
  const rowOf = new Map(Array.from(first, (row) => [itemIndex[row], row]));
  const equal: number[] = [];
  const timed: number[] = [];
  for (const row of second) {
    const other = rowOf.get(itemIndex[row]);
    if (other === undefined || rating[other] !== rating[row]) continue;
    equal.push(other);
    if (timestamp !== undefined && timestamp[other] === timestamp[row]) timed.push(other);
  }
  const shareOf = ({ length }: readonly number[]): number =>
    length < leastRows ? 0 : length / (first.length + second.length - length);
  const times = new Set(timed.map((row) => timestamp?.[row]));
  if (shareOf(timed) >= leastShare.timed && times.size >= leastTimes) {
    return { timed: true, rows: timed };
  }
  return shareOf(equal) >= leastShare.untimed ? { timed: false, rows: equal } : undefined;
}

/** How many rows there are like each of those that are alike. */
function countEqual(rows: Interactions, alike: readonly EqualRows[]): Map<string, number> {
  const counts = new Map<string, number>();
  const isAsked = new Set<number>();
  for (const { rows: own, timed } of alike) {
    for (const row of own) {
      counts.set(keyOf(rows, row, timed), 0);
      isAsked.add(rows.itemIndex[row]);
    }
  }
  for (let row = 0; row < rows.nRows; row++) {
    if (!isAsked.has(rows.itemIndex[row])) continue;
    for (const timed of [false, true]) {
      const key = keyOf(rows, row, timed);
      const count = counts.get(key);
      if (count !== undefined) counts.set(key, count + 1);
    }
  }
  return counts;
}

function keyOf(
  { itemIndex, rating, timestamp }: Interactions,
  row: number,
  timed: boolean,
): string {
  return `${itemIndex[row]} ${rating[row]}${timed ? ` ${String(timestamp?.[row])}` : ""}`;
}
