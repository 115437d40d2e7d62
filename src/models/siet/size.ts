/** What the sequence transformer takes, from sizes alone; the factors count the operators of a graph. */
import type { FitInput } from "../contract.js";
import type { NetworkNumbers } from "../shared/graph/expected-bytes.js";
import type { SietSettings } from "./settings.js";

/** The network's numbers, known before it is built. */
export function sietSize(
  { train: { nUsers, nItems, interactions } }: FitInput,
  { historyLength, layers, userIds, width }: SietSettings,
): NetworkNumbers {
  const length = historyLength + 1;
  return {
    parameters:
      (nItems + (userIds ? nUsers : 0)) * width +
      (length + 3) * width * 256 +
      256 * 128 +
      12 * layers * width ** 2,
    perPair: length * width * (25 + 58 * layers),
    tables: 4 * interactions.nRows,
  };
}
