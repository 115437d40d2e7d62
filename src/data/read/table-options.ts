import type { RatingScale } from "../dataset.js";
import type { ColumnMap } from "./columns.js";
import type { MissingRating } from "./interaction-collector.js";
import type { TextEncoding } from "./lines.js";

/** How a table with users, items and perhaps ratings is read. */
export interface TableOptions {
  /** Columns by name or position (from 0); those not named are found by the common names. */
  readonly columns?: ColumnMap;
  /** Found by itself when absent: tab, comma, semicolon, `|` or `::`. */
  readonly separator?: string;
  /** Whether the first row is a header; seen by itself when absent. */
  readonly header?: boolean;
  /** Default `utf8`. */
  readonly encoding?: TextEncoding;
  /** The declared range of ratings: rows outside are refused. Absent: taken from the data. */
  readonly ratingScale?: RatingScale;
  /** What happens to rows without a rating; default `reject`. */
  readonly missingRating?: MissingRating;
  /** Unit of numeric timestamps; default `seconds`. Dates as text are taken as UTC. */
  readonly timestampUnit?: "seconds" | "milliseconds";
  /** Share of faulty rows, 0 to 1, above which reading fails with `E_DATA_ROW`; default 0.01. */
  readonly maximumRejectedShare?: number;
}
