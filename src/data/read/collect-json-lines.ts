import { parseJson } from "../../common/json.js";
import type { Cell, CollectRequest, RowSink } from "./collect-request.js";
import { resolveColumns, type ColumnPositions } from "./columns.js";
import { readJsonLines } from "./json-lines.js";
import type { RejectionLog } from "./rejection-log.js";
import type { OpenedFile } from "./source-file.js";

/** Feeds the objects of a JSON lines file; a column is a key of the objects. */
export async function collectJsonLines(
  file: OpenedFile,
  request: CollectRequest,
  log: RejectionLog,
  start: (columns: ColumnPositions) => RowSink,
): Promise<void> {
  const names = keysOf(file.head.toString("utf8"));
  const columns = resolveColumns(names, request.options.columns ?? {}, request.path);
  const sink = start(columns);
  const at = (row: Readonly<Record<string, unknown>>, position: number | undefined): Cell =>
    position === undefined ? undefined : cellOf(row[names[position]]);
  await readJsonLines(request.path, log, (row, line) => {
    const extra = (request.extraColumns ?? []).map((name) => textOf(row[name]));
    const { user, item, rating, timestamp } = columns;
    sink(line, at(row, user), at(row, item), at(row, rating), at(row, timestamp), extra);
  });
}

/** The keys of all objects in the head of the file, in order of first sight. */
function keysOf(head: string): string[] {
  const keys = new Set<string>();
  for (const line of head.split("\n")) {
    try {
      const row: unknown = parseJson(line);
      if (typeof row === "object" && row !== null) Object.keys(row).forEach((key) => keys.add(key));
    } catch {
      // The last line of the head is cut off, and a faulty line is counted when the rows are read.
    }
  }
  return [...keys];
}

function cellOf(value: unknown): Cell {
  if (typeof value === "string" || typeof value === "number") return value;
  return value === null || value === undefined ? undefined : JSON.stringify(value);
}

function textOf(value: unknown): string | null {
  const cell = cellOf(value);
  return cell === undefined || cell === null ? null : String(cell);
}
