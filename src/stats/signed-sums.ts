import type { RandomStream } from "../compute/random.js";

const groupSize = 4;
const groupPatterns = 1 << groupSize;
/** Rounds done together, so that a group's sums are read once for all of them. */
const blockRounds = 64;

/**
 * Sums of each column under random signs, `[columns][rounds]`; within a round the signs are the same
 * for all columns. Four neighbouring values are summed beforehand under each of their 16 patterns.
 */
export function signedSums(
  columns: readonly Float64Array[],
  rounds: number,
  random: RandomStream,
): Float64Array[] {
  const nGroups = Math.ceil((columns[0]?.length ?? 0) / groupSize);
  const tables = columns.map((column) => patternSums(column, nGroups));
  const sums = columns.map(() => new Float64Array(rounds));
  const patterns = new Uint8Array(nGroups * blockRounds);
  for (let start = 0; start < rounds; start += blockRounds) {
    const size = Math.min(blockRounds, rounds - start);
    drawPatterns(random, patterns, nGroups, size);
    tables.forEach((table, index) => {
      addBlock(table, patterns, nGroups, sums[index].subarray(start, start + size));
    });
  }
  return sums;
}

/** `[nGroups x blockRounds]` patterns of signs, drawn round by round, eight groups a random number. */
function drawPatterns(
  random: RandomStream,
  patterns: Uint8Array,
  nGroups: number,
  size: number,
): void {
  for (let round = 0; round < size; round++) {
    let bits = 0;
    for (let group = 0; group < nGroups; group++) {
      bits = group % 8 === 0 ? random.uint32() : bits >>> groupSize;
      patterns[group * blockRounds + round] = bits & (groupPatterns - 1);
    }
  }
}

function addBlock(
  table: Float64Array,
  patterns: Uint8Array,
  nGroups: number,
  sums: Float64Array,
): void {
  for (let group = 0; group < nGroups; group++) {
    const own = group * groupPatterns;
    const drawn = group * blockRounds;
    for (let round = 0; round < sums.length; round++) {
      sums[round] += table[own + patterns[drawn + round]];
    }
  }
}

/** `[nGroups x 16]` sums of four neighbouring values under each pattern of signs. */
function patternSums(values: Float64Array, nGroups: number): Float64Array {
  const sums = new Float64Array(nGroups * groupPatterns);
  for (let index = 0; index < values.length; index++) {
    const own = Math.floor(index / groupSize) * groupPatterns;
    const bit = 1 << (index % groupSize);
    for (let pattern = 0; pattern < groupPatterns; pattern++) {
      sums[own + pattern] += (pattern & bit) === 0 ? values[index] : -values[index];
    }
  }
  return sums;
}
