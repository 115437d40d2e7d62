import type { DuckDBConnection } from "@duckdb/node-api";

import { MoviolaError, isMoviolaError } from "../../common/errors.js";
import type { CsvFormat } from "./csv-format.js";
import { forEachChunk, sqlPath, sqlText, withDuckDb } from "./duckdb.js";
import { findRecordLines } from "./record-lines.js";
import type { RejectionLog } from "./rejection-log.js";
import { verifyGzip, type OpenedFile } from "./source-file.js";

/** Which table is read, and what of it. */
export interface CsvRequest {
  readonly file: OpenedFile;
  readonly format: CsvFormat;
  readonly hasHeader: boolean;
  /** SQL expressions over the text columns `c0`, `c1`, ... */
  readonly select: readonly string[];
}

/** A record that the table reader refused. */
interface RefusedRecord {
  readonly record: number;
  readonly reason: string;
  /** What a quote that is never closed swallowed. */
  readonly swallowed?: string;
}

/**
 * Reads a CSV or TSV table through DuckDB, with quotes, quoted line ends and rows of any order of
 * length. `visit` gets the selected columns chunk by chunk and the number of the first record,
 * counted from 0 without header and refused rows; rows that it refuses go to `log` under that
 * number, and become lines of the file in the end.
 *
 * Errors: `E_DATA_QUOTE` when a quote is never closed, `E_DATA_TRUNCATED` and `E_DATA_GZIP` for
 * damaged packed files, `E_DATA_TABLE` when the table cannot be read at all.
 */
export async function readCsv(
  request: CsvRequest,
  log: RejectionLog,
  visit: (columns: readonly (readonly unknown[])[], nRows: number, firstRecord: number) => void,
): Promise<void> {
  const { path, gzip } = request.file;
  // DuckDB takes what it can get of a packed file that was cut off.
  if (gzip) await verifyGzip(path);
  const refused = await runQuery(request, visit);
  const numbers = new Set(refused.map(({ record }) => record));
  if (numbers.size === 0 && log.count === 0) return;
  const lines = await findRecordLines(path, {
    encoding: "latin1",
    hasHeader: request.hasHeader,
    refused: numbers,
    accepted: new Set(log.rows().examples.map(({ line }) => line)),
  });
  log.renumber((record) => lines.accepted.get(record) ?? record);
  for (const { record, reason, swallowed } of refused) {
    const line = lines.refused.get(record) ?? record;
    if (swallowed !== undefined) throw neverClosed(path, line, swallowed);
    log.add(line, reason);
  }
  log.sort();
}

async function runQuery(
  request: CsvRequest,
  visit: (columns: readonly (readonly unknown[])[], nRows: number, firstRecord: number) => void,
): Promise<RefusedRecord[]> {
  let record = 0;
  try {
    return await withDuckDb(async (connection) => {
      await forEachChunk(connection, selectSql(request), (columns, nRows) => {
        visit(columns, nRows, record);
        record += nRows;
      });
      return await refusedRecords(connection, request);
    });
  } catch (cause) {
    if (isMoviolaError(cause)) throw cause;
    throw new MoviolaError("E_DATA_TABLE", "A table cannot be read", {
      where: request.file.path,
      expected: "a CSV or TSV table",
      got: (cause as Error).message.split("\n", 1)[0],
      remedy: "Check separator and quotes of the file",
      cause,
    });
  }
}

function selectSql({ file, format, hasHeader, select }: CsvRequest): string {
  const columns = format.firstRecord.map((_, index) => `'c${index}':'VARCHAR'`);
  const options = [
    `header=${hasHeader}`,
    `delim=${sqlText(format.separator)}`,
    `quote='"'`,
    `escape='"'`,
    `encoding='${format.encoding === "latin1" ? "latin-1" : "utf-8"}'`,
    `compression='${file.gzip ? "gzip" : "none"}'`,
    "auto_detect=false",
    "store_rejects=true",
    "rejects_limit=0",
    `columns={${columns.join(",")}}`,
  ];
  return `SELECT ${select.join(", ")} FROM read_csv(${sqlPath(file.path)}, ${options.join(", ")})`;
}

async function refusedRecords(
  connection: DuckDBConnection,
  request: CsvRequest,
): Promise<RefusedRecord[]> {
  const refused: RefusedRecord[] = [];
  const nColumns = request.format.firstRecord.length;
  const sql = `SELECT CAST(line AS DOUBLE), any_value(error_type)::VARCHAR, max(csv_line)
    FROM reject_errors GROUP BY line ORDER BY line`;
  await forEachChunk(connection, sql, (columns, nRows) => {
    for (let row = 0; row < nRows; row++) {
      const [record, type, text] = columns.map((column) => column[row]) as [number, string, string];
      // A quote that is closed but followed by text makes an even number of quotes.
      const unclosed = type.startsWith("UNQUOTED") && text.split('"').length % 2 === 0;
      const reason = describeRefusal(type, nColumns);
      refused.push({ record, reason, ...(unclosed && { swallowed: text }) });
    }
  });
  return refused;
}

function describeRefusal(type: string, nColumns: number): string {
  switch (type) {
    case "MISSING COLUMNS":
      return `fewer than ${nColumns} fields`;
    case "TOO MANY COLUMNS":
      return `more than ${nColumns} fields`;
    case "UNQUOTED VALUE":
      return "text after a closing quote, or a quote that is not closed";
    case "INVALID ENCODING":
      return "bytes that are not UTF-8";
    default:
      return type.toLowerCase();
  }
}

function neverClosed(path: string, line: number, text: string): MoviolaError {
  return new MoviolaError("E_DATA_QUOTE", "A quote in a table is never closed", {
    where: `${path}, line ${line}`,
    expected: 'a closing "',
    got: JSON.stringify(text.slice(0, 60)),
    remedy: "Close the quote: what follows it was taken for one cell",
  });
}
