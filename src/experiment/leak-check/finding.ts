import { MoviolaError, type ErrorCode } from "../../common/errors.js";
import { leakCatalogue, type LeakCode, type LeakSeverity } from "./names.js";

export type { LeakCode, LeakSeverity } from "./names.js";

/** One kind of fault, with how often it occurs and the first few rows that show it. */
export interface LeakFinding {
  readonly code: LeakCode;
  /** The fault in words, such as `user-under-two-ids`; one a code. */
  readonly name: string;
  readonly severity: LeakSeverity;
  readonly summary: string;
  readonly count: number;
  /** The first five cases, such as `user 196, item 242: train row 3, test row 9`. */
  readonly rows: readonly string[];
  readonly remedy: string;
}

/** All that a leak check found. */
export interface LeakReport {
  readonly errors: readonly LeakFinding[];
  readonly warnings: readonly LeakFinding[];
  /** Rows looked at, over all parts. */
  readonly nRows: number;
}

/** What differs from the usual in what a run puts up with. */
export interface LeakPolicy {
  /** Errors that are accepted; default none. */
  readonly allowed?: readonly LeakCode[];
  /** Warnings that stop a run as errors do; default none. */
  readonly forbidden?: readonly LeakCode[];
}

/** How many rows a finding names; the rest are only counted. */
const namedRows = 5;

/** Counts cases and keeps the wording of the first few. */
export class FindingCollector {
  readonly #rows: string[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Adds a case; `describe` is called only for the first few. */
  add(describe: () => string): void {
    if (this.#count < namedRows) this.#rows.push(describe());
    this.#count++;
  }

  /** The finding, or undefined when nothing was added. */
  finding(parts: Pick<LeakFinding, "code" | "summary" | "remedy">): LeakFinding | undefined {
    if (this.#count === 0) return undefined;
    return { ...leakCatalogue[parts.code], ...parts, count: this.#count, rows: this.#rows };
  }
}

/** A finding in a sentence, with its rows. */
export function describeFinding(
  finding: Pick<LeakFinding, "summary" | "count" | "rows" | "remedy">,
): string {
  const { summary, count, rows } = finding;
  const more = count > rows.length ? `; and ${count - rows.length} more` : "";
  return `${summary} (${count}): ${rows.join("; ")}${more}`;
}

/** Findings by severity, in their order. */
export function reportOf(
  findings: readonly (LeakFinding | undefined)[],
  nRows: number,
): LeakReport {
  const found = findings.filter((finding) => finding !== undefined);
  return {
    errors: found.filter(({ severity }) => severity === "error"),
    warnings: found.filter(({ severity }) => severity === "warning"),
    nRows,
  };
}

/**
 * Throws the first error of the report whose code is not allowed, with its rows, or else the first warning
 * whose code is forbidden. A list in place of a policy is that of the allowed codes.
 */
export function refuseLeaks(
  report: LeakReport,
  policy: LeakPolicy | readonly LeakCode[] = {},
): void {
  const { allowed = [], forbidden = [] } = isList(policy) ? { allowed: policy } : policy;
  const refused =
    report.errors.find(({ code }) => !allowed.includes(code)) ??
    report.warnings.find(({ code }) => forbidden.includes(code) && !allowed.includes(code));
  if (refused === undefined) return;
  throw new MoviolaError(refused.code satisfies ErrorCode, refused.summary, {
    where: refused.rows.join("; "),
    got: `${refused.name}: ${refused.count} in ${report.nRows} rows`,
    remedy: refused.remedy,
  });
}

function isList(policy: LeakPolicy | readonly LeakCode[]): policy is readonly LeakCode[] {
  return Array.isArray(policy);
}
