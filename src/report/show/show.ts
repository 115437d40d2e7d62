import { inspect } from "node:util";
import type { Features } from "../../features/contract.js";
import type { Displayable, MimeBundle } from "./displayable.js";
import { featureCard } from "./features/feature-card.js";
import { element, escapeHtml } from "./html.js";
import { searchRecordOf } from "./search/search-record-of.js";
import { searchPage } from "./search/search-page.js";
import { currentSink } from "./sink.js";
import { table } from "./table/table.js";
import type { TableRow } from "./table/column.js";

/**
 * Displays anything, in a notebook as HTML and in a plain script as text: tables, charts, poster
 * strips, stamps, warnings (whatever has `toMimeBundle`), feature sets as a card, searches with their
 * trials, arrays of plain objects as a table, text as a paragraph, and everything else as Node prints it.
 */
export async function show(...values: readonly unknown[]): Promise<void> {
  for (const value of values) currentSink().display(await toBundle(value), {});
}

async function toBundle(value: unknown): Promise<MimeBundle> {
  if (isDisplayable(value)) return value.toMimeBundle();
  if (isFeatures(value)) return featureCard(value).toMimeBundle();
  const search = searchRecordOf(value);
  if (search !== undefined) return searchPage(search).toMimeBundle();
  if (isRows(value)) return table(value).toMimeBundle();
  if (typeof value === "string") {
    return { "text/plain": value, "text/html": element("p", {}, escapeHtml(value)) };
  }
  const text = inspect(value, { depth: 4 });
  return { "text/plain": text, "text/html": element("pre", {}, escapeHtml(text)) };
}

function isDisplayable(value: unknown): value is Displayable {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as Partial<Displayable>).toMimeBundle === "function"
  );
}

function isFeatures(value: unknown): value is Features {
  if (typeof value !== "object" || value === null) return false;
  const { values, missing, states, manifest } = value as Partial<Features>;
  const isMatrix = values instanceof Float32Array && missing instanceof Uint8Array;
  return isMatrix && Array.isArray(states) && typeof manifest === "object";
}

function isRows(value: unknown): value is readonly TableRow[] {
  const isPlain = (row: unknown): boolean =>
    typeof row === "object" && row !== null && Object.getPrototypeOf(row) === Object.prototype;
  return Array.isArray(value) && value.length > 0 && value.every(isPlain);
}
