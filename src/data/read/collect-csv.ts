import { detectCsvFormat, type CsvFormat } from "./csv-format.js";
import { looksLikeHeader, positionalColumns, resolveColumns } from "./columns.js";
import type { ColumnPositions } from "./columns.js";
import type { CollectRequest, RowSink } from "./collect-request.js";
import { readCsv, type CsvCells } from "./csv.js";
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
  const at = (cells: CsvCells, position = -1): string | null => cells[position] ?? null;
  await readCsv(table, log, (cells, line) => {
    const { user, item, rating, timestamp } = columns;
    const further = extra.length === 0 ? NO_CELLS : extra.map((position) => at(cells, position));
    sink(line, cells[user], cells[item], at(cells, rating), at(cells, timestamp), further);
  });
}

const NO_CELLS: CsvCells = [];
