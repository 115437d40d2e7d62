import { inspect, type InspectOptions } from "node:util";

/** Entries and characters of a list or a text within the value, enough to see what it is. */
const within: InspectOptions = { maxArrayLength: 12, maxStringLength: 300 };

/**
 * The value of a cell as text. A text is whole, a list of plain values has its first 100 entries,
 * and anything larger has the first 12 of each list in it: a data set is a page, not a thousand
 * lines. `console.log` shows what Node shows.
 */
export function resultText(value: unknown): string {
  if (typeof value === "string") return inspect(value, { maxStringLength: null });
  const plain = ArrayBuffer.isView(value) || (Array.isArray(value) && value.every(isPlain));
  return inspect(value, plain ? {} : within);
}

function isPlain(value: unknown): boolean {
  return typeof value !== "object" && typeof value !== "function";
}
