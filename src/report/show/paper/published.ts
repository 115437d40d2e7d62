/** A paper's numbers beside ours: what the table and the plot of them are made from. */
import type { IntervalCell } from "../table/cell.js";

/** One printed number, and what runs here gave for it. `publishedRows(paper, table, runs)` makes them. */
export interface PublishedRow {
  /** `table/row/column`, as the paper's file calls the number. */
  readonly id: string;
  /** The model as the paper names it. */
  readonly model: string;
  /** Column of the paper's table. */
  readonly column: string;
  readonly metric: string;
  /** The data set as the paper names it. */
  readonly data: string;
  readonly published: number;
  /** As printed, where that is not the value. */
  readonly printed?: string;
  /** Ours under the paper's protocol; absent when there is no run. */
  readonly faithful?: OurValue;
  /** Ours under a sound protocol. */
  readonly corrected?: OurValue;
}

/** What runs here gave. */
export interface OurValue extends IntervalCell {
  /** Name of the data set that was measured. */
  readonly data: string;
  /** True when that is not the paper's own. */
  readonly isStandIn: boolean;
  readonly nRuns: number;
  readonly runIds: readonly string[];
}

/** A sanity floor, measured here. */
export interface FloorValue {
  readonly model: string;
  readonly value: IntervalCell;
}
