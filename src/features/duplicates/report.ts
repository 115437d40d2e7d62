import type { ItemContent } from "../../data/dataset.js";
import { groupPairs, type AlikePair } from "./group-pairs.js";

/** Items that have the same poster or text, or nearly so. */
export interface DuplicateGroup {
  /** Item indices, ascending. */
  readonly items: readonly number[];
  /** Their titles, in the same order. */
  readonly titles: readonly string[];
  /** `exact`: the same bytes or words throughout; `near`: at least one pair is only alike. */
  readonly kind: "exact" | "near";
  /** Of the least alike pair that joins the group, up to 1. */
  readonly similarity: number;
}

/** What a search for duplicates found. */
export interface DuplicateReport {
  /** Items that could be compared. */
  readonly nCompared: number;
  /** Items without a poster, text or vector that can be compared. */
  readonly nSkipped: number;
  /** By first item; groups hang together pair by pair, so that their ends may differ more. */
  readonly groups: readonly DuplicateGroup[];
  /** What counted as alike, in words and numbers. */
  readonly rule: string;
}

/** Items that are compared: the representatives of what is equal, and what equals them. */
export interface EqualClasses {
  /** First item of each class, ascending. */
  readonly firsts: readonly number[];
  /** Pairs of a first item with each that equals it. */
  readonly pairs: readonly AlikePair[];
}

/** Puts items with equal keys together; items without a key are left out. */
export function equalClasses(keys: readonly (string | undefined)[]): EqualClasses {
  const firstOf = new Map<string, number>();
  const pairs: AlikePair[] = [];
  keys.forEach((key, item) => {
    if (key === undefined) return;
    const first = firstOf.get(key);
    if (first === undefined) firstOf.set(key, item);
    else pairs.push({ one: first, other: item, similarity: 1 });
  });
  return { firsts: [...firstOf.values()], pairs };
}

/** Puts the pairs that were found, exact ones and others, into a report. */
export function reportOf(
  itemContent: readonly Pick<ItemContent, "title">[],
  exact: readonly AlikePair[],
  near: readonly AlikePair[],
  facts: Pick<DuplicateReport, "nCompared" | "nSkipped" | "rule">,
): DuplicateReport {
  const isNear = new Set(near);
  const groups = groupPairs([...exact, ...near]).map(({ rows, pairs }): DuplicateGroup => ({
    items: rows,
    titles: rows.map((item) => itemContent[item].title),
    kind: pairs.some((pair) => isNear.has(pair)) ? "near" : "exact",
    similarity: pairs.reduce((least, pair) => Math.min(least, pair.similarity), 1),
  }));
  return { ...facts, groups };
}
