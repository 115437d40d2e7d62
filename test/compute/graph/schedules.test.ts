import { describe, expect, it } from "vitest";
import {
  constantRate,
  cosineDecay,
  exponentialDecay,
  stepDecay,
  warmUp,
  type Schedule,
} from "../../../src/compute/graph/schedules.js";

/** Rates of the steps 1 .. n. */
const first = (n: number, schedule: Schedule): number[] =>
  Array.from({ length: n }, (_unused, at) => schedule(at + 1));

function expectRates(actual: readonly number[], expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  // A few roundings in double precision.
  expected.forEach((rate, at) => expect(Math.abs(actual[at] - rate)).toBeLessThan(1e-15));
}

describe("learning-rate schedules", () => {
  it("constant", () => expectRates(first(3, constantRate(0.2)), [0.2, 0.2, 0.2]));

  it("warm-up rises along a line and hands over at its last step", () => {
    expectRates(first(6, warmUp(4, constantRate(0.4))), [0.1, 0.2, 0.3, 0.4, 0.4, 0.4]);
    expectRates(first(4, warmUp(2, exponentialDecay(0.8, 0.5))), [0.4, 0.8, 0.4, 0.2]);
    expectRates(first(2, warmUp(1, constantRate(0.4))), [0.4, 0.4]);
  });

  it("cosine goes from start to end and stays there", () => {
    // (1 + cos(k pi / 4)) / 2 for k = 0 .. 4.
    const shares = [1, (2 + Math.SQRT2) / 4, 0.5, (2 - Math.SQRT2) / 4, 0, 0];
    expectRates(first(6, cosineDecay(1, { steps: 4 })), shares);
    const between = shares.map((share) => 0.1 + 0.9 * share);
    expectRates(first(6, cosineDecay(1, { steps: 4, end: 0.1 })), between);
  });

  it("step", () => {
    expectRates(first(5, stepDecay(1, { every: 2 })), [1, 1, 0.1, 0.1, 0.01]);
    expectRates(first(3, stepDecay(0.8, { every: 1, factor: 0.5 })), [0.8, 0.4, 0.2]);
  });

  it("exponential", () => expectRates(first(3, exponentialDecay(1, 0.9)), [1, 0.9, 0.81]));

  it.each([
    ["a rate of 0", () => constantRate(0)],
    ["a rate that is no number", () => constantRate(Number.NaN)],
    ["an infinite start", () => exponentialDecay(Number.POSITIVE_INFINITY, 0.9)],
    ["a warm-up of no step", () => warmUp(0, constantRate(1))],
    ["half a step", () => stepDecay(1, { every: 0.5 })],
    ["a factor above 1", () => exponentialDecay(1, 1.1)],
    ["a cosine of no step", () => cosineDecay(1, { steps: 0 })],
    ["an end above the start", () => cosineDecay(1, { steps: 4, end: 2 })],
  ])("refuses %s", (_name, make) => {
    expect(make).toThrow(expect.objectContaining({ code: "E_GRAPH_OPTION" }) as Error);
  });
});
