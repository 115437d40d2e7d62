import { basename } from "node:path";

import type { Interactions, RejectedRows } from "../dataset.js";
import type { IdMap } from "../id-map.js";
import { collectTable } from "./collect-table.js";
import type { ColumnMap } from "./columns.js";
import type { TableOptions } from "./table-options.js";

/** The rows of a table with the ids as they stand there; a part that `splitFromParts` takes. */
export interface InteractionTable {
  readonly path: string;
  /** The file's name without its folder. */
  readonly name: string;
  readonly nRows: number;
  /** `[nRows]` */
  readonly user: readonly string[];
  /** `[nRows]` */
  readonly item: readonly string[];
  /** `[nRows]` 1 throughout when the table has no ratings. */
  readonly rating: Float32Array;
  readonly hasRating: boolean;
  /** `[nRows]` seconds since 1970 UTC. */
  readonly timestamp?: Float64Array;
  readonly rejected: RejectedRows;
  /** The file's own ids in order of first sight. */
  readonly users: IdMap;
  readonly items: IdMap;
  /** The same rows by position in `users` and `items`. */
  readonly interactions: Interactions;
}

/**
 * Reads user, item, rating and timestamp columns of a file without giving out positions, so that
 * several files (train, valid, test) can share one id map. Takes CSV, TSV and other delimited text
 * with or without header (MovieLens's `u1.base` and `ratings.dat` too), JSON lines and Parquet,
 * packed with gzip or not.
 *
 * Errors: `E_DATA_FILE`, `E_DATA_EMPTY`, `E_DATA_HTML`, `E_DATA_LFS_POINTER`, `E_DATA_SEPARATOR`,
 * `E_DATA_COLUMN`, `E_DATA_ROW`, `E_DATA_QUOTE`, `E_DATA_ENCODING`, `E_DATA_TRUNCATED`,
 * `E_DATA_GZIP`, `E_DATA_TABLE`.
 */
export async function readInteractionTable(
  path: string,
  columns: ColumnMap = {},
  options: Omit<TableOptions, "columns"> = {},
): Promise<InteractionTable> {
  const collected = await collectTable({ path, options: { ...options, columns } });
  const users = collected.collector.users.build();
  const items = collected.collector.items.build();
  const { interactions } = collected;
  const { nRows, userIndex, itemIndex, rating, timestamp } = interactions;
  return {
    path,
    name: basename(path),
    nRows,
    user: Array.from(userIndex, (index) => users.ids[index]),
    item: Array.from(itemIndex, (index) => items.ids[index]),
    rating,
    hasRating: collected.hasRating,
    ...(timestamp && { timestamp }),
    rejected: collected.collector.rejected(),
    users,
    items,
    interactions,
  };
}
