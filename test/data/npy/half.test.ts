import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromHalf, toHalf } from "../../../src/data/npy/half.js";

const half = (value: number): number => toHalf(Float32Array.of(value))[0];
const valueOf = (bits: number): number => fromHalf(Uint16Array.of(bits))[0];

describe("toHalf", () => {
  it("gives every half-precision number back to the bit", () => {
    const all = Uint16Array.from({ length: 65536 }, (_unused, bits) => bits);
    const back = toHalf(fromHalf(all));
    const wrong = [...all].filter((bits) => back[bits] !== bits && !Number.isNaN(valueOf(bits)));
    expect(wrong).toEqual([]);
    expect(Number.isNaN(valueOf(half(NaN)))).toBe(true);
    expect([0x7c00, 0xfc00, 0x7c01].map(valueOf)).toEqual([Infinity, -Infinity, NaN]);
  });

  it("rounds to the nearest, ties to even", () => {
    // Between 2048 and 4096 half precision holds the even whole numbers alone.
    expect([2049, 2051, 2050.9, 2051.1].map((value) => valueOf(half(value)))).toEqual([
      2048, 2052, 2050, 2052,
    ]);
    expect(valueOf(half(1 + 2 ** -11))).toBe(1);
    expect(valueOf(half(1 + 3 * 2 ** -11))).toBe(1 + 2 ** -9);
  });

  it("keeps signs, goes over into infinity at 65,520 and down to 0 below half the smallest", () => {
    expect(
      [65504, 65519.996, 65520, -70000, Infinity].map((value) => valueOf(half(value))),
    ).toEqual([65504, 65504, Infinity, -Infinity, Infinity]);
    expect(valueOf(half(2 ** -24))).toBe(2 ** -24);
    expect(Object.is(valueOf(half(-(2 ** -25))), -0)).toBe(true);
    expect(valueOf(half(1.1 * 2 ** -25))).toBe(2 ** -24);
    expect(valueOf(half(1.5 * 2 ** -24))).toBe(2 ** -23);
  });

  it("is never further away than the half-precision numbers beside it", () => {
    const numbers = fc.float({ noNaN: true, min: -65504, max: 65504 });
    fc.assert(
      fc.property(numbers, (value) => {
        const bits = half(value);
        const error = Math.abs(valueOf(bits) - value);
        for (const other of [bits - 1, bits + 1]) {
          const beside = other < 0 || other > 0xffff ? NaN : valueOf(other);
          if (Number.isFinite(beside)) expect(error).toBeLessThanOrEqual(Math.abs(beside - value));
        }
      }),
    );
  });
});
