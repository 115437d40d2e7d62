import type { CollectRequest, RowSink } from "./collect-request.js";
import { resolveColumns, type ColumnPositions } from "./columns.js";
import { sqlName } from "./duckdb.js";
import { readParquet } from "./parquet.js";
import type { RejectionLog } from "./rejection-log.js";
import type { OpenedFile } from "./source-file.js";

/** Feeds the rows of a Parquet file; a row's line is its number counted from 1. */
export async function collectParquet(
  _file: OpenedFile,
  request: CollectRequest,
  _log: RejectionLog,
  start: (columns: ColumnPositions) => RowSink,
): Promise<void> {
  let sink: RowSink = () => undefined;
  const select = (names: readonly string[]): string[] => {
    const columns = resolveColumns(names, request.options.columns ?? {}, request.path);
    sink = start(columns);
    const name = (position: number | undefined): string =>
      position === undefined || position < 0 ? "NULL" : sqlName(names[position]);
    const text = (position: number | undefined): string => `CAST(${name(position)} AS VARCHAR)`;
    const number = (position: number | undefined): string =>
      `TRY_CAST(${text(position)} AS DOUBLE)`;
    return [
      text(columns.user),
      text(columns.item),
      number(columns.rating),
      text(columns.rating),
      number(columns.timestamp),
      text(columns.timestamp),
      ...(request.extraColumns ?? []).map((extra) => text(names.indexOf(extra))),
    ];
  };
  await readParquet(request.path, select, (chunk, nRows, first) => {
    const [user, item, rating, ratingText, time, timeText, ...extra] = chunk as Column[];
    for (let row = 0; row < nRows; row++) {
      const cells = extra.map((column) => column[row] as string | null);
      const value = rating[row] ?? ratingText[row];
      sink(first + row + 1, user[row], item[row], value, time[row] ?? timeText[row], cells);
    }
  });
}

type Column = (string | number | null)[];
