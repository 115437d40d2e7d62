import { afterAll } from "vitest";
import { ComputePool } from "../../../src/compute/pool/pool.js";

/** Pools that must agree: the twins, and the compiled kernels on 1, 2 and 4 threads. */
export function testPools(): {
  readonly twin: ComputePool;
  readonly compiled: readonly ComputePool[];
} {
  const twin = new ComputePool({ threads: 1, backend: "typescript" });
  const compiled = [1, 2, 4].map((threads) => new ComputePool({ threads, backend: "wasm" }));
  afterAll(() => {
    for (const pool of compiled) pool.close();
  });
  return { twin, compiled };
}

/** Largest difference, relative to the largest absolute value of `expected`. */
export function relativeDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let largest = 0;
  let difference = 0;
  for (let at = 0; at < expected.length; at++) {
    largest = Math.max(largest, Math.abs(expected[at]));
    difference = Math.max(difference, Math.abs(actual[at] - expected[at]));
  }
  return largest === 0 ? difference : difference / largest;
}
