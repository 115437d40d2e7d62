import { MoviolaError } from "../../common/errors.js";
import type { FeatureManifest } from "../contract.js";

/** Vectors of another tool, before they are put in the order of a data set's items. */
export interface ExternalVectors {
  readonly dim: number;
  /** How the tool stored numbers; other types than these two count as `float32`. */
  readonly dtype: FeatureManifest["dtype"];
  /** `[rows x dim]` row-major. */
  readonly values: Float32Array;
  /** `[rows]` item of each row; undefined: the rows are the data set's items in their order. */
  readonly ids: readonly string[] | undefined;
  /** Ids of items whose row stands for nothing, such as the mean in place of a missing vector. */
  readonly placeholders?: ReadonlySet<string>;
  /** Ids of the items that something was learned from to make the vectors; absent when it is not known. */
  readonly fittedOn?: ReadonlySet<string>;
  /** SHA-256 over the files that were read. */
  readonly hash: string;
}

/** `E_FEATURE_IMPORT`: a file of vectors does not say what is needed. */
export function importError(
  where: string,
  expected: string,
  got: string,
  remedy: string,
  cause?: unknown,
): MoviolaError {
  return new MoviolaError("E_FEATURE_IMPORT", "Features of another tool cannot be taken over", {
    ...{ where, expected, got, remedy, cause },
  });
}
