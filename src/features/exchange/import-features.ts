import { readdir, stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import type { Dataset } from "../../data/dataset.js";
import type { FeaturePreset, Modality } from "../contract.js";
import type { FeatureSet } from "../feature-set.js";
import { extractionVersions } from "../extract/versions.js";
import { defaultBlockRows } from "../extract/options.js";
import { FeatureStore } from "../store/feature-store.js";
import { preprocessingHash, setHash } from "../store/stored-set.js";
import { importError, type ExternalVectors } from "./external-vectors.js";
import { readParquetVectors } from "./parquet.js";
import { importHash, placeVectors, type PlacedVectors } from "./place-vectors.js";
import { readItemFiles } from "./read-item-files.js";
import { readMmrecVectors, readNpyVectors } from "./read-npy-vectors.js";

/** Ways that features are kept by others: see {@link importFeatures}. */
export type FeatureFormat = "npy" | "parquet" | "mmrec" | "ducho";

/** How features of another tool are taken over. */
export interface ImportFeaturesOptions {
  /** Default: by the path, see {@link importFeatures}. */
  readonly format?: FeatureFormat;
  /** Default `image`, or what the name of an MMRec file says. */
  readonly modality?: Modality;
  /** Name that the features get in place of a preset's; default `imported-<file>`. */
  readonly name?: string;
  /** `npy`: file with the ids of the rows; default `<name>.ids.txt` beside the matrix. */
  readonly ids?: string;
  /** Terms of use, in a few words; default "not known". */
  readonly licence?: string;
  /** Default `new FeatureStore()`. */
  readonly store?: FeatureStore;
}

/**
 * Takes over features that another tool made, puts them in the order of the data set's items, and keeps
 * them in the store. `path` is
 *
 * - `npy`: a matrix `[rows x dim]`, float16 or float32, with a list of ids (lines, JSON or `.npy`), or
 *   in the order of the items;
 * - `parquet`: a table with `item_id` and a column of lists, or columns of numbers;
 * - `mmrec`: a folder with `image_feat.npy`, `text_feat.npy` or `audio_feat.npy`, or one of these files:
 *   a row for every item by its number;
 * - `ducho`: a folder with one `<item>.npy` an item.
 *
 * Items without a row, with a row of zeros or with a number that is not finite are masked. Throws
 * `E_FEATURE_IMPORT`, `E_NPY_...`, `E_FEATURE_DISK`.
 */
export async function importFeatures(
  dataset: Dataset,
  path: string,
  options: ImportFeaturesOptions = {},
): Promise<FeatureSet> {
  const { store = new FeatureStore() } = options;
  const startedAt = new Date();
  const format = options.format ?? (await formatOf(path));
  const modality = options.modality ?? modalityOf(path);
  const vectors = await readVectors(format, path, modality, dataset, options);
  const placed = placeVectors(path, vectors, dataset);
  const preset = presetOf(path, format, modality, vectors, options);
  return store.write(describe(dataset, preset, format, vectors, placed, startedAt), placed.values);
}

async function formatOf(path: string): Promise<FeatureFormat> {
  const name = basename(path);
  if (/^\w+_feat\.npy$/.test(name)) return "mmrec";
  if (name.endsWith(".npy")) return "npy";
  if (name.endsWith(".parquet")) return "parquet";
  const entry = await stat(path).catch(() => undefined);
  const got = entry === undefined ? "nothing" : "another file";
  if (entry?.isDirectory() !== true) {
    const expected = "a .npy or .parquet file, or a folder of MMRec or Ducho";
    throw importError(path, expected, got, "Check the path, or name the format");
  }
  const names = await readdir(path);
  return names.some((file) => /^(image|text|audio)_feat\.npy$/.test(file)) ? "mmrec" : "ducho";
}

function modalityOf(path: string): Modality {
  const word = /^(image|text|audio)_feat\.npy$/.exec(basename(path))?.[1];
  return (word as Modality | undefined) ?? "image";
}

async function readVectors(
  format: FeatureFormat,
  path: string,
  modality: Modality,
  dataset: Dataset,
  { ids }: ImportFeaturesOptions,
): Promise<ExternalVectors> {
  const isKnown = (id: string): boolean => dataset.items.indexOf(id) >= 0;
  switch (format) {
    case "npy":
      return readNpyVectors(path, ids);
    case "parquet":
      return readParquetVectors(path);
    case "mmrec":
      return readMmrecVectors(path, modality, dataset);
    case "ducho":
      return readItemFiles(path, isKnown);
  }
}

function presetOf(
  path: string,
  format: FeatureFormat,
  modality: Modality,
  { dim }: ExternalVectors,
  { name, licence = "not known" }: ImportFeaturesOptions,
): FeaturePreset {
  const file = basename(resolve(path));
  const stem = file.replace(/\.\w+$/, "").toLowerCase();
  const id = name ?? `imported-${stem.replaceAll(/[^a-z0-9]+/g, "-")}`;
  const unknown = "not known";
  return {
    ...{ id, modality, dim, licence },
    title: `imported from ${file}`,
    layer: unknown,
    pooling: unknown,
    preprocessing: {},
    source: `${format} file ${file}`,
  };
}

function describe(
  dataset: Dataset,
  preset: FeaturePreset,
  format: FeatureFormat,
  vectors: ExternalVectors,
  placed: PlacedVectors,
  startedAt: Date,
): Parameters<FeatureStore["write"]>[0] {
  const { name, contentHash: hash, invented } = dataset;
  const settings = { format, content: importHash(vectors), modality: preset.modality };
  const identity = { preset: preset.id, weightsHash: "none", settings };
  const { dtype, dim } = vectors;
  const { states, remarks, sourceHashes } = placed;
  return {
    preset,
    manifest: {
      schema: 1,
      hash: setHash({ identity, dtype, sourceHashes }, dataset.items.ids),
      ...{ identity, dtype, dim, sourceHashes },
      dataset: { name, hash, invented },
      nItems: dataset.nItems,
      device: "cpu",
      versions: extractionVersions(),
      truncatedShare: 0,
      blockRows: defaultBlockRows,
      startedAt: startedAt.toISOString(),
      seconds: (Date.now() - startedAt.getTime()) / 1000,
    },
    itemIds: dataset.items.ids,
    ...{ states, remarks },
    preprocessingHash: preprocessingHash(preset),
  };
}
