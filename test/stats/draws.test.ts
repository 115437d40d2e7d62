import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/compute/random.js";
import { allPairsTest, exactSignsUpTo } from "../../src/stats/all-pairs.js";
import { bootstrapMean, pairedRandomisationTest } from "../../src/stats/index.js";
import { twoSidedNormalTail } from "../../src/stats/normal-tail.js";
import { signedSums } from "../../src/stats/signed-sums.js";

function column(n: number): Float64Array {
  const random = createRandom(8, `column of ${n}`);
  return Float64Array.from({ length: n }, () => random.normal());
}

/** Signs as documented: rounds one after the other, four values a pattern, eight patterns a number. */
function plainSignedSums(values: Float64Array, rounds: number, seed: number): number[] {
  const random = createRandom(seed, "signs");
  return Array.from({ length: rounds }, () => {
    let [bits, sum] = [0, 0];
    values.forEach((value, index) => {
      if (index % 32 === 0) bits = random.uint32();
      sum += ((bits >>> (index % 32)) & 1) === 0 ? value : -value;
    });
    return sum;
  });
}

describe("signedSums", () => {
  it.each([
    [1, 1],
    [32, 3],
    [33, 65],
    [71, 130],
  ])("draws a bit a value: %d values, %d rounds", (n, rounds) => {
    const values = column(n);
    const [sums] = signedSums([values, values], rounds, createRandom(4, "signs"));
    const plain = plainSignedSums(values, rounds, 4);
    expect(sums).toHaveLength(rounds);
    // Only the order of additions differs.
    sums.forEach((sum, round) => expect(sum).toBeCloseTo(plain[round], 10));
  });

  it("takes a number for 32 values of a round from its stream, and no more", () => {
    for (const rounds of [1, 64, 65, 130]) {
      const [random, plain] = [4, 4].map((seed) => createRandom(seed, "signs"));
      signedSums([column(33)], rounds, random);
      for (let drawn = 0; drawn < 2 * rounds; drawn++) plain.uint32();
      expect(random.uint32()).toBe(plain.uint32());
    }
  });
});

describe("the stream of the bootstrap", () => {
  it("is the one of its name, so that stored intervals can be made again", () => {
    const values = column(5);
    const random = createRandom(3, "stats/bootstrap");
    const drawn = Array.from(
      { length: 5 },
      () => values[Math.floor((random.uint32() / 2 ** 32) * 5)],
    );
    const { low, high } = bootstrapMean(values, { seed: 3, resamples: 1 });
    const mean = drawn.reduce((sum, value) => sum + value, 0) / 5;
    expect(low).toBeCloseTo(mean, 12);
    expect(high).toBeCloseTo(mean, 12);
  });
});

describe("when signs are counted out", () => {
  const values = Float64Array.of(1, 2, 4, 8);

  it("every sign vector is tried as long as there are no more than rounds", () => {
    const zeros = new Float64Array(4);
    // Only + + + + and - - - - reach 15, of 16.
    expect(pairedRandomisationTest(values, zeros, { seed: 1, rounds: 16 }).pValue).toBe(2 / 16);
    const drawn = pairedRandomisationTest(values, zeros, { seed: 1, rounds: 15 }).pValue;
    expect((drawn * 16) % 1).toBe(0);
    expect(drawn).not.toBe(2 / 16);
  });
});

describe("allPairsTest above 50,000 units", () => {
  it("takes the normal limit of the signs, in closed form", () => {
    const n = exactSignsUpTo + 1;
    // 25,200 differences of 3, the others of -3: the limit is a normal of variance 9 n.
    const first = Float64Array.from({ length: n }, (_unused, unit) => (unit < 25_200 ? 3 : -3));
    const zeros = new Float64Array(n);
    const [{ pValue }] = allPairsTest([first, zeros], { seed: 1, rounds: 1, resamples: 1 }).pairs;
    const sum = 3 * (25_200 - (n - 25_200));
    expect(pValue).toBeCloseTo(twoSidedNormalTail(sum / (3 * Math.sqrt(n))), 12);
    const same = allPairsTest([zeros, zeros], { seed: 1, rounds: 1, resamples: 1 }).pairs;
    expect(same[0].pValue).toBe(1);
  });

  it("still draws signs for 50,000", () => {
    const ones = new Float64Array(exactSignsUpTo).fill(1);
    const options = { seed: 1, rounds: 1, resamples: 1 };
    const [{ pValue }] = allPairsTest([ones, new Float64Array(exactSignsUpTo)], options).pairs;
    expect(pValue).toBe(1 / 2);
  });
});

describe("rounding", () => {
  it("keeps no sign vector from counting as far out as the observed one", () => {
    const exact = Float64Array.of(0.5, 0.25, 0.75, 1);
    const zeros = new Float64Array(4);
    // A third cannot be written: sums of these differ in their last digits by the order of addition.
    const far = exact.map((value) => value + 1e6 / 3);
    const base = zeros.map(() => 1e6 / 3);
    const options = { seed: 2, rounds: 500, resamples: 1 };
    const pOf = (first: Float64Array, second: Float64Array): number =>
      allPairsTest([first, second], options).pairs[0].pValue;
    expect(pOf(far, base)).toBe(pOf(exact, zeros));
    expect(pOf(base, far)).toBe(pOf(exact, zeros));
    const small = exact.map((value) => value / 3e6);
    expect(pOf(small, zeros)).toBe(pOf(exact, zeros));
    expect(pairedRandomisationTest(far, base, { seed: 1, rounds: 16 }).pValue).toBe(2 / 16);
    expect(pairedRandomisationTest(small, zeros, { seed: 1, rounds: 16 }).pValue).toBe(2 / 16);
  });
});

it("allPairsTest of no system finds nothing", () => {
  expect(allPairsTest([], { seed: 1 })).toEqual({ estimates: [], pairs: [] });
});
