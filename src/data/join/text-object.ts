import { MoviolaError } from "../../common/errors.js";
import { parseJson } from "../../common/json.js";
import { forEachLine } from "../read/lines.js";
import type { RejectionLog } from "../read/rejection-log.js";
import type { TextRow } from "./text-row.js";

/**
 * Reads a JSON object of texts by item id. A member that is no text goes to `log`, with its place
 * in the object as its line. Throws `E_DATA_TABLE` when the file is not one JSON object.
 */
export async function readTextObject(
  path: string,
  log: RejectionLog,
  visit: (row: TextRow) => void,
): Promise<void> {
  const lines: string[] = [];
  await forEachLine(path, "utf8", (line) => lines.push(line));
  const members = Object.entries(parseObject(lines.join("\n"), path));
  members.forEach(([id, text], index) => {
    if (typeof text === "string") visit({ id, texts: [text.trim()], externalIds: {} });
    else log.add(index + 1, `the text of ${id} is no text`);
  });
}

function parseObject(text: string, path: string): object {
  try {
    return parseJson(text) as object;
  } catch (cause) {
    throw new MoviolaError("E_DATA_TABLE", "A table cannot be read", {
      where: path,
      expected: "a CSV table, or one JSON object of texts by item id",
      got: (cause as Error).message,
      remedy: "Write one JSON object, or a CSV table with a header",
      cause,
    });
  }
}
