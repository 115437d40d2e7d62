import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { MoviolaError } from "../../common/errors.js";
import { writeFileAtomic } from "../../common/files.js";
import { toHalf } from "../../data/npy/half.js";
import { npyHead } from "../../common/npy-head.js";
import type { FeatureManifest } from "../contract.js";
import type { FeatureSet } from "../feature-set.js";
import { withRoom } from "../store/errors.js";
import type { FeatureFormat } from "./import-features.js";
import { writeParquet } from "./parquet.js";

/** A file that was written. */
export interface ExportedFile {
  readonly path: string;
  /** Rows or lines in it. */
  readonly rows: number;
}

/**
 * Writes features for other tools, in the set's own precision (Parquet: float32). `path` is
 *
 * - `npy`: the matrix's file; only items with a vector have a row, and `<name>.ids.txt` beside it lists
 *   their ids;
 * - `parquet`: the table's file, with `item_id`, `state`, `remark` and `vector` for every item;
 * - `mmrec`: a folder for `<modality>_feat.npy`, a row for every item in the data set's order, and
 *   `i_id_mapping.csv`; an item without a vector has the mean of all vectors, and
 *   `<modality>_feat.missing.txt` lists it;
 * - `ducho`: a folder for one `<item>.npy` of shape (1, dim) an item with a vector.
 *
 * Throws `E_FEATURE_EXPORT` for ids that a format cannot hold and for features without any vector,
 * `E_FEATURE_DISK`.
 */
export async function exportFeatures(
  features: FeatureSet,
  path: string,
  format: FeatureFormat,
): Promise<ExportedFile[]> {
  if (features.coverage === 0) throw exportError(path, "at least one vector", "none");
  return withRoom(dirname(path), async () => {
    switch (format) {
      case "npy":
        return exportNpy(features, path);
      case "parquet":
        await mkdir(dirname(path), { recursive: true });
        await writeParquet(path, features);
        return [{ path, rows: features.nItems }];
      case "mmrec":
        return exportMmrec(features, path);
      case "ducho":
        return exportItemFiles(features, path);
    }
  });
}

function exportError(where: string, expected: string, got: string): MoviolaError {
  return new MoviolaError("E_FEATURE_EXPORT", "The features cannot be written in this format", {
    ...{ where, expected, got },
    remedy: "Choose parquet, or another set",
  });
}

/** Items with a vector, by `itemIndex`. */
function itemsWithVector({ missing }: FeatureSet): number[] {
  return Array.from(missing.keys()).filter((item) => missing[item] === 0);
}

async function exportNpy(features: FeatureSet, path: string): Promise<ExportedFile[]> {
  const items = itemsWithVector(features);
  const { dim } = features;
  const ids = items.map((item) => features.itemIds[item]);
  const odd = ids.find((id) => id === "" || /[\r\n]/.test(id));
  if (odd !== undefined) throw exportError(path, "ids of one line", JSON.stringify(odd));
  const values = new Float32Array(items.length * dim);
  items.forEach((item, row) => values.set(features.vectorOf(item)!, row * dim));
  await writeRows(path, values, [items.length, dim], features.manifest.dtype);
  const idsPath = path.endsWith(".npy") ? path.replace(/\.npy$/, ".ids.txt") : `${path}.ids.txt`;
  await writeFileAtomic(idsPath, ids.map((id) => `${id}\n`).join(""));
  return [path, idsPath].map((file) => ({ path: file, rows: items.length }));
}

async function exportMmrec(features: FeatureSet, folder: string): Promise<ExportedFile[]> {
  const { nItems, dim, itemIds, missing, manifest, preset } = features;
  const odd = itemIds.find((id) => /[\t\r\n]/.test(id));
  if (odd !== undefined) throw exportError(folder, "ids without tabs", JSON.stringify(odd));
  const matrix = join(folder, `${preset.modality}_feat.npy`);
  const mean = meanVector(features);
  const values = features.values.slice();
  missing.forEach((isMissing, item) => {
    if (isMissing === 1) values.set(mean, item * dim);
  });
  await writeRows(matrix, values, [nItems, dim], manifest.dtype);
  const mapping = join(folder, "i_id_mapping.csv");
  const lines = itemIds.map((id, item) => `${id}\t${item}\n`);
  await writeFileAtomic(mapping, `item_id\titemID\n${lines.join("")}`);
  const absent = itemIds.filter((_id, item) => missing[item] === 1);
  const list = matrix.replace(/\.npy$/, ".missing.txt");
  await writeFileAtomic(list, absent.map((id) => `${id}\n`).join(""));
  return [
    { path: matrix, rows: nItems },
    { path: mapping, rows: nItems },
    { path: list, rows: absent.length },
  ];
}

function meanVector(features: FeatureSet): Float32Array {
  const items = itemsWithVector(features);
  const sums = new Float64Array(features.dim);
  for (const item of items) {
    features.vectorOf(item)!.forEach((value, at) => {
      sums[at] += value;
    });
  }
  return Float32Array.from(sums, (sum) => sum / items.length);
}

async function exportItemFiles(features: FeatureSet, folder: string): Promise<ExportedFile[]> {
  const files: ExportedFile[] = [];
  for (const item of itemsWithVector(features)) {
    const path = join(folder, `${fileName(features.itemIds[item])}.npy`);
    const vector = features.vectorOf(item)!;
    await writeRows(path, vector, [1, features.dim], features.manifest.dtype);
    files.push({ path, rows: 1 });
  }
  return files;
}

/** An id that can be a file's name on every system stays; another is percent-encoded. */
function fileName(id: string): string {
  if (/^[\w-][\w. -]*$/.test(id) && !id.endsWith(".") && !id.endsWith(" ")) return id;
  return encodeURIComponent(id).replaceAll(/[.*]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  });
}

async function writeRows(
  path: string,
  values: Float32Array,
  shape: readonly number[],
  dtype: FeatureManifest["dtype"],
): Promise<void> {
  const numbers = dtype === "float16" ? toHalf(values) : values;
  const body = Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  const head = npyHead(dtype === "float16" ? "<f2" : "<f4", shape);
  await writeFileAtomic(path, Buffer.concat([head, body]));
}
