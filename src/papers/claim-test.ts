/** What was measured for a claim, and what is said of it. */
import type { ProtocolName } from "./paper.js";

/** What can be said of a claim. */
export type VerdictFinding =
  "supported" | "supported in part" | "contradicted" | "not distinguishable" | "not testable here";

/** Level that corrected p-values are held against. */
export const claimLevel = 0.05;

/** Data that a verdict rests on. */
export interface VerdictData {
  /** Name of the data set that was measured. */
  readonly name: string;
  /** The paper's data set that it stands in for, and what is different; absent when it is the paper's own. */
  readonly standsFor?: { readonly title: string; readonly why: string };
}

/**
 * One comparison behind a claim. Positive differences speak for the claim, whatever the metric's direction: for
 * `rmse` and `mae` they are how much lower the error is.
 */
export interface ClaimTest {
  /** What should be ahead, and of what, as the paper's file calls them. */
  readonly better: string;
  readonly than: string;
  readonly metric: string;
  readonly data: readonly VerdictData[];
  /** Values of both sides; of a number to be reached, that number less its margin. */
  readonly estimates: readonly [number, number];
  readonly difference: number;
  /** Ends of the difference's 95 % interval. */
  readonly low: number;
  readonly high: number;
  /** Cohen's d for pairs, positive for the claim; absent where there are no pairs. */
  readonly effect?: number;
  /** Two-sided, as tested. */
  readonly pValue: number;
  /** After Holm over all comparisons of the family. */
  readonly correctedP: number;
  /** Users or ratings. */
  readonly n: number;
  /** Difference that the claim asks for, where it names a size. */
  readonly claimed?: number;
  /** Configurations of either side that matched; each side stands at its best by the metric. */
  readonly configurations: readonly [number, number];
  /** True for a number to be reached, which asks for no difference. */
  readonly reaches: boolean;
  /** What the comparison lacks, such as baselines without runs. */
  readonly incomplete?: string;
  readonly finding: VerdictFinding;
  readonly runIds: readonly string[];
}

/** A computation behind a claim of arithmetic. */
export interface ClaimCheck {
  readonly says: string;
  readonly formula: string;
  readonly computed: number;
  /** How the computed number should stand to the claimed one. */
  readonly is: "equal" | "at-least" | "at-most";
  readonly claimed: number;
  readonly holds: boolean;
}

/** What is found of one claim under one protocol. */
export interface Verdict {
  /** Key of the paper. */
  readonly paper: string;
  /** Id of the claim. */
  readonly claim: string;
  readonly statement: string;
  readonly kind: "order" | "difference" | "improvement" | "existence" | "arithmetic";
  readonly source: string;
  readonly protocol: ProtocolName;
  readonly finding: VerdictFinding;
  /** In one sentence. */
  readonly reason: string;
  /** The comparison that decides: of a claim that holds the weakest, else the strongest against it. */
  readonly decidedBy?: ClaimTest;
  readonly tests: readonly ClaimTest[];
  readonly checks: readonly ClaimCheck[];
  /** Why comparisons or checks could not be made. */
  readonly missing: readonly string[];
  readonly data: readonly VerdictData[];
  readonly runIds: readonly string[];
}
