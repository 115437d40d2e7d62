import type { RosettaUser } from "./rosetta-input.js";

/** A user's candidates with all that the tools look at. */
export interface RankedUser {
  /** Candidate items, best first. */
  readonly items: readonly number[];
  /** Score at each place. */
  readonly scores: readonly number[];
  /** Grade at each place, 0 for an item that is not relevant. */
  readonly grades: readonly number[];
  /** Grades of all relevant items, descending. */
  readonly ideal: readonly number[];
}

/** Orders a user's candidates by score; `tieOrder` compares items of equal score. */
export function rankUser(
  user: RosettaUser,
  tieOrder: (first: number, second: number) => number,
): RankedUser {
  const gradeOf = new Map<number, number>();
  user.relevant.forEach((item, index) => gradeOf.set(item, user.grades?.[index] ?? 1));
  const excluded = new Set(user.excluded ?? []);
  const items = [...user.scores.keys()]
    .filter((item) => !excluded.has(item))
    .sort((first, second) => user.scores[second] - user.scores[first] || tieOrder(first, second));
  return {
    items,
    scores: items.map((item) => user.scores[item]),
    grades: items.map((item) => gradeOf.get(item) ?? 0),
    ideal: [...gradeOf.values()].sort((first, second) => second - first),
  };
}

/** Relevant items in the first `k` places. */
export function hits(user: RankedUser, k: number): number {
  return user.grades.slice(0, k).filter((grade) => grade > 0).length;
}

/** Sum of the precisions at the hits in the first `k` places. */
export function precisionSum(user: RankedUser, k: number): number {
  let found = 0;
  let sum = 0;
  user.grades.slice(0, k).forEach((grade, index) => {
    if (grade > 0) sum += ++found / (index + 1);
  });
  return sum;
}

/** 1 / place of the first relevant item in the first `k` places, or 0. */
export function reciprocalOfFirst(user: RankedUser, k: number): number {
  const index = user.grades.slice(0, k).findIndex((grade) => grade > 0);
  return index === -1 ? 0 : 1 / (index + 1);
}

/** Discounted cumulative gain of the first `k` gains, discount 1 / log2(place + 1). */
export function dcg(gains: readonly number[], k: number): number {
  return gains.slice(0, k).reduce((sum, gain, index) => sum + gain / Math.log2(index + 2), 0);
}

/** DCG of the ranking over DCG of the ideal ranking, both of the first `k` places. */
export function ndcgOf(user: RankedUser, k: number, gain: (grade: number) => number): number {
  return dcg(user.grades.map(gain), k) / dcg(user.ideal.map(gain), k);
}

/** Gain 1 for a relevant item. */
export function binaryGain(grade: number): number {
  return grade > 0 ? 1 : 0;
}

/** Mean of `valueOf` over users. */
export function meanOver(
  users: readonly RankedUser[],
  valueOf: (user: RankedUser) => number,
): number {
  return users.reduce((sum, user) => sum + valueOf(user), 0) / users.length;
}

/** Sum of `valueOf` over users. */
export function sumOver(
  users: readonly RankedUser[],
  valueOf: (user: RankedUser) => number,
): number {
  return users.reduce((sum, user) => sum + valueOf(user), 0);
}

/** Share of (relevant, other) pairs in the right order; a tied pair counts one half. */
export function aucHalfTies(user: RankedUser): number {
  let right = 0;
  let pairs = 0;
  user.grades.forEach((grade, place) => {
    if (grade === 0) return;
    user.grades.forEach((otherGrade, otherPlace) => {
      if (otherGrade > 0) return;
      pairs++;
      const difference = user.scores[place] - user.scores[otherPlace];
      right += difference > 0 ? 1 : difference === 0 ? 0.5 : 0;
    });
  });
  return right / pairs;
}
