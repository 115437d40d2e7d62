/**
 * Short sketches of users' rows, by which users with nearly the same ratings are found without comparing
 * all pairs: one-permutation min-hashing (Li, Owen, Zhang, NIPS 2012) with empty bins filled as by
 * Shrivastava (ICML 2017).
 */
import type { Interactions } from "../../data/dataset.js";

/** Bins of a sketch. */
const sketchSize = 32;
const rowsPerBand = 4;
const nBands = sketchSize / rowsPerBand;
const empty = 0x7fffffff;

/** Two users whose sketches agree, the first one the earlier. */
export type UserPair = readonly [number, number];

/** `[nUsers x sketchSize]` the smallest hash of (item, rating) among the user's rows in each bin. */
export function sketchUsers(rows: Interactions, nUsers: number): Int32Array {
  const { userIndex, itemIndex, rating } = rows;
  const sketches = new Int32Array(nUsers * sketchSize).fill(empty);
  const bits = new Int32Array(rating.buffer, rating.byteOffset, rating.length);
  for (let row = 0; row < userIndex.length; row++) {
    let hash = Math.imul(Math.imul(itemIndex[row] + 1, 0x9e3779b1) ^ bits[row], 0x21f0aaad);
    hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97);
    hash ^= hash >>> 15;
    const place = userIndex[row] * sketchSize + (hash & (sketchSize - 1));
    if (hash >>> 5 < sketches[place]) sketches[place] = hash >>> 5;
  }
  for (let user = 0; user < nUsers; user++) fillBins(sketches, user * sketchSize);
  return sketches;
}

/** Empty bins take over from others, in an order that is the same for every user. */
function fillBins(sketches: Int32Array, start: number): void {
  let nEmpty = 0;
  for (let at = start; at < start + sketchSize; at++) if (sketches[at] === empty) nEmpty++;
  if (nEmpty === 0 || nEmpty === sketchSize) return;
  const own = sketches.slice(start, start + sketchSize);
  own.forEach((value, bin) => {
    let from = bin;
    for (let attempt = 1; value === empty; attempt++) {
      from = mix(bin * 0x10001 + attempt) & (sketchSize - 1);
      value = own[from];
    }
    sketches[start + bin] = value;
  });
}

/**
 * Pairs of users of whom at least `share` of the bins agree. Of users who share four tenths of their
 * rows one pair in five gets as far as being counted, of those who share nine tenths all but one in
 * 5,000.
 */
export function similarSketches(sketches: Int32Array, share: number): UserPair[] {
  const nUsers = sketches.length / sketchSize;
  const pairs = new Map<number, UserPair>();
  const size = 2 ** Math.ceil(Math.log2(Math.max(2, 2 * nUsers)));
  for (let band = 0; band < nBands; band++) {
    // The user, plus one, that came first with each key; a slot that is taken sends on to the next.
    const slots = new Int32Array(size);
    const keys = new Int32Array(size);
    for (let user = 0; user < nUsers; user++) {
      const at = user * sketchSize + band * rowsPerBand;
      if (sketches[at] === empty) continue;
      let key = 0;
      for (let bin = at; bin < at + rowsPerBand; bin++) key = mix(key ^ sketches[bin]) + 1;
      let slot = key & (size - 1);
      while (slots[slot] > 0 && keys[slot] !== key) slot = (slot + 1) & (size - 1);
      const first = slots[slot] - 1;
      if (first < 0) {
        slots[slot] = user + 1;
        keys[slot] = key;
      } else if (agreement(sketches, first, user) >= share) {
        pairs.set(first * nUsers + user, [first, user]);
      }
    }
  }
  return [...pairs].sort(([one], [other]) => one - other).map(([, pair]) => pair);
}

function agreement(sketches: Int32Array, one: number, other: number): number {
  let same = 0;
  for (let bin = 0; bin < sketchSize; bin++) {
    if (sketches[one * sketchSize + bin] === sketches[other * sketchSize + bin]) same++;
  }
  return same / sketchSize;
}

/** A 32-bit mixer (Wellons, "lowbias32"). */
function mix(value: number): number {
  let x = value;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return x ^ (x >>> 15);
}
