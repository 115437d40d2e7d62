import { readFile } from "node:fs/promises";
import { fileHash } from "../../common/hash.js";
import { importError, type ExternalVectors } from "./external-vectors.js";
import { linesOf } from "./read-ids.js";

const remedy = "Write one line an item: its id, then as many numbers as every other line has";

/**
 * A table as text: on each line the id of an item, then its numbers, with tabs, commas or semicolons
 * between and with a header or not. A line whose numbers are all left empty stands for an item without
 * a vector. Throws `E_FEATURE_IMPORT` naming the line.
 */
export async function readCsvVectors(path: string): Promise<ExternalVectors> {
  const lines = linesOf(await readText(path));
  const separator = ["\t", ";", ","].find((one) => lines[0]?.includes(one)) ?? ",";
  const ids: string[] = [];
  const vectors: Float32Array[] = [];
  lines.forEach((line, at) => {
    const [id, ...cells] = line.split(separator).map(unquoted);
    if (at === 0 && cells.some((cell) => cell !== "" && Number.isNaN(Number(cell)))) return;
    if (cells.every((cell) => cell === "") && cells.length > 0) return;
    const dim = vectors[0]?.length ?? cells.length;
    const where = `${path}, line ${at + 1}`;
    if (cells.length !== dim || dim === 0) {
      const expected = `an id and ${dim === 0 ? "at least one number" : `${dim} numbers`}`;
      throw importError(where, expected, `${cells.length} behind the id`, remedy);
    }
    ids.push(id);
    vectors.push(Float32Array.from(cells, (cell) => numberOf(cell, where)));
  });
  if (vectors.length === 0) throw importError(path, "lines with numbers", "none", remedy);
  const dim = vectors[0].length;
  const values = new Float32Array(vectors.length * dim);
  vectors.forEach((vector, row) => values.set(vector, row * dim));
  return { dim, dtype: "float32", values, ids, hash: await fileHash(path) };
}

function unquoted(cell: string): string {
  return cell.trim().replace(/^"(.*)"$/, "$1");
}

function numberOf(cell: string, where: string): number {
  const value = cell === "" ? Number.NaN : Number(cell);
  if (Number.isFinite(value)) return value;
  throw importError(where, "a finite number in every column", JSON.stringify(cell), remedy);
}

async function readText(path: string): Promise<string> {
  return readFile(path, "utf8").catch((cause: unknown) => {
    throw importError(path, "a readable file", (cause as Error).message, "Check the path", cause);
  });
}
