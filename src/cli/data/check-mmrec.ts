import { isMoviolaError } from "../../common/errors.js";
import { recogniseLayout } from "../../data/read/layout.js";
import { loadMmrecFolder } from "../../features/exchange/load-mmrec-folder.js";

/** What an MMRec folder holds besides rows of users and items. */
export interface CheckedMmrec {
  /** Rows of each part that `x_label` names. */
  readonly parts: { readonly train: number; readonly valid: number; readonly test: number };
  /** One entry a feature matrix beside the `.inter` file. */
  readonly features: readonly CheckedFeatures[];
}

/** A feature matrix that was read whole. */
export interface CheckedFeatures {
  readonly modality: string;
  readonly nItems: number;
  readonly dim: number;
  /** Items whose row is all zeros or listed as missing. */
  readonly nMissing: number;
}

/**
 * Reads the parts and features of an MMRec folder; undefined for data of another layout and for an `.inter`
 * file without `x_label`. Throws what `loadMmrecFolder` throws on features that do not fit.
 */
export async function checkMmrec(path: string): Promise<CheckedMmrec | undefined> {
  if ((await recogniseLayout(path))?.layout !== "inter") return undefined;
  try {
    const { dataset, split, features } = await loadMmrecFolder(path);
    const [train, valid] = [split.train.interactions.nRows, split.valid.interactions.nRows];
    return {
      parts: { train, valid, test: dataset.nRatings - train - valid - split.nDropped },
      features: Object.entries(features).map(([modality, { nItems, dim, missing }]) => ({
        ...{ modality, nItems, dim },
        nMissing: missing.reduce((sum, mark) => sum + mark, 0),
      })),
    };
  } catch (error) {
    if (isMoviolaError(error, "E_DATA_COLUMN")) return undefined;
    throw error;
  }
}
