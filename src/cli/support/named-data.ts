/** A data set by name with a split, in place of files of rows. */
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { positivesByThreshold } from "../../data/filter/index.js";
import { findDataset } from "../../data/read/known-datasets.js";
import { recogniseLayout } from "../../data/read/layout.js";
import { loadDataset } from "../../data/read/load-dataset.js";
import { makeSplit } from "../../data/split/make-split.js";
import { MoviolaError } from "../../common/errors.js";
import { loadMmrecFolder } from "../../features/exchange/load-mmrec-folder.js";
import type { GivenData } from "./given-files.js";
import { splitSettings } from "./options.js";

/** How the data set is to be read and split. */
export interface NamedDataOptions {
  readonly data: string;
  /** A recipe and its settings, as words; absent: the split that the data set comes with. */
  readonly split?: readonly string[];
  readonly threshold?: number;
  readonly seed: number;
}

/** A data set by name with its split, and the features that its folder holds, by modality. */
export interface NamedData extends GivenData {
  /** Sources of features as `--features` would name them. */
  readonly features: Readonly<Record<string, string>>;
}

/**
 * Loads a data set and splits it by the recipe; without one, by the parts that a folder of MMRec gives.
 * Throws `E_CLI_INPUT` when there is neither, and what reading and splitting throw.
 */
export async function readNamedData(options: NamedDataOptions): Promise<NamedData> {
  const { data, split, threshold, seed } = options;
  const path = await interOf(data);
  const features = path === undefined ? {} : await featuresBeside(path);
  if (split === undefined) {
    if (path === undefined || threshold !== undefined) throw splitError(data, threshold);
    const folder = await loadMmrecFolder(data);
    const { dataset } = folder;
    const rejected = { [data]: dataset.rejected };
    return { dataset, split: folder.split, rejected, warnings: [], features };
  }
  const [name, ...words] = split;
  const settings = splitSettings(name, words, "--split");
  const loaded = await loadDataset(data);
  const dataset = threshold === undefined ? loaded : positivesByThreshold(loaded, threshold);
  const made = makeSplit(dataset, { ...settings, name, seed });
  return { dataset, split: made, rejected: { [data]: dataset.rejected }, warnings: [], features };
}

/** The `.inter` file of a folder of MMRec; undefined for data of another kind. */
async function interOf(data: string): Promise<string | undefined> {
  const found = (await findDataset(data)) ?? (await recogniseLayout(data));
  return found?.layout === "inter" ? found.path : undefined;
}

/** `<modality>_feat.npy` beside an `.inter` file. */
async function featuresBeside(path: string): Promise<Record<string, string>> {
  const folder = dirname(path);
  const names = (await readdir(folder)).sort();
  return Object.fromEntries(
    names.flatMap((file) => {
      const modality = /^(\w+)_feat\.npy$/.exec(file)?.[1];
      return modality === undefined ? [] : [[modality, join(folder, file)]];
    }),
  );
}

function splitError(data: string, threshold: number | undefined): MoviolaError {
  return new MoviolaError("E_CLI_INPUT", "The data set has to be split", {
    where: `--data ${data}`,
    expected: "--split <recipe>, such as --split per-user-random train=0.8 valid=0.1 test=0.1",
    got: threshold === undefined ? "no recipe" : "no recipe, and --threshold",
    remedy: "`moviola data split --help` lists the recipes; folders of MMRec may bring their parts",
  });
}
