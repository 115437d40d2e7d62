import { describe, expect, it } from "vitest";
import { columnPanels, weightedSums } from "../../../src/compute/kernels/weighted-sums.js";
import type { ComputePool } from "../../../src/compute/pool/pool.js";
import { createRandom } from "../../../src/compute/random.js";
import { testPools } from "./both-backends.js";

const { twin, compiled } = testPools();

function sumsOf(pool: ComputePool, columns: Float64Array[], rows: Float64Array[]): number[][] {
  const workspace = pool.workspace();
  const panels = columnPanels(workspace, columns);
  const weights = workspace.float64(rows.length * panels.n);
  rows.forEach((row, at) => weights.set(row, at * panels.n));
  const width = 4 * panels.nPanels;
  const sums = workspace.float64(rows.length * width).fill(7);
  weightedSums(pool, panels, rows.length, weights, sums);
  const result = rows.map((_unused, row) => [
    ...sums.slice(row * width, row * width + columns.length),
  ]);
  workspace.release();
  return result;
}

describe("weighted sums", () => {
  it.each([
    [1, 1, 4],
    [100, 3, 8],
    [333, 9, 20],
  ])(
    "of %i values in %i columns under %i rows have the bits of a plain loop",
    (n, width, nRows) => {
      const random = createRandom(1, "sums");
      const columns = Array.from({ length: width }, () =>
        Float64Array.from({ length: n }, () => random.normal()),
      );
      const rows = Array.from({ length: nRows }, () =>
        Float64Array.from({ length: n }, () => random.integer(4)),
      );
      const expected = rows.map((weights) =>
        columns.map((values) => {
          let sum = 0;
          for (let at = 0; at < n; at++) sum += weights[at] * values[at];
          return sum;
        }),
      );
      for (const pool of [twin, ...compiled]) expect(sumsOf(pool, columns, rows)).toEqual(expected);
    },
  );
});
