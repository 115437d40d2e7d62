import { MoviolaError } from "../../common/errors.js";
import { detectCsvFormat } from "./csv-format.js";
import { readCsv, type CsvCells } from "./csv.js";
import type { TextEncoding } from "./lines.js";
import type { RejectionLog } from "./rejection-log.js";
import { openDataFile } from "./source-file.js";

/** Which columns of a text table are read. */
export interface CsvColumnsRequest {
  readonly path: string;
  /** Names that must be there. */
  readonly required: readonly string[];
  /** Names whose cells are null where there is no such column. */
  readonly optional?: readonly string[];
  readonly separator?: string;
  readonly encoding?: TextEncoding;
}

/**
 * Reads named columns of a CSV or TSV table with a header. `visit` gets a row's cells, first those of
 * `required`, then those of `optional`, null where empty, and the line at which it begins. Returns the header. Throws `E_DATA_COLUMN` when a
 * required column is missing, and the errors of reading a table.
 */
export async function readCsvColumns(
  request: CsvColumnsRequest,
  log: RejectionLog,
  visit: (cells: CsvCells, line: number) => void,
): Promise<readonly string[]> {
  const file = await openDataFile(request.path);
  const format = detectCsvFormat(file, request);
  const header = format.firstRecord.map((name) => name.trim());
  for (const name of request.required) {
    if (!header.includes(name)) throw missingColumn(request.path, name, header);
  }
  const names = [...request.required, ...(request.optional ?? [])];
  const positions = names.map((name) => header.indexOf(name));
  await readCsv({ file, format, hasHeader: true }, log, (cells, line) => {
    const asked = positions.map((position) => cells[position] ?? null);
    visit(asked, line);
  });
  return header;
}

function missingColumn(path: string, name: string, header: readonly string[]): MoviolaError {
  return new MoviolaError("E_DATA_COLUMN", "A column of a table was not found", {
    where: `${path}, line 1`,
    expected: `a column "${name}"`,
    got: header.slice(0, 20).join(", "),
    remedy: "Name the column as the file does, in the reader's options",
  });
}
