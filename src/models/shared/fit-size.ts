import { MoviolaError } from "../../common/errors.js";

/** Throws `E_MODEL_SIZE` where the arrays of a fit, of so many `bytes`, are more than `most`. */
export function checkFitSize(
  bytes: number,
  most: number,
  details: { readonly summary: string; readonly of: string; readonly remedy?: string },
): void {
  if (bytes <= most) return;
  throw new MoviolaError("E_MODEL_SIZE", details.summary, {
    expected: `at most ${gibibytes(most)}`,
    got: `about ${gibibytes(bytes)} for ${details.of}`,
    remedy: details.remedy ?? "A smaller embeddingSize, or filter by k-core",
  });
}

/** Such as `1.5 GiB`. */
export function gibibytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
