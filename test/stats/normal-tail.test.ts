import { describe, expect, it } from "vitest";
import { twoSidedNormalTail } from "../../src/stats/normal-tail.js";

/** `scipy.special.erfc(z / 2**.5)`, SciPy 1.10.1. */
const golden: [number, number][] = [
  [0, 1.0],
  [0.1, 0.920344325445942],
  [0.5, 0.6170750774519739],
  [1, 0.31731050786291415],
  [1.96, 0.04999579029644087],
  [2.5, 0.012419330651552277],
  [3, 0.0026997960632601918],
  [3.9, 9.619268803520546e-5],
  [5, 5.73303143758389e-7],
  [8, 1.2441921148543658e-15],
  [20, 5.5072482372126244e-89],
  [37, 1.1451142445050454e-299],
];

describe("twoSidedNormalTail", () => {
  it.each(golden)("at %d is that of SciPy", (z, expected) => {
    expect(Math.abs(twoSidedNormalTail(z) / expected - 1)).toBeLessThan(1e-12);
  });

  it("falls all the way, also where the method changes", () => {
    let last = 1;
    for (let z = 0.001; z < 38; z += 0.001) {
      const tail = twoSidedNormalTail(z);
      expect(tail).toBeLessThan(last);
      last = tail;
    }
  });
});
