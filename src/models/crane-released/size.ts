import { MoviolaError } from "../../common/errors.js";
import { checkFitSize } from "../shared/fit-size.js";
import type { ReleasedSettings } from "./settings.js";

/** Most memory that features and attention may be expected to take: 4 GiB. */
const mostBytes = 2 ** 32;

/** Throws `E_MODEL_CONFIG` where the heads cannot share the width. */
export function requireHeads({ embeddingSize, heads }: ReleasedSettings): void {
  if (embeddingSize % heads === 0) return;
  throw new MoviolaError("E_MODEL_CONFIG", "A setting of a model has a value it cannot have", {
    where: "heads",
    expected: `a divisor of embeddingSize, ${embeddingSize}`,
    got: String(heads),
  });
}

/**
 * Bytes of the parts that grow with the features: each number that is learned lies in memory six times (values
 * and Adam's two memories, before and after a step) and has a gradient; attention holds some twenty rows of
 * `embeddingSize` for an item, where the maps of the released code are nItems x nItems for each head and
 * modality, as many again for the gradient.
 */
export function releasedBytes(
  nItems: number,
  dims: readonly number[],
  { embeddingSize, learnsFeatures }: Pick<ReleasedSettings, "embeddingSize" | "learnsFeatures">,
): number {
  const numbers = dims.reduce((sum, dim) => sum + dim, 0);
  const ofFeatures = (learnsFeatures ? 7 : 1) * numbers;
  return 4 * nItems * (ofFeatures + 20 * dims.length * embeddingSize);
}

/** Throws `E_MODEL_SIZE`, with the estimate, where these parts would take too much. */
export function checkReleasedSize(
  nItems: number,
  dims: readonly number[],
  settings: Pick<ReleasedSettings, "embeddingSize" | "learnsFeatures">,
): void {
  checkFitSize(releasedBytes(nItems, dims, settings), mostBytes, {
    summary: "The features and their attention would not fit",
    of: `${nItems} items with ${dims.join(" + ")} features`,
    remedy: "learnsFeatures: false, or features reduced to fewer numbers",
  });
}
