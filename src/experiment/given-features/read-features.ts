import { existsSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Dataset } from "../../data/dataset.js";
import { importError, type ExternalVectors } from "../../features/exchange/external-vectors.js";
import { readParquetVectors } from "../../features/exchange/parquet.js";
import { placeVectors, type PlacedVectors } from "../../features/exchange/place-vectors.js";
import { readCsvVectors } from "../../features/exchange/read-csv-vectors.js";
import { readItemFiles } from "../../features/exchange/read-item-files.js";
import { readMmrecVectors, readNpyVectors } from "../../features/exchange/read-npy-vectors.js";
import type { FeatureSet } from "../../features/feature-set.js";
import type { FeatureStore } from "../../features/store/feature-store.js";
import { manifestFile } from "../../features/store/location.js";
import { readSet } from "../../features/store/read-set.js";
import type { FeatureMatrix } from "../../models/contract.js";
import { findStoredFeatures } from "./stored-features.js";

/** Settings of {@link readFeatures}. */
export interface ReadFeaturesOptions {
  /** Ids of the rows of a `.npy` file that has no list of ids beside it. */
  readonly rowItems?: readonly string[];
  /** Where sets are looked for by id or preset; default `new FeatureStore()`. */
  readonly store?: FeatureStore;
}

/** One modality as it was read, in the order of a data set's items. */
export interface GivenFeatures {
  readonly name: string;
  /** As it was given: path, id or preset. */
  readonly source: string;
  readonly matrix: FeatureMatrix;
  /** Items of the data set without a vector. */
  readonly nMissing: number;
  /** Rows of items that the data set does not have, which are left out. */
  readonly nUnknown: number;
}

/**
 * Reads item features for a data set, matched by item id. `source` is
 *
 * - a `.npy` matrix (float16, float32, float64), with the ids of its rows in `<name>.ids.txt` beside it,
 *   else those of `rowItems`, else of MMRec's `i_id_mapping.csv`, else the items' own ids where these are
 *   row numbers from 0, as MMRec's are;
 * - a `.parquet`, `.csv` or `.tsv` table with an item id and numbers;
 * - a folder: a stored set, MMRec's with `<modality>_feat.npy`, or one `<item>.npy` an item;
 * - the id of a stored set or its beginning, or a preset that the store has one set of.
 *
 * An item without a row, or with a row of zeros, counts as missing. Throws `E_FEATURE_IMPORT` when ids
 * are not known, none belongs to an item, or a number is not finite; `E_FEATURE_ID`,
 * `E_FEATURE_CORRUPT`, `E_NPY_...`.
 */
export async function readFeatures(
  dataset: Dataset,
  name: string,
  source: string,
  options: ReadFeaturesOptions = {},
): Promise<GivenFeatures> {
  const vectors = await readVectors(dataset, name, source, options);
  const placed = placeVectors(source, vectors, dataset);
  const missing = Uint8Array.from(placed.states, (state) => (state === "ok" ? 0 : 1));
  const nMissing = missing.reduce((sum, mark) => sum + mark, 0);
  refuseFaults(source, placed, dataset, nMissing);
  const { nItems, items } = dataset;
  const { dim, fittedOn } = vectors;
  const fitOn = Uint8Array.from(items.ids, (id) => Number(fittedOn?.has(id) === true));
  const matrix: FeatureMatrix = {
    ...{ nItems, dim, values: placed.values, missing },
    ...(fittedOn === undefined ? {} : { provenance: { fitOn } }),
  };
  return { name, source, matrix, nMissing, nUnknown: placed.nUnknown };
}

