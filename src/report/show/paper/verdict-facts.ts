/** What is shown of a paper's verdicts. The layer of papers makes them; its types fit these. */

/** MIME type of a page's verdicts, which the renderers lift under the title, into cards and the ledger. */
export const verdictsMimeType = "application/vnd.moviola.verdicts+json";

/** What can be said of a claim, best first. */
export const findingNames = [
  "supported",
  "supported in part",
  "not distinguishable",
  "contradicted",
  "not testable here",
] as const;

/** What is found of a claim. */
export type FindingName = (typeof findingNames)[number];

/** A sign for each finding, so that colour is not needed to tell them apart. */
export const findingSigns: Readonly<Record<FindingName, string>> = {
  supported: "✓",
  "supported in part": "◐",
  "not distinguishable": "≈",
  contradicted: "✗",
  "not testable here": "–",
};

/** The paper that verdicts are about. */
export interface PaperFacts {
  readonly key: string;
  readonly title: string;
  readonly authors: readonly string[];
  readonly year: number;
  readonly venue: string;
  /** Key in the site's bibliography. */
  readonly reference: string;
}

/** The comparison that decides a claim: positive differences speak for it. */
export interface DecisionFacts {
  readonly better: string;
  readonly than: string;
  readonly metric: string;
  readonly estimates: readonly [number, number];
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  readonly effect?: number;
  readonly correctedP: number;
  readonly n: number;
}

/** A verdict as pages show it. */
export interface VerdictFacts {
  readonly paper: string;
  readonly claim: string;
  readonly statement: string;
  readonly kind: string;
  readonly source: string;
  readonly protocol: "faithful" | "corrected";
  readonly finding: FindingName;
  readonly reason: string;
  readonly decidedBy?: DecisionFacts;
  readonly data: readonly {
    readonly name: string;
    readonly standsFor?: { readonly title: string; readonly why: string };
  }[];
  readonly runIds: readonly string[];
}

/** What stands under {@link verdictsMimeType}. */
export interface VerdictsOutput {
  readonly paper: PaperFacts;
  readonly verdicts: readonly VerdictFacts[];
}

/** The anchor of a claim's row on the page that has its verdict. */
export function claimAnchor({ claim, protocol }: Pick<VerdictFacts, "claim" | "protocol">): string {
  return `claim-${claim}-${protocol}`;
}

/** How many verdicts there are of each finding, in the order of {@link findingNames}. */
export function countFindings(
  verdicts: readonly Pick<VerdictFacts, "finding">[],
): readonly { readonly finding: FindingName; readonly count: number }[] {
  return findingNames.map((finding) => {
    return { finding, count: verdicts.filter((one) => one.finding === finding).length };
  });
}

/** Such as `3 supported, 1 contradicted`. */
export function countText(verdicts: readonly Pick<VerdictFacts, "finding">[]): string {
  const counts = countFindings(verdicts).filter(({ count }) => count > 0);
  return counts.map(({ finding, count }) => `${count} ${finding}`).join(", ") || "no verdicts";
}

/** A finding as a class name. */
export function findingClass(finding: FindingName): string {
  return finding.replaceAll(" ", "-");
}
