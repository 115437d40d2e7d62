import { detectCsvFormat, type CsvFormat } from "./csv-format.js";
import { looksLikeHeader, positionalColumns, resolveColumns } from "./columns.js";
import type { ColumnPositions } from "./columns.js";
import type { CollectRequest, RowSink } from "./collect-request.js";
import { readCsv } from "./csv.js";
import { readDelimitedLines } from "./delimited-lines.js";
import type { RejectionLog } from "./rejection-log.js";
import type { OpenedFile } from "./source-file.js";

/** Feeds the rows of a CSV or TSV table, with or without header. */
export async function collectCsv(
  file: OpenedFile,
  request: CollectRequest,
  log: RejectionLog,
  start: (columns: ColumnPositions) => RowSink,
): Promise<void> {
  const { path, options } = request;
  const format = detectCsvFormat(file, options);
  const map = options.columns ?? {};
  const hasHeader = options.header ?? looksLikeHeader(format.firstRecord, map);
  const columns = hasHeader
    ? resolveColumns(format.firstRecord, map, path)
    : positionalColumns(format.firstRecord.length, map, path);
  const sink = start(columns);
  const extra = (request.extraColumns ?? []).map((name) => format.firstRecord.indexOf(name));
  // Files with "::" come from MovieLens and have no quotes.
  if (format.separator === "::") await feedLines(path, format, hasHeader, columns, log, sink);
  else await feedCsv({ file, format, hasHeader }, columns, extra, log, sink);
}

async function feedLines(
  path: string,
  format: CsvFormat,
  hasHeader: boolean,
  columns: ColumnPositions,
  log: RejectionLog,
  sink: RowSink,
): Promise<void> {
  const { separator, encoding, firstRecord } = format;
  const { user, item, rating = -1, timestamp = -1 } = columns;
  const shape = { separator, encoding, nFields: firstRecord.length, skip: hasHeader ? 1 : 0 };
  await readDelimitedLines(path, shape, log, (fields, line) => {
    sink(line, fields[user], fields[item], fields[rating], fields[timestamp], []);
  });
}

async function feedCsv(
  table: { file: OpenedFile; format: CsvFormat; hasHeader: boolean },
  columns: ColumnPositions,
  extra: readonly number[],
  log: RejectionLog,
  sink: RowSink,
): Promise<void> {
  const text = (position: number | undefined): string =>
    position === undefined || position < 0 ? "NULL::VARCHAR" : `c${position}`;
  const time = text(columns.timestamp);
  const select = [
    text(columns.user),
    text(columns.item),
    text(columns.rating),
    // Timestamps differ in every row: a cast in the database spares the making of a text for each.
    `TRY_CAST(${time} AS DOUBLE)`,
    `CASE WHEN TRY_CAST(${time} AS DOUBLE) IS NULL THEN ${time} END`,
    ...extra.map(text),
  ];
  await readCsv({ ...table, select }, log, (chunk, nRows, first) => {
    const [user, item, rating, seconds, date, ...further] = chunk as (string | null)[][];
    for (let row = 0; row < nRows; row++) {
      const time = seconds[row] ?? date[row];
      const cells = further.length === 0 ? NO_CELLS : further.map((column) => column[row]);
      sink(first + row, user[row], item[row], rating[row], time, cells);
    }
  });
}

const NO_CELLS: readonly string[] = [];
