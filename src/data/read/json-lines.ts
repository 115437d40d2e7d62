import { parseJson } from "../../common/json.js";
import { forEachLine } from "./lines.js";
import type { RejectionLog } from "./rejection-log.js";

/**
 * Calls `visit` with every object of a JSON lines file and its line. Blank lines are passed over; a
 * line that is no JSON object goes to `log`. Errors are those of `forEachLine`.
 */
export async function readJsonLines(
  path: string,
  log: RejectionLog,
  visit: (row: Readonly<Record<string, unknown>>, line: number) => void,
): Promise<void> {
  await forEachLine(path, "utf8", (line, number) => {
    if (line.trim() === "") return;
    const row = parseObject(line);
    if (row === undefined) log.add(number, "not a JSON object");
    else visit(row, number);
  });
}

function parseObject(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = parseJson(line);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
