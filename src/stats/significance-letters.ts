import { checkShare, checkValues, optionError } from "./errors.js";

/** The adjusted p-value of one pair of systems, by their positions. */
export interface PairwiseResult {
  readonly first: number;
  readonly second: number;
  readonly pValue: number;
}

/** Settings of {@link significanceLetters}. */
export interface LetterOptions {
  /** Which end gets the letter a; `"higher"`. */
  readonly best?: "higher" | "lower";
}

/**
 * Compact letter display (Piepho 2004, insert and absorb): two systems share a letter exactly when
 * they do not differ (adjusted p-value above `alpha`). Letters follow the means, `a` at the best.
 *
 * @param means one a system.
 * @param pairwise one result for each pair of systems, in any order.
 *
 * Throws `E_STATS_OPTION` for a missing, double or impossible pair; `E_STATS_EMPTY`,
 * `E_STATS_NUMBER` for the means.
 */
export function significanceLetters(
  means: readonly number[],
  pairwise: readonly PairwiseResult[],
  alpha: number,
  options: LetterOptions = {},
): string[] {
  checkValues("means", means);
  checkShare("alpha", alpha);
  checkPairwise(means.length, pairwise);
  const sign = options.best === "lower" ? 1 : -1;
  const order = [...means.keys()].sort(
    (first, second) => sign * (means[first] - means[second]) || first - second,
  );
  const place = new Map(order.map((system, index) => [system, index]));
  let groups: Set<number>[] = [new Set(order.keys())];
  for (const { first, second, pValue } of pairwise) {
    if (pValue > alpha) continue;
    groups = absorb(insert(groups, place.get(first)!, place.get(second)!));
  }
  const sorted = groups.map((group) => [...group].sort((one, other) => one - other));
  sorted.sort(compareGroups);
  const letters = means.map(() => "");
  sorted.forEach((group, index) => {
    for (const member of group) letters[order[member]] += letterOf(index);
  });
  return letters;
}

/** Splits every group that holds both into one without the first and one without the second. */
function insert(groups: readonly Set<number>[], first: number, second: number): Set<number>[] {
  return groups.flatMap((group) => {
    if (!group.has(first) || !group.has(second)) return [group];
    return [first, second].map((left) => new Set([...group].filter((member) => member !== left)));
  });
}

/** Drops every group that another one contains. */
function absorb(groups: readonly Set<number>[]): Set<number>[] {
  return groups.filter((group, index) => {
    return !groups.some((other, otherIndex) => {
      if (otherIndex === index || other.size < group.size) return false;
      // Of two equal groups the earlier stays.
      if (other.size === group.size && otherIndex > index) return false;
      return [...group].every((member) => other.has(member));
    });
  });
}

function compareGroups(first: readonly number[], second: readonly number[]): number {
  for (let index = 0; index < Math.min(first.length, second.length); index++) {
    if (first[index] !== second[index]) return first[index] - second[index];
  }
  return first.length - second.length;
}

/** a .. z, then a1 .. z1, a2 and so on. */
function letterOf(index: number): string {
  const letter = String.fromCharCode(97 + (index % 26));
  return index < 26 ? letter : `${letter}${Math.floor(index / 26)}`;
}

function checkPairwise(nSystems: number, pairwise: readonly PairwiseResult[]): void {
  const seen = new Set<string>();
  for (const { first, second, pValue } of pairwise) {
    const name = `pair ${first}, ${second}`;
    const low = Math.min(first, second);
    const high = Math.max(first, second);
    if (!Number.isInteger(first + second) || low < 0 || high >= nSystems || low === high) {
      throw optionError(name, `two different systems from 0 to ${nSystems - 1}`, name);
    }
    if (seen.has(`${low},${high}`)) throw optionError(name, "each pair once", "twice");
    if (!(pValue >= 0 && pValue <= 1)) throw optionError(name, "a p-value from 0 to 1", pValue);
    seen.add(`${low},${high}`);
  }
  const nPairs = (nSystems * (nSystems - 1)) / 2;
  if (seen.size !== nPairs) throw optionError("pairwise", `${nPairs} pairs`, seen.size);
}
