import { forEachLine, type TextEncoding } from "./lines.js";

/** What is asked of a table's records. */
export interface RecordQuestion {
  readonly encoding: TextEncoding;
  readonly hasHeader: boolean;
  /** Records that were refused by the table reader, counted from 1 with header and blank lines. */
  readonly refused: ReadonlySet<number>;
  /** Accepted records whose lines are wanted, counted from 0. */
  readonly accepted: ReadonlySet<number>;
}

/** Lines in the file, counted from 1, at which records begin. */
export interface RecordLines {
  readonly refused: ReadonlyMap<number, number>;
  readonly accepted: ReadonlyMap<number, number>;
}

/**
 * Tells at which line of the file the records of a CSV table begin. The table reader counts
 * records, in which quoted line ends do not count; a person with an editor counts lines. Only read
 * when something was refused.
 */
export async function findRecordLines(
  path: string,
  question: RecordQuestion,
): Promise<RecordLines> {
  const refused = new Map<number, number>();
  const accepted = new Map<number, number>();
  let record = 0;
  let taken = question.hasHeader ? -1 : 0;
  let open = false;
  await forEachLine(path, question.encoding, (line, number) => {
    if (!open) {
      record++;
      if (question.refused.has(record)) refused.set(record, number);
      else if (line !== "") {
        if (question.accepted.has(taken)) accepted.set(taken, number);
        taken++;
      }
    }
    if (hasOddQuotes(line)) open = !open;
  });
  return { refused, accepted };
}

function hasOddQuotes(line: string): boolean {
  let odd = false;
  for (let at = line.indexOf('"'); at >= 0; at = line.indexOf('"', at + 1)) odd = !odd;
  return odd;
}
