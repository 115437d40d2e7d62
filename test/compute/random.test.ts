import fc from "fast-check";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createRandom, RandomStream } from "../../src/compute/index.js";

interface Golden {
  readonly cases: readonly {
    readonly seed: number;
    readonly name: string;
    readonly uint32: readonly number[];
    readonly uniform: readonly number[];
    readonly permutation: readonly number[];
  }[];
}

const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, "golden/sfc32.json"), "utf8"),
) as Golden;

const seeds = fc.nat({ max: Number.MAX_SAFE_INTEGER });

describe("createRandom against an independent sfc32 (golden/make_sfc32.py)", () => {
  it.each(golden.cases)("seed $seed, name '$name'", ({ seed, name, ...expected }) => {
    const draw = <T>(count: number, next: () => T): T[] => Array.from({ length: count }, next);
    const integers = createRandom(seed, name);
    expect(draw(20, () => integers.uint32())).toEqual(expected.uint32);
    const fractions = createRandom(seed, name);
    expect(draw(5, () => fractions.uniform())).toEqual(expected.uniform);
    expect([...createRandom(seed, name).permutation(12)]).toEqual(expected.permutation);
  });
});

describe("streams", () => {
  const first = (seed: number, name: string): number[] => {
    const random = createRandom(seed, name);
    return Array.from({ length: 4 }, () => random.uint32());
  };

  it("depend on the seed and the name alone", () => {
    fc.assert(
      fc.property(seeds, fc.string(), (seed, name) => {
        const other = createRandom(seed, `${name}!`);
        other.uint32();
        expect(first(seed, name)).toEqual(first(seed, name));
        expect(first(seed, name)).not.toEqual(first(seed, `${name}!`));
        expect(first(seed, name)).not.toEqual(first(seed === 0 ? 1 : seed - 1, name));
      }),
    );
  });

  it("below a stream are those of the joined name, wherever the parent stands", () => {
    const parent = createRandom(7, "model");
    parent.uint32();
    const child = parent.stream("negatives");
    expect(Array.from({ length: 4 }, () => child.uint32())).toEqual(first(7, "model/negatives"));
  });

  it("are uncorrelated with their neighbours by seed and by name", () => {
    const count = 20_000;
    const one = createRandom(1, "a");
    for (const other of [createRandom(2, "a"), createRandom(1, "b"), one.stream("a")]) {
      const random = createRandom(1, "a");
      let product = 0;
      for (let draw = 0; draw < count; draw++) {
        product += (random.uniform() - 0.5) * (other.uniform() - 0.5);
      }
      // The mean of such products has standard deviation 1 / (12 sqrt(n)); 5 of them, fixed seed.
      expect(Math.abs(product / count)).toBeLessThan(5 / (12 * Math.sqrt(count)));
    }
  });
});

describe("distributions", () => {
  /** Pearson's statistic of counts against equal expectation. */
  const chiSquare = (counts: readonly number[]): number => {
    const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  };

  it("integers are uniform over any bound", () => {
    for (const bound of [2, 3, 10, 100]) {
      const random = createRandom(3, `bound ${bound}`);
      const counts = Array<number>(bound).fill(0);
      for (let draw = 0; draw < 1000 * bound; draw++) counts[random.integer(bound)]++;
      const freedom = bound - 1;
      expect(chiSquare(counts)).toBeLessThan(freedom + 5 * Math.sqrt(2 * freedom));
    }
  });

  it("large bounds have no modulo bias", () => {
    // Of 3 * 2^30 values, plain modulo of 32 bits would hit the lowest third twice as often.
    const random = createRandom(5, "modulo");
    let low = 0;
    for (let draw = 0; draw < 30_000; draw++) if (random.integer(3 * 2 ** 30) < 2 ** 30) low++;
    expect(Math.abs(low - 10_000)).toBeLessThan(5 * Math.sqrt(30_000 * (1 / 3) * (2 / 3)));
  });

  it("permutations of three are equally frequent", () => {
    const random = createRandom(11, "orders");
    const counts = new Map<string, number>();
    for (let draw = 0; draw < 6000; draw++) {
      const order = random.permutation(3).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    expect(chiSquare([...counts.values()])).toBeLessThan(5 + 5 * Math.sqrt(10));
  });

  it("normal numbers have the moments of the normal distribution", () => {
    const count = 40_000;
    const random = createRandom(13, "normal");
    const values = Array.from({ length: count }, () => random.normal());
    const moment = (power: number): number =>
      values.reduce((sum, value) => sum + value ** power, 0) / count;
    // Standard deviations of the sample moments of order 1 to 4: sqrt(1, 2, 15, 96) / sqrt(n).
    const expected = [0, 1, 0, 3];
    [1, 2, 15, 96].forEach((variance, index) => {
      const deviation = Math.abs(moment(index + 1) - expected[index]);
      expect(deviation).toBeLessThan(5 * Math.sqrt(variance / count));
    });
  });

  it("uniform numbers stay in [0, 1) and have mean 1/2 and variance 1/12", () => {
    const count = 40_000;
    const random = createRandom(17, "uniform");
    const values = Array.from({ length: count }, () => random.uniform());
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    const mean = values.reduce((sum, value) => sum + value, 0) / count;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
    expect(Math.abs(mean - 0.5)).toBeLessThan(5 / Math.sqrt(12 * count));
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(5 / Math.sqrt(180 * count));
  });
});

describe("shuffle", () => {
  it("keeps the elements and works in place", () => {
    fc.assert(
      fc.property(seeds, fc.array(fc.integer()), (seed, values) => {
        const shuffled = values.slice();
        expect(createRandom(seed, "s").shuffle(shuffled)).toBe(shuffled);
        expect(shuffled.slice().sort((a, b) => a - b)).toEqual(
          values.slice().sort((a, b) => a - b),
        );
      }),
    );
  });
});

describe("words", () => {
  it("continue where the stream stood when they were taken", () => {
    const stream = createRandom(3, "words");
    stream.uint32();
    const twin = RandomStream.fromWords(stream.words());
    for (let draw = 0; draw < 20; draw++) expect(twin.uint32()).toBe(stream.uint32());
  });
});

describe("refusals", () => {
  it.each([-1, 0.5, Number.NaN, 2 ** 53])("seed %s: E_RANDOM_SEED", (seed) => {
    expect(() => createRandom(seed, "a")).toThrow(/E_RANDOM_SEED/);
  });

  it.each([0, -3, 1.5, Number.NaN, 2 ** 32 + 1])("bound %s: E_RANDOM_BOUND", (bound) => {
    expect(() => createRandom(0, "a").integer(bound)).toThrow(/E_RANDOM_BOUND/);
  });

  it("takes the least and the greatest bound", () => {
    expect(createRandom(0, "a").integer(1)).toBe(0);
    expect(createRandom(0, "a").integer(2 ** 32)).toBe(createRandom(0, "a").uint32());
  });
});
