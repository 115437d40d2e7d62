/** Whether a device gives the vectors that the CPU gives, and how fast. */
import type { EncoderSpec, PreparedItem } from "../neural/encoder.js";
import { encode } from "../neural/encoder.js";
import type { NeuralSession } from "../neural/session/session.js";

/**
 * How far a device's vectors may be from the CPU's. Float32 sums in another order differ by about 1e-6
 * of the largest number; half precision keeps 11 bits, and matrix units of GPUs that round factors to
 * as many do the same to float32.
 */
export const selfTestTolerance = {
  /** Least cosine between the two vectors of an item. */
  cosine: 0.9999,
  /** Largest difference of a number, as a share of the largest number of the vector. */
  relative: 0.01,
} as const;

/** What a self-test gave. */
export interface SelfTestResult {
  readonly passed: boolean;
  /** The lowest cosine and the largest relative difference over the items. */
  readonly cosine: number;
  readonly relative: number;
  /** Milliseconds an item, after a first run that is not counted. */
  readonly cpuMs: number;
  readonly deviceMs: number;
}

/** Runs `items` on both sessions. */
export async function selfTest(
  cpu: NeuralSession,
  device: NeuralSession,
  spec: EncoderSpec,
  items: readonly PreparedItem[],
): Promise<SelfTestResult> {
  const [expected, cpuMs] = await timed(cpu, spec, items);
  const [got, deviceMs] = await timed(device, spec, items);
  const pairs = expected.map((vector, at) => compareVectors(vector, got[at]));
  const cosine = Math.min(...pairs.map((pair) => pair.cosine));
  const relative = Math.max(...pairs.map((pair) => pair.relative));
  const passed = cosine >= selfTestTolerance.cosine && relative <= selfTestTolerance.relative;
  return { passed, cosine, relative, cpuMs, deviceMs };
}

async function timed(
  session: NeuralSession,
  spec: EncoderSpec,
  items: readonly PreparedItem[],
): Promise<[vectors: readonly Float32Array[], ms: number]> {
  const vectors = [];
  for (const item of items) vectors.push(...(await encode(session, spec, [item])));
  const start = performance.now();
  for (const item of items) await encode(session, spec, [item]);
  return [vectors, (performance.now() - start) / items.length];
}

/** Cosine, and the largest difference as a share of the largest number; NaN counts as far. */
export function compareVectors(
  expected: Float32Array,
  got: Float32Array,
): { readonly cosine: number; readonly relative: number } {
  let [dot, squares, gotSquares, largest, difference] = [0, 0, 0, 0, 0];
  expected.forEach((value, at) => {
    dot += value * got[at];
    squares += value * value;
    gotSquares += got[at] * got[at];
    largest = Math.max(largest, Math.abs(value));
    difference = Math.max(difference, Math.abs(value - got[at]));
  });
  const cosine = dot / Math.sqrt(squares * gotSquares);
  const relative = difference / largest;
  return {
    cosine: Number.isNaN(cosine) ? -1 : cosine,
    relative: Number.isNaN(relative) ? Infinity : relative,
  };
}
