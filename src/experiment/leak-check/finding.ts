import { MoviolaError, type ErrorCode } from "../../common/errors.js";

/** What a leak check can find wrong with a split. */
export type LeakCode =
  | "E_LEAK_PAIR"
  | "E_LEAK_TIME"
  | "E_LEAK_DATASET"
  | "E_LEAK_SPLIT"
  | "E_LEAK_ROWS"
  | "E_LEAK_SHAPE";

/** One kind of fault, with how often it occurs and the first few rows that show it. */
export interface LeakFinding {
  /** Absent for a warning, which does not stop a run. */
  readonly code?: LeakCode;
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
  finding(parts: Omit<LeakFinding, "count" | "rows">): LeakFinding | undefined {
    return this.#count === 0 ? undefined : { ...parts, count: this.#count, rows: this.#rows };
  }
}

/** A finding in a sentence, with its rows. */
export function describeFinding(finding: LeakFinding): string {
  const { summary, count, rows } = finding;
  const more = count > rows.length ? `; and ${count - rows.length} more` : "";
  return `${summary} (${count}): ${rows.join("; ")}${more}`;
}

/** Throws the first error of the report whose code is not among `allowed`, with its rows. */
export function refuseLeaks(report: LeakReport, allowed: readonly LeakCode[] = []): void {
  const refused = report.errors.find(({ code }) => code !== undefined && !allowed.includes(code));
  if (refused === undefined) return;
  throw new MoviolaError(refused.code as ErrorCode, refused.summary, {
    where: refused.rows.join("; "),
    got: `${refused.count} in ${report.nRows} rows`,
    remedy: refused.remedy,
  });
}