async function readVectors(
  dataset: Dataset,
  name: string,
  source: string,
  { rowItems, store }: ReadFeaturesOptions,
): Promise<ExternalVectors> {
  const entry = await stat(source).catch(() => undefined);
  if (entry === undefined) return vectorsOf(await findStoredFeatures(source, dataset, store));
  if (entry.isDirectory()) return readFolder(dataset, name, source);
  if (source.endsWith(".npy")) return readMatrix(dataset, name, source, rowItems);
  if (source.endsWith(".parquet")) return readParquetVectors(source);
  if (/\.(csv|tsv|txt)$/.test(source)) return readCsvVectors(source);
  const expected = "a .npy, .parquet, .csv or .tsv file, or a folder of features";
  throw importError(source, expected, "another file", "Convert it, or name another file");
}

/** The numbers of a stored set; its items without a vector are placeholders. */
function vectorsOf(set: FeatureSet): ExternalVectors {
  const { dim, values, itemIds, missing, manifest, provenance } = set;
  const placeholders = new Set(itemIds.filter((_id, item) => missing[item] === 1));
  const { dtype, hash } = manifest;
  const { fitOn } = provenance;
  return {
    ...{ dim, dtype, values, ids: itemIds, placeholders, hash },
    ...(fitOn === undefined
      ? {}
      : { fittedOn: new Set(itemIds.filter((_id, item) => fitOn[item] === 1)) }),
  };
}

async function readFolder(dataset: Dataset, name: string, path: string): Promise<ExternalVectors> {
  const names = await readdir(path);
  if (names.includes(manifestFile)) {
    const set = await readSet(path);
    if (set !== undefined) return vectorsOf(set);
  }
  const modalities = names.flatMap((file) => /^(\w+)_feat\.npy$/.exec(file)?.[1] ?? []);
  if (modalities.includes(name)) {
    return readMatrix(dataset, name, join(path, `${name}_feat.npy`), undefined);
  }
  if (modalities.length === 0) {
    return readItemFiles(path, (id) => dataset.items.indexOf(id) >= 0);
  }
  const expected = `${name}_feat.npy`;
  const remedy = `Name the modality as the folder does, such as ${modalities[0]}=..., or name the file`;
  throw importError(path, expected, `features of ${modalities.join(", ")}`, remedy);
}

async function readMatrix(
  dataset: Dataset,
  name: string,
  path: string,
  rowItems: readonly string[] | undefined,
): Promise<ExternalVectors> {
  const { items } = dataset;
  const list = path.replace(/\.npy$/, ".ids.txt");
  if (existsSync(list)) return readNpyVectors(path);
  if (existsSync(join(path, "..", "i_id_mapping.csv"))) {
    return readMmrecVectors(path, name, dataset);
  }
  const matrix = await readNpyVectors(path);
  const nRows = matrix.values.length / matrix.dim;
  if (rowItems?.length === nRows) return { ...matrix, ids: rowItems };
  const numbers = items.ids.every((id) => /^(0|[1-9]\d*)$/.test(id) && Number(id) < nRows);
  if (numbers && items.indexOf("0") >= 0) return readMmrecVectors(path, name, dataset);
  const listed = rowItems === undefined ? "" : `, or as many rows as the ${rowItems.length} items`;
  const got = `${nRows} rows and no ids for them; items called ${items.ids.slice(0, 3).join(", ")}`;
  const remedy = `Write the id of each row's item, one a line, into ${list}`;
  throw importError(path, `a list of ids beside it${listed}`, got, remedy);
}

function refuseFaults(
  source: string,
  { states, remarks }: PlacedVectors,
  { items, nItems }: Dataset,
  nMissing: number,
): void {
  const broken = states.indexOf("broken");
  if (broken >= 0) {
    const where = `${source}, item ${items.idOf(broken)}`;
    const remedy = "Make its features again, or leave its row out: the item then counts as missing";
    throw importError(where, "finite numbers", remarks[broken], remedy);
  }
  if (nMissing < nItems) return;
  const expected = "a vector of at least one item";
  const remedy = "Make these features again, or leave the modality out";
  throw importError(source, expected, `none of ${nItems}: rows of zeros or none`, remedy);
}
