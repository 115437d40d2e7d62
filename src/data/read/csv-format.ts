import { MoviolaError } from "../../common/errors.js";
import { firstLine, requireSeparator, SEPARATOR_NAMES } from "./delimited-lines.js";
import type { TextEncoding } from "./lines.js";
import type { OpenedFile } from "./source-file.js";

/** The look of a table in a text file. */
export interface CsvFormat {
  readonly separator: string;
  /** Fields of the first record: the header's names, or the first row where there is none. */
  readonly firstRecord: readonly string[];
  readonly encoding: TextEncoding;
}

/**
 * Finds a table's separator (the one that stands most often in the first line: tab, comma,
 * semicolon, `|` or `::`) and splits its first record. Throws `E_DATA_SEPARATOR` when a named
 * separator, or any, is not there, and `E_DATA_TABLE` where lines end with carriage returns alone.
 */
export function detectCsvFormat(
  file: OpenedFile,
  options: { readonly separator?: string; readonly encoding?: TextEncoding },
): CsvFormat {
  const encoding = options.encoding ?? "utf8";
  if (/\r[^\n]/.test(file.headText) && !file.headText.includes("\n")) throw lineEndError(file.path);
  if (options.separator !== undefined) {
    requireSeparator(file.path, file.headText, options.separator);
  }
  const separator = options.separator ?? mostFrequentSeparator(file);
  const text = file.head.toString(encoding).replace(/^\ufeff/, "");
  const start = text.search(/[^\r\n]/);
  return {
    separator,
    firstRecord: splitFirstRecord(text.slice(Math.max(start, 0)), separator),
    encoding,
  };
}

function mostFrequentSeparator(file: OpenedFile): string {
  const line = firstLine(file.headText).replaceAll(/"[^"]*"/g, "");
  let best = "";
  let bestCount = 0;
  for (const separator of Object.keys(SEPARATOR_NAMES)) {
    const count = line.split(separator).length - 1;
    if (count > bestCount) [best, bestCount] = [separator, count];
  }
  if (best !== "") return best;
  throw new MoviolaError("E_DATA_SEPARATOR", "A table's separator was not found", {
    where: `${file.path}, line 1`,
    expected: "fields separated by tab, comma, semicolon, | or ::",
    got: JSON.stringify(firstLine(file.headText).slice(0, 80)),
    remedy: "Check that this is a table, or name its separator in the options",
  });
}

function lineEndError(path: string): MoviolaError {
  return new MoviolaError("E_DATA_TABLE", "A table cannot be read", {
    where: `${path}, line 1`,
    expected: "lines that end with \\n or \\r\\n",
    got: "lines that end with \\r alone",
    remedy: "Save the table with the line ends of Unix or Windows, such as with `tr '\\r' '\\n'`",
  });
}

/** Splits the first record of `text`, with `"` as quote and `""` for a quote within quotes. */
function splitFirstRecord(text: string, separator: string): string[] {
  const fields: string[] = [];
  let field = "";
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (quoted) {
      if (character !== '"') field += character;
      else if (text[at + 1] === '"') field += text[at++];
      else quoted = false;
    } else if (character === '"' && field === "") quoted = true;
    else if (character === "\n") break;
    else if (text.startsWith(separator, at)) {
      fields.push(field);
      field = "";
      at += separator.length - 1;
    } else field += character;
  }
  fields.push(field.replace(/\r$/, ""));
  return fields;
}
