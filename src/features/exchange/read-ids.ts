import { parseJson } from "../../common/json.js";
import { readFile } from "node:fs/promises";
import { readNpy } from "../../data/npy/read-npy.js";
import { importError } from "./external-vectors.js";

/** The file's text, undefined when it is not there. */
export async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  });
}

/** Lines of a text that are not empty; the last may lack its line end. */
export function linesOf(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line !== "");
}

/**
 * A list of item ids: one a line, a JSON array of texts or numbers, or a `.npy` vector of whole numbers.
 * Throws `E_FEATURE_IMPORT`, and what reading a `.npy` file throws.
 */
export async function readIds(path: string): Promise<string[]> {
  if (path.endsWith(".npy")) return Array.from((await readNpy(path, [-1])).data, String);
  const text = await readIfThere(path);
  const remedy = "Name the file with --ids, or leave it out where the rows are in the items' order";
  if (text === undefined) throw importError(path, "a list of ids", "no file", remedy);
  return path.endsWith(".json") ? parseIds(path, text, remedy) : linesOf(text);
}

function parseIds(path: string, text: string, remedy: string): string[] {
  const expected = "a JSON array of texts or numbers";
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (cause) {
    throw importError(path, expected, text.slice(0, 40), remedy, cause);
  }
  const isId = (id: unknown): id is string | number =>
    typeof id === "string" || typeof id === "number";
  if (Array.isArray(value) && value.every(isId)) return value.map(String);
  throw importError(path, expected, text.slice(0, 40), remedy);
}
