import { MoviolaError } from "../../common/errors.js";
import type { CsvFormat } from "./csv-format.js";
import { CsvSplitter, type SplitLine } from "./csv-splitter.js";
import { forEachLine } from "./lines.js";
import type { RejectionLog } from "./rejection-log.js";
import type { OpenedFile } from "./source-file.js";

/** Longest record, in characters: a quote that is never closed swallows what follows it. */
const MAXIMUM_RECORD = 2 ** 24;

/** Which table is read. */
export interface CsvRequest {
  readonly file: OpenedFile;
  readonly format: CsvFormat;
  readonly hasHeader: boolean;
}

/** A record's cells; null where nothing stands. */
export type CsvCells = readonly (string | null)[];

/**
 * Reads a CSV or TSV table, with quotes and quoted line ends. `visit` gets the cells of every record and the line at
 * which it begins, counted from 1. Blank lines are passed over; a record with another number of fields than the
 * first, with text behind a closing quote or with bytes that are not UTF-8 goes to `log`.
 *
 * Errors: `E_DATA_QUOTE` when a quote is never closed, and those of `forEachLine`.
 */
export async function readCsv(
  { file, format, hasHeader }: CsvRequest,
  log: RejectionLog,
  visit: (cells: CsvCells, line: number) => void,
): Promise<void> {
  const nColumns = format.firstRecord.length;
  const splitter = new CsvSplitter(format.separator);
  const isUtf8 = format.encoding === "utf8";
  let [first, opening, isHeader, isFoul] = [0, "", hasHeader, false];
  const finish = (split: Exclude<SplitLine, "open">): void => {
    if (split === "faulty") log.add(first, "text after a closing quote");
    else if (isFoul) log.add(first, "bytes that are not UTF-8");
    else if (split.fields.length === nColumns) visit(split.fields.map(cellOf), first);
    else log.add(first, describeCount(split.fields.length, nColumns));
  };
  // Bytes as Latin-1, which any are: what is no UTF-8 spoils its record, not the file.
  await forEachLine(file.path, "latin1", (bytes, number) => {
    if (bytes === "" && !splitter.isOpen) return;
    if (!splitter.isOpen) [first, isFoul] = [number, false];
    const line = isUtf8 ? utf8Line(bytes) : bytes;
    isFoul ||= line === undefined;
    if (!splitter.isOpen) opening = line ?? bytes;
    const split = splitter.take(withoutMark(line ?? bytes, number));
    if (split === "open") {
      if (splitter.length > MAXIMUM_RECORD) throw neverClosed(file.path, first, opening);
    } else if (isHeader) isHeader = false;
    else finish(split);
  });
  if (splitter.isOpen) throw neverClosed(file.path, first, opening);
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const isAscii = /^[\x00-\x7f]*$/;

/** A line of UTF-8 that was read as Latin-1; undefined where it is none. */
function utf8Line(bytes: string): string | undefined {
  if (isAscii.test(bytes)) return bytes;
  try {
    return decoder.decode(Buffer.from(bytes, "latin1"));
  } catch {
    return undefined;
  }
}

function cellOf(field: string): string | null {
  return field === "" ? null : field;
}

function describeCount(nFields: number, nColumns: number): string {
  return `${nFields < nColumns ? "fewer" : "more"} than ${nColumns} fields`;
}

function withoutMark(line: string, number: number): string {
  return number === 1 ? line.replace(/^\ufeff/, "") : line;
}

function neverClosed(path: string, line: number, opening: string): MoviolaError {
  return new MoviolaError("E_DATA_QUOTE", "A quote in a table is never closed", {
    where: `${path}, line ${line}`,
    expected: 'a closing "',
    got: JSON.stringify(opening.slice(0, 60)),
    remedy: "Close the quote: what follows it was taken for one cell",
  });
}
