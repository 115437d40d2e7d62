import { MoviolaError } from "../../common/errors.js";
import type { BatchVectors, ItemExtractor, ItemInput, ItemState } from "../contract.js";
import { hasVector } from "../store/stored-set.js";

/** Vectors of a batch, and what the extractor threw on single items of it. */
export interface BatchOutcome extends BatchVectors {
  readonly thrown: readonly unknown[];
}

/**
 * Extracts a batch and holds the extractor to its contract: a row without a vector is 0 and has a
 * state that says so; a vector of zeros or with a number that is not finite is none. When the
 * extractor fails on a batch its items are tried one by one, and those that fail alone are `broken`;
 * when all of them do, it is the extractor that is broken, and its error is thrown.
 */
export async function runBatch(
  extractor: ItemExtractor,
  batch: readonly ItemInput[],
  signal?: AbortSignal,
): Promise<BatchOutcome> {
  signal?.throwIfAborted();
  try {
    const vectors = await extractor.extract(batch, signal);
    return { ...checkVectors(vectors, batch.length, extractor), thrown: [] };
  } catch (error) {
    signal?.throwIfAborted();
    if (isFaultOfExtractor(error)) throw error;
    return runSingly(extractor, batch, error, signal);
  }
}

/** The library's own errors are about weights, devices and shapes, not about an item. */
function isFaultOfExtractor(error: unknown): boolean {
  return error instanceof MoviolaError;
}

async function runSingly(
  extractor: ItemExtractor,
  batch: readonly ItemInput[],
  cause: unknown,
  signal: AbortSignal | undefined,
): Promise<BatchOutcome> {
  const { dim } = extractor.preset;
  const values = new Float32Array(batch.length * dim);
  const states: ItemState[] = [];
  const remarks: string[] = [];
  const thrown: unknown[] = [];
  for (const [row, input] of batch.entries()) {
    signal?.throwIfAborted();
    try {
      const single = checkVectors(await extractor.extract([input], signal), 1, extractor);
      values.set(single.values, row * dim);
      states.push(single.states[0]);
      remarks.push(single.remarks[0]);
    } catch (error) {
      signal?.throwIfAborted();
      if (isFaultOfExtractor(error)) throw error;
      thrown.push(error);
      states.push("broken");
      remarks.push(error instanceof Error ? error.message : String(error));
    }
  }
  if (batch.length > 1 && thrown.length === batch.length) throw cause;
  return { values, states, remarks, thrown };
}

/** Throws `E_FEATURE_SHAPE` when the vectors are not one row an item. */
export function checkVectors(
  { values, states, remarks }: BatchVectors,
  nItems: number,
  { preset }: Pick<ItemExtractor, "preset">,
): BatchVectors {
  const { dim } = preset;
  const fits = values.length === nItems * dim && states.length === nItems;
  if (!fits || remarks.length !== nItems) {
    throw new MoviolaError("E_FEATURE_SHAPE", "An extractor gave another number of vectors", {
      where: preset.id,
      expected: `${nItems} x ${dim} numbers, ${nItems} states and remarks`,
      got: `${values.length} numbers, ${states.length} states, ${remarks.length} remarks`,
      remedy: "This is a defect of the extractor",
    });
  }
  const sound = { values: values.slice(), states: [...states], remarks: [...remarks] };
  for (let row = 0; row < nItems; row++) {
    const vector = sound.values.subarray(row * dim, (row + 1) * dim);
    const fault = faultOf(vector, states[row]);
    if (fault !== undefined) [sound.states[row], sound.remarks[row]] = fault;
    if (!hasVector(sound.states[row])) vector.fill(0);
  }
  return sound;
}

/** State and remark of a vector that is none. */
function faultOf(vector: Float32Array, state: ItemState): [ItemState, string] | undefined {
  if (!hasVector(state)) return undefined;
  if (!vector.every(Number.isFinite)) return ["broken", "a number of the vector is not finite"];
  if (vector.every((value) => value === 0)) return ["empty", "all numbers of the vector are 0"];
  return undefined;
}
