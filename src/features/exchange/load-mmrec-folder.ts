/**
 * A folder as MMRec keeps a data set (Zhou 2023, "MMRec: Simplifying multimodal recommendation"):
 * interactions with their parts, and one feature matrix a modality.
 */
import { dirname, join, resolve } from "node:path";
import { MoviolaError } from "../../common/errors.js";
import type { Dataset } from "../../data/dataset.js";
import { readNpy } from "../../data/npy/read-npy.js";
import { readInter, type FeatureFile, type InterOptions } from "../../data/read/inter.js";
import { findDataset } from "../../data/read/known-datasets.js";
import { recogniseLayout } from "../../data/read/layout.js";
import { splitByLabels } from "../../data/split/labels.js";
import type { Split } from "../../data/split/split.js";
import type { PlainMatrix } from "../feature-set.js";
import { importError } from "./external-vectors.js";
import { linesOf, readIfThere } from "./read-ids.js";
import { readRowMapping } from "./read-npy-vectors.js";

/** How a folder of MMRec is read. */
export interface MmrecFolderOptions extends InterOptions {
  /** Leave out valid and test rows of users without a training row, as MMRec does; default false. */
  readonly dropColdUsers?: boolean;
}

/** What a folder of MMRec holds. */
export interface MmrecFolder {
  readonly dataset: Dataset;
  /** The parts that the column `x_label` gives: 0 train, 1 valid, 2 test. */
  readonly split: Split;
  /** One matrix `[nItems x dim]` a modality, by name; row i belongs to `itemIndex` i. */
  readonly features: Readonly<Record<string, PlainMatrix>>;
}

/**
 * Reads an MMRec folder (or its `.inter` file, or a known name such as `tiktok`): interactions
 * `userID itemID [rating timestamp] x_label`, split by `x_label`, and the features of every
 * `<modality>_feat.npy` beside them (float16, float32 or float64, C order; kept in single precision).
 * An item is missing in a modality when its row is all zeros, or when `<modality>_feat.missing.txt`,
 * which `exportFeatures` writes, lists it.
 *
 * Errors: `E_DATA_LAYOUT` (no single `.inter` file), `E_DATA_COLUMN` (no `x_label`), those of
 * `readInter` and `splitByLabels`; `E_NPY_SHAPE` (other rows than items), `E_NPY_DTYPE`, `E_NPY_ORDER`
 * and the other `E_NPY_*`; `E_FEATURE_IMPORT` (item ids that are no row numbers, a number that is not
 * finite, a modality without any vector).
 */
export async function loadMmrecFolder(
  nameOrPath: string,
  options: MmrecFolderOptions = {},
): Promise<MmrecFolder> {
  const { dropColdUsers = false, ...reading } = options;
  const { path, name } = await findInter(nameOrPath);
  const { dataset, partLabel, features: files } = await readInter(path, { ...name, ...reading });
  if (partLabel === undefined) throw unlabelled(path);
  const split = splitByLabels(dataset, partLabel, { dropColdUsers });
  const nItems = nItemsWithRows(dataset);
  const features: Record<string, PlainMatrix> = {};
  for (const [modality, file] of Object.entries(files)) {
    requireNumbers(dataset, file);
    features[modality] = await readFeatures(file, modality, nItems);
  }
  return { dataset, split, features };
}

async function findInter(
  nameOrPath: string,
): Promise<{ readonly path: string; readonly name: { readonly name?: string } }> {
  const found = await findDataset(nameOrPath);
  if (found?.layout === "inter") return { path: found.path, name: { name: nameOrPath } };
  const path = resolve(nameOrPath);
  const recognised = await recogniseLayout(path);
  if (recognised?.layout === "inter") return { path: recognised.path, name: {} };
  throw new MoviolaError("E_DATA_LAYOUT", "This is no folder of MMRec", {
    where: found?.path ?? path,
    expected: "a folder with one .inter file",
    got: found?.layout ?? recognised?.layout ?? "nothing known",
    remedy: "Name the folder or its .inter file; loadDataset reads other layouts",
  });
}

/** Items by the largest number that a row names; the reader adds those that only features know. */
function nItemsWithRows({ interactions }: Dataset): number {
  return interactions.itemIndex.reduce((largest, item) => Math.max(largest, item), -1) + 1;
}

/** Throws unless positions are MMRec's numbers: only then does row i belong to item i. */
function requireNumbers({ items }: Dataset, { path, nItems }: FeatureFile): void {
  const odd = items.ids.find((id, item) => id !== String(item));
  if (odd === undefined) return;
  const remedy = "Number the items as the rows of the features, as MMRec does";
  throw importError(path, `items called 0 to ${nItems - 1}`, `an item called ${odd}`, remedy);
}

async function readFeatures(
  { path }: FeatureFile,
  modality: string,
  nItems: number,
): Promise<PlainMatrix> {
  const { shape, data: values } = await readNpy(path, [nItems, -1]);
  const dim = shape[1];
  const missing = await placeholders(path, nItems);
  let nMissing = 0;
  for (let item = 0; item < nItems; item++) {
    const row = values.subarray(item * dim, (item + 1) * dim);
    const at = row.findIndex((value) => !Number.isFinite(value));
    if (at >= 0) {
      const where = `${path}, modality "${modality}", row ${item}, column ${at}`;
      const remedy = "Make these features again, or set the row to zeros: the item is then missing";
      throw importError(where, "a finite number", String(row[at]), remedy);
    }
    if (row.every((value) => value === 0)) missing[item] = 1;
    nMissing += missing[item];
  }
  if (nMissing === nItems) {
    const expected = `a vector of at least one item in modality "${modality}"`;
    throw importError(path, expected, "none", "Make these features again, or remove the file");
  }
  return { nItems, dim, values, missing };
}

/** `[nItems]` 1 where a list beside the matrix says that a row stands for nothing. */
async function placeholders(path: string, nItems: number): Promise<Uint8Array> {
  const missing = new Uint8Array(nItems);
  const text = await readIfThere(path.replace(/\.npy$/, ".missing.txt"));
  if (text === undefined) return missing;
  const mapped = await readRowMapping(join(dirname(path), "i_id_mapping.csv"), nItems);
  for (const id of linesOf(text)) {
    const row = mapped === undefined ? Number(id) : mapped.indexOf(id);
    if (Number.isInteger(row) && row >= 0 && row < nItems) missing[row] = 1;
  }
  return missing;
}

function unlabelled(path: string): MoviolaError {
  return new MoviolaError("E_DATA_COLUMN", "An .inter file does not say its parts", {
    where: path,
    expected: "a column x_label with 0 (train), 1 (valid) or 2 (test)",
    got: "no such column",
    remedy: "Use readInter and split its data set with makeSplit",
  });
}
