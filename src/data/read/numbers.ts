// No two parts can take the same digits: else a long cell that is no number takes hours to refuse.
const NUMBER = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*$/;
const MISSING = new Set(["", "null", "nan", "na", "n/a", "none"]);

/** The decimal number that a cell holds, or `NaN`; stricter than `Number`, which takes "" and "0x10". */
export function parseDecimal(text: string): number {
  return NUMBER.test(text) ? Number(text) : Number.NaN;
}

/** True for an empty cell and for the words that tools write into one: null, NaN, NA, N/A, None. */
export function isMissingCell(cell: string | number | null | undefined): boolean {
  if (cell === null || cell === undefined) return true;
  return typeof cell === "number" ? Number.isNaN(cell) : MISSING.has(cell.trim().toLowerCase());
}

/** Seconds since 1970 UTC from a number in `unit` or from a date as text; `NaN` when it is neither. */
export function parseTimestamp(cell: string | number, unit: "seconds" | "milliseconds"): number {
  const value = typeof cell === "number" ? cell : parseDecimal(cell);
  if (Number.isFinite(value)) return unit === "seconds" ? value : value / 1000;
  if (typeof cell === "number" || !/\d{4}/.test(cell)) return Number.NaN;
  // A date without a zone is taken as UTC, so that every machine reads the same.
  const date = cell.trim();
  const zoned = /(z|[+-]\d\d:?\d\d|gmt|utc)$/i.test(date) && /:/.test(date);
  const iso = /^\d{4}-\d\d-\d\d$/.test(date);
  const zone = zoned || iso ? "" : /\dT\d/.test(date) ? "Z" : " UTC";
  return Date.parse(`${date}${zone}`) / 1000;
}
