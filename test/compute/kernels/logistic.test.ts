import { expect, it } from "vitest";
import { logisticOf } from "../../../src/compute/kernels/logistic.js";
import type { ComputePool } from "../../../src/compute/pool/pool.js";
import { testPools } from "./both-backends.js";

const { twin, compiled } = testPools();

function resultsOf(pool: ComputePool, values: Float32Array): Float32Array {
  const workspace = pool.workspace();
  const results = workspace.float32(values.length);
  logisticOf(pool, workspace.copyOf(values), results);
  const copy = results.slice();
  workspace.release();
  return copy;
}

it("is the logistic function up to 2e-7, on every backend", () => {
  const values = Float32Array.from({ length: 50_001 }, (_unused, at) => (at - 25_000) / 850);
  for (const pool of [twin, ...compiled]) {
    let worst = 0;
    resultsOf(pool, values).forEach((result, at) => {
      worst = Math.max(worst, Math.abs(result - 1 / (1 + Math.exp(-values[at]))));
    });
    expect(worst).toBeLessThan(2e-7);
  }
});

it("has a small relative error where it is near 0", () => {
  const values = Float32Array.from({ length: 3001 }, (_unused, at) => -at / 100);
  for (const pool of [twin, ...compiled]) {
    resultsOf(pool, values).forEach((result, at) => {
      const expected = 1 / (1 + Math.exp(-values[at]));
      // The exponential's 4e-7 and three roundings of single precision.
      expect(Math.abs(result / expected - 1)).toBeLessThan(7e-7);
    });
  }
});

it("cuts far values off and keeps NaN", () => {
  const values = Float32Array.of(-1e30, -Infinity, 1e30, Infinity, Number.NaN, 0);
  const edge = 1 / (1 + Math.exp(30));
  for (const pool of [twin, ...compiled]) {
    const results = resultsOf(pool, values);
    for (const at of [0, 1]) expect(Math.abs(results[at] / edge - 1)).toBeLessThan(1e-6);
    for (const at of [2, 3]) expect(results[at]).toBe(1);
    expect(results[4]).toBeNaN();
    expect(results[5]).toBe(0.5);
  }
});
