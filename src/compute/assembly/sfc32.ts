// The generator of src/compute/random.ts. Every thread has an instance of this module of its own, and
// with it a state of its own.

let a: u32 = 0;
let b: u32 = 0;
let c: u32 = 0;
let counter: u32 = 0;

/** Goes on from the four words at `words`. */
export function seedRandom(words: usize): void {
  a = load<u32>(words);
  b = load<u32>(words, 4);
  c = load<u32>(words, 8);
  counter = load<u32>(words, 12);
}

/** 32 random bits. */
function randomBits(): u32 {
  const sum = a + b + counter;
  counter++;
  a = b ^ (b >>> 9);
  b = c + (c << 3);
  c = ((c << 21) | (c >>> 11)) + sum;
  return sum;
}

/** 0 .. bound - 1: the upper half of 32 bits times `bound`; see `randomBelow` in kernels/random-below.ts. */
export function randomBelow(bound: i32): i32 {
  return <i32>((<u64>randomBits() * <u64>bound) >> 32);
}
