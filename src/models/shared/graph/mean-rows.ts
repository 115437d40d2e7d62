import type { NetworkTable } from "./network-types.js";

/** `[rows x width]` the mean row of a table of features in place of each. */
export function meanRows({ rows, values }: NetworkTable): Float32Array {
  const width = values.length / rows;
  const means = new Float64Array(width);
  for (let at = 0; at < values.length; at++) means[at % width] += values[at] / rows;
  return Float32Array.from(values, (_value, at) => means[at % width]);
}
