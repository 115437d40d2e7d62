import { element, escapeHtml } from "../html.js";
import { formatCount, formatNumber, formatProbability } from "../format.js";

/** A number with its interval, and the letters of its group of not distinguishable rows. */
export interface IntervalCell {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly letters?: string;
  /** Ids of the runs that gave the number; on the site the number opens them. */
  readonly runIds?: readonly string[];
  /** The metric of those runs that the number is, such as `ndcg@10`. */
  readonly metric?: string;
}

/** What a table cell may hold; `undefined` is shown as a dash. */
export type Cell = string | number | boolean | IntervalCell | undefined;

/** How numbers of a column are written: decimals, `"count"` for whole numbers in groups, or `"p"` for p-values. */
export type Digits = number | "count" | "p";

/** The number that a cell is sorted and compared by; `undefined` for text. */
export function cellNumber(cell: Cell): number | undefined {
  if (typeof cell === "number") return cell;
  return typeof cell === "object" ? cell.mean : undefined;
}

/** The cell at full precision, as downloads and `data-value` hold it. */
export function cellValue(cell: Cell): string | number | boolean | undefined {
  return typeof cell === "object" ? cell.mean : cell;
}

function numberText(value: number, digits: Digits): string {
  if (digits === "count" || (digits === 0 && Math.abs(value) >= 1000)) return formatCount(value);
  return digits === "p" ? formatProbability(value) : formatNumber(value, digits);
}

/** The cell as plain text, such as `0.271 [0.262, 0.280] ab`. */
export function cellText(cell: Cell, digits: Digits): string {
  if (cell === undefined) return "–";
  if (typeof cell === "number") return numberText(cell, digits);
  if (typeof cell === "boolean") return cell ? "yes" : "no";
  if (typeof cell === "string") return cell;
  const interval = `[${numberText(cell.low, digits)}, ${numberText(cell.high, digits)}]`;
  return `${numberText(cell.mean, digits)} ${interval}${cell.letters ? ` ${cell.letters}` : ""}`;
}

/** The cell as HTML; all text is escaped. */
export function cellHtml(cell: Cell, digits: Digits): string {
  if (typeof cell !== "object") return escapeHtml(cellText(cell, digits));
  const ends = `[${numberText(cell.low, digits)}, ${numberText(cell.high, digits)}]`;
  const interval = element("span", { class: "moviola-interval" }, escapeHtml(ends));
  const letters = cell.letters
    ? ` ${element("sup", { class: "moviola-letters" }, escapeHtml(cell.letters))}`
    : "";
  const value = element(
    "span",
    { class: "moviola-value" },
    escapeHtml(numberText(cell.mean, digits)),
  );
  return `${value} ${interval}${letters}`;
}
