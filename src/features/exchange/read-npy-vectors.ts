import { basename, dirname, join } from "node:path";
import { fileHash } from "../../common/hash.js";
import type { Dataset } from "../../data/dataset.js";
import type { IdMap } from "../../data/id-map.js";
import { readNpy } from "../../data/npy/read-npy.js";
import { importError, type ExternalVectors } from "./external-vectors.js";
import { linesOf, readIds, readIfThere } from "./read-ids.js";

/**
 * A matrix in a `.npy` file `[rows x dim]` with its list of ids: `ids`, else `<name>.ids.txt` beside it,
 * else none, which means the items' order. Throws `E_FEATURE_IMPORT`, `E_NPY_...`.
 */
export async function readNpyVectors(path: string, ids?: string): Promise<ExternalVectors> {
  const matrix = await readMatrix(path);
  const beside = path.replace(/\.npy$/, ".ids.txt");
  const text = ids === undefined ? await readIfThere(beside) : undefined;
  if (ids !== undefined) return { ...matrix, ids: await readIds(ids) };
  return { ...matrix, ids: text === undefined ? undefined : linesOf(text) };
}

/**
 * A matrix as MMRec keeps it, one row an item by the number that its `.inter` file gives the item:
 * `<folder>/<modality>_feat.npy`, or that file itself. The ids are those of `i_id_mapping.csv` beside it
 * where the data set knows them; without it, or where the data set was read from an `.inter` file itself, the
 * data set's own ids must be such numbers. Ids that could be either are refused.
 * `<modality>_feat.missing.txt` beside it, which `exportFeatures` writes, lists the items whose row is a
 * placeholder. Throws `E_FEATURE_IMPORT`, `E_NPY_...`.
 */
export async function readMmrecVectors(
  path: string,
  modality: string,
  { items, sources }: Pick<Dataset, "items" | "sources">,
): Promise<ExternalVectors> {
  const file = path.endsWith(".npy") ? path : join(path, `${modality}_feat.npy`);
  const matrix = await readMatrix(file);
  const nRows = matrix.values.length / matrix.dim;
  const numbers = Array.from({ length: nRows }, (_unused, row) => String(row));
  const isNumbered = items.indexOf("0") >= 0 && items.ids.every((id) => /^\d+$/.test(id));
  const isInter = isNumbered && sources.some(({ path: source }) => source.endsWith(".inter"));
  const mapping = join(dirname(file), "i_id_mapping.csv");
  const mapped = isInter ? undefined : await readRowMapping(mapping, nRows);
  const isMapped = mapped?.some((id) => items.indexOf(id) >= 0) === true;
  if (isMapped && isNumbered) refuseTwoMeanings(mapping, mapped, items);
  if (!isMapped && !isNumbered) {
    const expected = `i_id_mapping.csv beside it, or items called 0 to ${nRows - 1}`;
    const got = `items called ${items.ids.slice(0, 3).join(", ")}`;
    throw importError(
      file,
      expected,
      got,
      "Add the mapping, or import it as npy with a list of ids",
    );
  }
  const ids = isMapped ? mapped : numbers;
  const missing = await readIfThere(file.replace(/\.npy$/, ".missing.txt"));
  const placeholders = new Set(missing === undefined ? [] : linesOf(missing));
  return { ...matrix, ids, placeholders };
}

/** Numbers that are rows and at the same time ids of other rows would permute items without a word. */
function refuseTwoMeanings(path: string, mapped: readonly string[], items: IdMap): void {
  const row = mapped.findIndex((id, at) => id !== String(at) && items.indexOf(id) >= 0);
  if (row < 0 || !items.ids.every((id) => Number(id) < mapped.length)) return;
  throw importError(
    path,
    "ids that are no row numbers, or a data set read from the .inter file",
    `row ${row} is called ${mapped[row]}, and items are called 0 to ${mapped.length - 1}`,
    "Remove the mapping if items are called by their row; else import as npy with a list of ids",
  );
}

async function readMatrix(path: string): Promise<Omit<ExternalVectors, "ids">> {
  const { dtype, shape, data } = await readNpy(path, [-1, -1]);
  const precision = dtype === "<f2" ? "float16" : "float32";
  if (shape[1] < 1) {
    throw importError(
      path,
      "at least one column",
      `shape (${shape.join(", ")})`,
      "Export it again",
    );
  }
  return { dim: shape[1], dtype: precision, values: data, hash: await fileHash(path) };
}

/** Ids by row from a table with the columns `itemID` (the row) and another (the id). */
export async function readRowMapping(path: string, nRows: number): Promise<string[] | undefined> {
  const text = await readIfThere(path);
  if (text === undefined) return undefined;
  const [head = "", ...lines] = linesOf(text);
  const separator = head.includes("\t") ? "\t" : ",";
  const names = head.split(separator);
  const rowColumn = names.indexOf("itemID");
  if (names.length !== 2 || rowColumn < 0) {
    const expected = "two columns, one of them itemID";
    throw importError(path, expected, head, `Mend or remove ${basename(path)}`);
  }
  const ids = new Array<string>(nRows).fill("");
  for (const line of lines) {
    const cells = line.split(separator);
    const row = Number(cells[rowColumn]);
    if (Number.isInteger(row) && row >= 0 && row < nRows) ids[row] = cells[1 - rowColumn];
  }
  return ids;
}
