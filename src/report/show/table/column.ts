import { cellNumber, type Cell, type Digits } from "./cell.js";

/** One row: cells by column key. */
export type TableRow = Readonly<Record<string, Cell>>;

/** How a column is titled, written and marked. */
export interface Column {
  readonly key: string;
  /** Default: the key. */
  readonly title?: string;
  /** Shown after the title, such as `s`, `stars`, `%`. */
  readonly unit?: string;
  /** Default: 3 decimals, or `"count"` when all values are whole numbers. */
  readonly digits?: Digits;
  /** Marks the best and the second best row. */
  readonly best?: "high" | "low";
}

/** A column with every choice made. */
export interface ResolvedColumn {
  readonly key: string;
  readonly title: string;
  readonly unit: string | undefined;
  readonly digits: Digits;
  readonly type: "number" | "text";
  /** Of a text column: whether a cell is a phrase, not a name. */
  readonly isLong: boolean;
  /** Row positions to mark. */
  readonly bestRow: number;
  readonly secondRow: number;
}

/** The columns given, or one for each key of the rows in order of first sight, with defaults filled in. */
export function resolveColumns(
  rows: readonly TableRow[],
  columns: readonly Column[] | undefined,
): ResolvedColumn[] {
  const listed = columns ?? [...new Set(rows.flatMap(Object.keys))].map((key) => ({ key }));
  return listed.map((column) => resolveColumn(rows, column));
}

function resolveColumn(rows: readonly TableRow[], column: Column): ResolvedColumn {
  const cells = rows.map((row) => row[column.key]).filter((cell) => cell !== undefined);
  const numbers = cells.map(cellNumber);
  const isNumber = numbers.length > 0 && numbers.every((value) => value !== undefined);
  const isWhole =
    isNumber && cells.every((cell) => typeof cell === "number" && Number.isInteger(cell));
  const [bestRow, secondRow] = bestRows(rows, column);
  return {
    key: column.key,
    title: column.title ?? column.key,
    unit: column.unit,
    digits: column.digits ?? (isWhole ? "count" : 3),
    type: isNumber ? "number" : "text",
    isLong: cells.some((cell) => typeof cell === "string" && cell.length > longText),
    bestRow,
    secondRow,
  };
}

/** Letters from which text is a phrase. */
const longText = 36;

/** Positions of the best and the second best row, -1 where none is asked for or there is none. */
function bestRows(rows: readonly TableRow[], column: Column): [number, number] {
  if (column.best === undefined) return [-1, -1];
  const sign = column.best === "high" ? -1 : 1;
  const ranked = rows
    .map((row, position) => ({ position, value: cellNumber(row[column.key]) }))
    .filter((entry) => entry.value !== undefined && Number.isFinite(entry.value))
    .sort((a, b) => sign * (a.value! - b.value!) || a.position - b.position);
  return [ranked[0]?.position ?? -1, ranked[1]?.position ?? -1];
}
