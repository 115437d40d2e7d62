import { optionError } from "./errors.js";

/**
 * Holm's step-down adjustment (Holm 1979) of the p-values of one family, in the given order: the
 * i-th smallest of m is multiplied by m - i + 1, then raised to the largest before it, and capped
 * at 1. Rejecting where the result is at most alpha keeps the family's error below alpha. Throws
 * `E_STATS_OPTION` for a p-value outside 0 .. 1.
 */
export function holm(pValues: readonly number[]): number[] {
  for (const [index, pValue] of pValues.entries()) {
    if (!(pValue >= 0 && pValue <= 1)) throw optionError(`pValues[${index}]`, "0 to 1", pValue);
  }
  const order = [...pValues.keys()].sort((first, second) => pValues[first] - pValues[second]);
  const adjusted = new Array<number>(pValues.length);
  let largest = 0;
  order.forEach((index, step) => {
    largest = Math.max(largest, Math.min(1, (pValues.length - step) * pValues[index]));
    adjusted[index] = largest;
  });
  return adjusted;
}
