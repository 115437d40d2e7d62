import { MoviolaError } from "../../common/errors.js";
import type { RejectedRow, RejectedRows } from "../dataset.js";

/** How many refused rows are kept as examples. */
const EXAMPLES = 20;

/** The share of refused rows above which a reader gives up, unless told otherwise. */
export const DEFAULT_MAXIMUM_REJECTED_SHARE = 0.01;

/** Collects the rows of one file that a reader refused. */
export class RejectionLog {
  readonly file: string;
  #examples: RejectedRow[] = [];
  #faulty = 0;
  #permitted = 0;

  constructor(file: string) {
    this.file = file;
  }

  /** Refuses a faulty row; `line` is counted from 1. */
  add(line: number, reason: string): void {
    this.#faulty++;
    this.#note(line, reason);
  }

  /** Leaves out a row that the caller's policy drops: counted, but no sign of a wrong file. */
  addPermitted(line: number, reason: string): void {
    this.#permitted++;
    this.#note(line, reason);
  }

  /** Rows that the caller's policy left out. */
  get nPermitted(): number {
    return this.#permitted;
  }

  get count(): number {
    return this.#faulty + this.#permitted;
  }

  rows(): RejectedRows {
    return { count: this.count, examples: [...this.#examples] };
  }

  /**
   * Throws `E_DATA_ROW` when every row of the file was faulty or more than `maximumShare` of them.
   */
  check(nAccepted: number, maximumShare: number): void {
    const total = nAccepted + this.count;
    if (this.#faulty === 0) return;
    if (nAccepted + this.#permitted > 0 && this.#faulty <= maximumShare * total) return;
    const first = this.#examples[0];
    throw new MoviolaError("E_DATA_ROW", "Too many rows of a data file cannot be used", {
      where: `${this.file}, line ${first.line} is the first`,
      expected: `at most ${formatShare(maximumShare)} of the rows faulty`,
      got: `${this.#faulty} of ${total} faulty; line ${first.line}: ${first.reason}`,
      remedy: "Check that this is the right file, its column map and its rating scale",
    });
  }

  #note(line: number, reason: string): void {
    if (this.#examples.length < EXAMPLES) this.#examples.push({ file: this.file, line, reason });
  }
}

/** Joins what was refused in several files. */
export function joinRejected(parts: readonly RejectedRows[]): RejectedRows {
  return {
    count: parts.reduce((sum, part) => sum + part.count, 0),
    examples: parts.flatMap((part) => part.examples).slice(0, EXAMPLES),
  };
}

function formatShare(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}
