/**
 * Seeded random numbers through named streams. A stream's numbers depend on the seed and the name
 * alone, so that adding a consumer of randomness never changes the numbers of another.
 *
 * Generator: sfc32 (Chris Doty-Humphrey, PractRand), 128 bits of state, 32 bits a step; the state is
 * the first 128 bits of SHA-256 over seed and name, then 12 steps are discarded.
 */
import { contentHash } from "../common/hash.js";
import { MoviolaError } from "../common/errors.js";

/** A stream of random numbers; see {@link createRandom}. */
export class RandomStream {
  readonly #seed: number;
  readonly #name: string;
  #a: number;
  #b: number;
  #c: number;
  #counter: number;
  #spareNormal = Number.NaN;

  constructor(seed: number, name: string) {
    this.#seed = seed;
    this.#name = name;
    const digest = Buffer.from(contentHash([String(seed), name]), "hex");
    this.#a = digest.readInt32LE(0);
    this.#b = digest.readInt32LE(4);
    this.#c = digest.readInt32LE(8);
    this.#counter = digest.readInt32LE(12);
    for (let step = 0; step < 12; step++) this.uint32();
  }

  /** The stream that goes on from `words`, as `words()` gave them at `start`; it has no name below it. */
  static fromWords(words: Int32Array, start = 0): RandomStream {
    const random = new RandomStream(0, "words");
    random.#a = words[start];
    random.#b = words[start + 1];
    random.#c = words[start + 2];
    random.#counter = words[start + 3];
    return random;
  }

  /** `[4]` the generator's state a, b, c and counter, for kernels that go on from here by themselves. */
  words(): Int32Array {
    return Int32Array.of(this.#a, this.#b, this.#c, this.#counter);
  }

  /** A stream of its own below this one: the same as `createRandom(seed, "parent/name")`. */
  stream(name: string): RandomStream {
    return new RandomStream(this.#seed, `${this.#name}/${name}`);
  }

  /** A whole number in 0 .. 2^32 - 1, uniform. */
  uint32(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (this.#c << 21) | (this.#c >>> 11);
    this.#c = (this.#c + sum) | 0;
    return sum >>> 0;
  }

  /** A number in [0, 1), uniform over the multiples of 2^-53. */
  uniform(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** A whole number in 0 .. bound - 1, uniform (rejection, so without modulo bias); 1 <= bound <= 2^32. */
  integer(bound: number): number {
    if (!Number.isInteger(bound) || bound < 1 || bound > 4294967296) {
      throw new MoviolaError("E_RANDOM_BOUND", "A random integer needs a positive bound", {
        expected: "a whole number from 1 to 2^32",
        got: String(bound),
      });
    }
    const limit = 4294967296 - (4294967296 % bound);
    let value = this.uint32();
    while (value >= limit) value = this.uint32();
    return value % bound;
  }

  /** A number from the normal distribution with mean 0 and variance 1 (Marsaglia's polar method). */
  normal(): number {
    if (!Number.isNaN(this.#spareNormal)) {
      const spare = this.#spareNormal;
      this.#spareNormal = Number.NaN;
      return spare;
    }
    for (;;) {
      const x = 2 * this.uniform() - 1;
      const y = 2 * this.uniform() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const scale = Math.sqrt((-2 * Math.log(square)) / square);
      this.#spareNormal = y * scale;
      return x * scale;
    }
  }

  /** Puts `values` into a uniformly random order, in place (Fisher-Yates), and returns it. */
  shuffle<T extends { length: number; [index: number]: number }>(values: T): T {
    for (let last = values.length - 1; last > 0; last--) {
      const other = this.integer(last + 1);
      const held = values[last];
      values[last] = values[other]!;
      values[other] = held;
    }
    return values;
  }

  /** The numbers 0 .. count - 1 in random order. */
  permutation(count: number): Int32Array {
    return this.shuffle(Int32Array.from({ length: count }, (_unused, index) => index));
  }
}

/** The stream called `name` of `seed` (a whole number from 0 to 2^53 - 1). */
export function createRandom(seed: number, name: string): RandomStream {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new MoviolaError("E_RANDOM_SEED", "A seed must be a whole number", {
      expected: "a whole number from 0 to 2^53 - 1",
      got: String(seed),
    });
  }
  return new RandomStream(seed, name);
}
