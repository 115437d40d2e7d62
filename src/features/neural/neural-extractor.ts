import type { BatchVectors, ItemExtractor, ItemInput } from "../contract.js";
import { encodeAll, type EncoderSpec } from "./encoder.js";
import type { ItemPreparer, Preparation } from "./prepare-items.js";
import type { NeuralSession } from "./session/session.js";

/** Parts that an extractor is made of. */
export interface ExtractorParts extends Pick<
  ItemExtractor,
  "preset" | "identity" | "weights" | "deviceReason"
> {
  readonly session: NeuralSession;
  readonly encoder: EncoderSpec;
  readonly prepare: ItemPreparer;
  /** Items of one shape that share a run. */
  readonly perRun: number;
  /** Items a batch. */
  readonly batchSize: number;
}

/** Items that are prepared while others run; libuv decodes on four threads by default. */
const preparedAhead = 8;

/** An extractor over an open session. */
export function neuralExtractor(parts: ExtractorParts): ItemExtractor {
  const { preset, identity, weights, session, batchSize, deviceReason } = parts;
  return {
    kind: "item",
    ...{ preset, identity, batchSize },
    device: session.device,
    ...(weights === undefined ? {} : { weights }),
    ...(deviceReason === undefined ? {} : { deviceReason }),
    extract: (batch, signal) => extractBatch(parts, batch, signal),
    prepare: async (input) => (await parts.prepare(input)).item?.data,
    close: () => session.close(),
  };
}

async function extractBatch(
  parts: ExtractorParts,
  batch: readonly ItemInput[],
  signal: AbortSignal | undefined,
): Promise<BatchVectors> {
  const { dim } = parts.preset;
  const values = new Float32Array(batch.length * dim);
  const results: Preparation[] = [];
  for await (const chunk of prepareAhead(batch, parts.prepare, parts.perRun)) {
    signal?.throwIfAborted();
    const items = chunk.flatMap(({ item }) => item ?? []);
    const vectors = await encodeAll(parts.session, parts.encoder, items, parts.perRun);
    for (const preparation of chunk) {
      const vector = preparation.item === undefined ? undefined : vectors.shift();
      if (vector === undefined) results.push(preparation);
      else results.push(take(vector, preparation, values.subarray(results.length * dim)));
    }
  }
  return {
    values,
    states: results.map(({ state }) => state),
    remarks: results.map(({ remark }) => remark),
  };
}

/** Puts a vector into its row; one that says nothing gets a state instead. */
function take(vector: Float32Array, preparation: Preparation, row: Float32Array): Preparation {
  if (!vector.every(Number.isFinite)) {
    return { state: "broken", remark: "the model gave a number that is not finite" };
  }
  if (vector.every((value) => value === 0)) {
    return { state: "empty", remark: "the model gave the zero vector" };
  }
  row.set(vector);
  return preparation;
}

/** Preparations in order, `size` at a time, with some more under way. */
async function* prepareAhead(
  batch: readonly ItemInput[],
  prepare: ItemPreparer,
  size: number,
): AsyncGenerator<Preparation[]> {
  const underWay: Promise<Preparation>[] = [];
  let next = 0;
  try {
    for (let done = 0; done < batch.length;) {
      while (next < batch.length && underWay.length < size - 1 + preparedAhead) {
        underWay.push(prepare(batch[next++]));
      }
      const chunk = await Promise.all(underWay.splice(0, size));
      done += chunk.length;
      yield chunk;
    }
  } finally {
    await Promise.allSettled(underWay);
  }
}
