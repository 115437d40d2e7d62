import { expect, it } from "vitest";
import { randomBelow } from "../../../src/compute/kernels/random-below.js";
import { createRandom, RandomStream } from "../../../src/compute/random.js";

it("is the upper half of the product of 32 random bits and the bound", () => {
  const bits = createRandom(1, "bits");
  const drawn = RandomStream.fromWords(bits.words());
  for (const bound of [1, 2, 3, 10, 65537, 2 ** 21 + 1, 2 ** 31]) {
    for (let draw = 0; draw < 500; draw++) {
      const expected = Number((BigInt(bits.uint32()) * BigInt(bound)) >> 32n);
      expect(randomBelow(drawn, bound)).toBe(expected);
    }
  }
});

it("goes on from words anywhere in an array", () => {
  const random = createRandom(3, "words");
  random.uint32();
  const words = Int32Array.of(9, 9, ...random.words());
  const copy = RandomStream.fromWords(words, 2);
  expect([copy.uint32(), copy.uniform()]).toEqual([random.uint32(), random.uniform()]);
});
