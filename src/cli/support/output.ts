import { table, type TableDisplayOptions } from "../../report/show/table/table.js";
import type { TableRow } from "../../report/show/table/column.js";
import { withProgress } from "../../report/show/progress.js";
import type { ProgressListener } from "../../common/progress.js";

/** Writes a line of text to standard output. */
export function printLine(text = ""): void {
  process.stdout.write(`${text}\n`);
}

/** Writes a value as one JSON object to standard output. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** Writes rows as an aligned table. */
export function printTable(rows: readonly TableRow[], options: TableDisplayOptions = {}): void {
  printLine(table(rows, options).toText());
}

/** Runs work with a progress bar on standard error; none with `quiet`. */
export async function withTerminalProgress<T>(
  title: string,
  quiet: boolean,
  work: (onProgress: ProgressListener | undefined) => Promise<T>,
): Promise<T> {
  return quiet ? work(undefined) : withProgress(title, work);
}
