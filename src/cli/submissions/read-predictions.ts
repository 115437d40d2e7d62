import { forEachLine } from "../../data/read/lines.js";
import { submissionError } from "./submission-error.js";

/** Predicted ratings by user and item, with ids as they stand in the file. */
export type Predictions = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Columns by the names they may have. */
const columnNames = {
  user: ["user", "user_id", "userid", "uid"],
  item: ["item", "item_id", "itemid", "iid"],
  prediction: ["prediction", "score", "predicted"],
};

/** Beyond any rating scale; keeps sums of squares finite. */
const largest = 1_000_000;

type Column = keyof typeof columnNames;

/**
 * Reads predicted ratings: TSV or CSV with the header `user item prediction`, in any order, other columns passed over.
 * Throws `E_SUBMISSION_FILE` for another header, a row without user, item or finite prediction, and a pair that stands twice.
 */
export async function readPredictions(path: string): Promise<Predictions> {
  const predictions = new Map<string, Map<string, number>>();
  let separator = "\t";
  let columns: Readonly<Record<Column, number>> | undefined;
  await forEachLine(path, "utf8", (text, line) => {
    if (text.trim() === "") return;
    if (columns === undefined) {
      separator = text.includes("\t") ? "\t" : ",";
      columns = findColumns(path, cellsOf(text.replace(/^\uFEFF/, ""), separator));
      return;
    }
    const cells = cellsOf(text, separator);
    const { user, item, prediction } = columns;
    const value = cells[prediction] ? Number(cells[prediction]) : NaN;
    if (!cells[user] || !cells[item] || !(Math.abs(value) <= largest)) {
      throw rowError(path, line, `a user, an item and a prediction within ±${largest}`, text);
    }
    const own = predictions.get(cells[user]) ?? new Map<string, number>();
    predictions.set(cells[user], own);
    if (own.has(cells[item])) throw rowError(path, line, "each user and item once", text);
    own.set(cells[item], value);
  });
  return predictions;
}

function cellsOf(text: string, separator: string): string[] {
  return text.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
}

function findColumns(path: string, header: readonly string[]): Readonly<Record<Column, number>> {
  const cells = header.map((cell) => cell.toLowerCase());
  const position = (key: Column): number =>
    cells.findIndex((cell) => columnNames[key].includes(cell));
  const columns = {
    user: position("user"),
    item: position("item"),
    prediction: position("prediction"),
  };
  if (Object.values(columns).every((at) => at >= 0)) return columns;
  throw submissionError(
    `${path}, line 1`,
    "the header user, item, prediction",
    JSON.stringify(header.join(" ").slice(0, 80)),
    "`moviola evaluate --per-user` writes such a file",
  );
}

function rowError(path: string, line: number, expected: string, text: string): Error {
  const got = JSON.stringify(text.slice(0, 80));
  return submissionError(`${path}, line ${line}`, expected, got, "Mend the row");
}
