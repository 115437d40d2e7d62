import type { Interactions, RatingScale, RejectedRows } from "../dataset.js";
import { IdMapBuilder } from "../id-map.js";
import { GrowingColumns } from "./growing-columns.js";
import { isMissingCell, parseDecimal, parseTimestamp } from "./numbers.js";
import { DEFAULT_MAXIMUM_REJECTED_SHARE, type RejectionLog } from "./rejection-log.js";

/**
 * What happens to a row without a rating: `reject` counts it as faulty; `drop` leaves it out, counts
 * it among the rejected rows, and does not take it for a sign of a wrong file; `keep` gives it the
 * rating `NaN`, for `resolveMissingRatings` to settle.
 */
export type MissingRating = "reject" | "drop" | "keep";

/** How rows become interactions. */
export interface CollectorOptions {
  /** Ratings outside are refused; absent: any finite number is taken. */
  readonly ratingScale?: RatingScale;
  /** Default `reject`. */
  readonly missingRating?: MissingRating;
  /** Unit of numeric timestamps; default `seconds`. */
  readonly timestampUnit?: "seconds" | "milliseconds";
  /** Share of faulty rows, 0 to 1, above which reading fails with `E_DATA_ROW`; default 0.01. */
  readonly maximumRejectedShare?: number;
  /** Rows without rating column count as positives with rating 1. */
  readonly implicit?: boolean;
  readonly hasTimestamp?: boolean;
  /** Ids known beforehand, or shared with other files. */
  readonly users?: IdMapBuilder;
  readonly items?: IdMapBuilder;
}

type Cell = string | number | null | undefined;

/** Checks the rows of one file and puts the good ones into columns. */
export class InteractionCollector {
  readonly users: IdMapBuilder;
  readonly items: IdMapBuilder;
  readonly log: RejectionLog;
  readonly #options: CollectorOptions;
  readonly #columns = new GrowingColumns();
  readonly #ratings = new Map<string, number>();

  constructor(log: RejectionLog, options: CollectorOptions) {
    this.log = log;
    this.#options = options;
    this.users = options.users ?? new IdMapBuilder();
    this.items = options.items ?? new IdMapBuilder();
  }

  /** Takes a row, or refuses it with a reason. Returns true when it was taken. */
  add(line: number, user: Cell, item: Cell, rating: Cell, timestamp: Cell): boolean {
    const reason = this.#take(line, user, item, rating, timestamp);
    if (reason === undefined) return true;
    if (reason !== "") this.log.add(line, reason);
    return false;
  }

  /**
   * The columns, after the check of the share of refused rows (`E_DATA_ROW`).
   */
  finish(): Interactions {
    const share = this.#options.maximumRejectedShare ?? DEFAULT_MAXIMUM_REJECTED_SHARE;
    this.log.check(this.#columns.nRows, share);
    const { timestamp, ...columns } = this.#columns.build();
    const timed = this.#options.hasTimestamp === true;
    return { nRows: this.#columns.nRows, ...columns, ...(timed && { timestamp }) };
  }

  rejected(): RejectedRows {
    return this.log.rows();
  }

  /** Undefined when taken, the reason when refused, "" when dropped by policy. */
  #take(line: number, user: Cell, item: Cell, rating: Cell, time: Cell): string | undefined {
    const { implicit, hasTimestamp, timestampUnit, ratingScale } = this.#options;
    if (user === undefined || user === null || user === "") return "the user is empty";
    if (item === undefined || item === null || item === "") return "the item is empty";
    let value = 1;
    if (implicit !== true) {
      value = this.#parseRating(rating);
      if (Number.isNaN(value)) {
        const verdict = this.#missing(line, rating);
        if (verdict !== undefined) return verdict;
      } else if (ratingScale !== undefined && !inScale(value, ratingScale)) {
        return `rating ${value} is outside ${ratingScale.minimum} to ${ratingScale.maximum}`;
      }
    }
    let seconds = Number.NaN;
    if (hasTimestamp === true && !isMissingCell(time)) {
      seconds = parseTimestamp(time!, timestampUnit ?? "seconds");
      if (Number.isNaN(seconds)) return `timestamp ${quote(time)} is no number or date`;
    }
    this.#columns.add(this.users.add(String(user)), this.items.add(String(item)), value, seconds);
    return undefined;
  }

  #parseRating(cell: Cell): number {
    if (typeof cell === "number") return finite(cell);
    if (cell === null || cell === undefined) return Number.NaN;
    let value = this.#ratings.get(cell);
    if (value === undefined) {
      value = finite(parseDecimal(cell));
      if (this.#ratings.size < 1000) this.#ratings.set(cell, value);
    }
    return value;
  }

  #missing(line: number, cell: Cell): string | undefined {
    if (!isMissingCell(cell)) return `rating ${quote(cell)} is not a number`;
    const policy = this.#options.missingRating ?? "reject";
    if (policy === "reject") return "the rating is missing";
    if (policy === "keep") return undefined;
    this.log.addPermitted(line, "the rating is missing");
    return "";
  }
}

/** NaN in place of what no 32-bit float can hold. */
function finite(value: number): number {
  return Number.isFinite(Math.fround(value)) ? value : Number.NaN;
}

function inScale(value: number, scale: RatingScale): boolean {
  return value >= scale.minimum && value <= scale.maximum;
}

function quote(cell: Cell): string {
  return JSON.stringify(String(cell ?? "").slice(0, 40));
}
