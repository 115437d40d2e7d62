import { MoviolaError } from "../../common/errors.js";
import { forEachLine, type TextEncoding } from "./lines.js";
import type { RejectionLog } from "./rejection-log.js";
import { openDataFile } from "./source-file.js";

/** A text file of fields without quoting, as MovieLens and MMRec publish. */
export interface DelimitedFormat {
  /** Such as a tab, `|` or `::`. */
  readonly separator: string;
  /** Fields that every line has. */
  readonly nFields: number;
  readonly encoding: TextEncoding;
  /** Lines at the beginning to pass over; default 0. */
  readonly skip?: number;
}

/** The separators that a reader may meet, with their names for messages. */
export const SEPARATOR_NAMES: Readonly<Record<string, string>> = {
  "\t": "tab",
  ",": "comma",
  ";": "semicolon",
  "|": "|",
  "::": "::",
};

/**
 * Calls `visit` with the fields of every line. Blank lines are passed over; a line with another
 * number of fields goes to `log`. Throws `E_DATA_SEPARATOR` when the first line does not hold the
 * separator, and the errors of `forEachLine`.
 */
export async function readDelimitedLines(
  path: string,
  format: DelimitedFormat,
  log: RejectionLog,
  visit: (fields: readonly string[], line: number) => void,
): Promise<void> {
  const { separator, nFields, encoding, skip = 0 } = format;
  const { headText } = await openDataFile(path);
  requireSeparator(path, headText, separator);
  await forEachLine(path, encoding, (line, number) => {
    if (number <= skip || line.trim() === "") return;
    const fields = line.split(separator);
    if (fields.length === nFields) visit(fields, number);
    else log.add(number, `${fields.length} fields in place of ${nFields}`);
  });
}

/** Throws `E_DATA_SEPARATOR` when the first line of a file does not hold `separator`. */
export function requireSeparator(path: string, headText: string, separator: string): void {
  const first = firstLine(headText);
  if (first.includes(separator)) return;
  const others = Object.keys(SEPARATOR_NAMES).filter((other) => first.includes(other));
  const found = others.map((other) => SEPARATOR_NAMES[other]).join(" or ");
  throw new MoviolaError("E_DATA_SEPARATOR", "A file's fields are separated otherwise", {
    where: `${path}, line 1`,
    expected: `fields separated by ${SEPARATOR_NAMES[separator] ?? JSON.stringify(separator)}`,
    got: `${JSON.stringify(first.slice(0, 80))}${found === "" ? "" : `, perhaps separated by ${found}`}`,
    remedy: "Name the separator in the options, or convert the file",
  });
}

/** The first line that is not blank. */
export function firstLine(text: string): string {
  return text.split(/\r?\n/).find((line) => line.trim() !== "") ?? "";
}
