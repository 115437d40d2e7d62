/** One open model that turns prepared items into vectors, on one device. */
import type { Device } from "../contract.js";
import type { Precision } from "./model-files.js";
import type { AnyNeuralSpec } from "./spec.js";
import type { NeuralSession } from "./session/session.js";
import { shapeError, type ExpectedModel } from "./session/check-model.js";
import type { Feeds } from "./session/tensor.js";
import { dimAxisOf, pool, ranksOf, scaleToUnit, type Pooling } from "./pooling.js";

/** An item as the session gets it. */
export interface PreparedItem {
  /** Items of one shape may share a run: `t32` of 32 tokens, `p224` of 224 pixels. */
  readonly shape: string;
  /** `[tokens]` or `[3 x size x size]`. */
  readonly data: Int32Array | Float32Array;
  /** Rows of the output that a mean counts; undefined: all. */
  readonly rows?: readonly boolean[];
}

/** What the vectors are read from. */
export interface EncoderSpec {
  readonly expected: ExpectedModel;
  readonly output: string;
  readonly pooling: Pooling;
  readonly unitLength: boolean;
  /** Builds the inputs of items of one shape. */
  feeds(session: NeuralSession, items: readonly PreparedItem[]): Feeds;
}

/** One vector an item, in order. All items must have one shape. */
export async function encode(
  session: NeuralSession,
  spec: EncoderSpec,
  items: readonly PreparedItem[],
): Promise<Float32Array[]> {
  const output = await session.run(spec.feeds(session, items), spec.output);
  const { dims } = output;
  const { dim } = spec.expected;
  const size = dims[dimAxisOf(spec.pooling)];
  const fits = ranksOf(spec.pooling).includes(dims.length) && dims[0] === items.length;
  if (!fits || (dim !== undefined && size !== dim)) {
    throw shapeError(spec.expected, `[${dims.join(", ")}] for ${items.length} items`);
  }
  return items.map((item, at) => {
    const vector = pool(output, at, spec.pooling, item.rows);
    if (spec.unitLength) scaleToUnit(vector);
    return vector;
  });
}

/**
 * Items of one shape that share a run. On the CPU each item has its own unless the preset says
 * otherwise: it costs next to nothing there, and it makes a vector the same to the bit whatever else is
 * in the batch, also with weights whose activations are quantised by the largest value of a run. On a
 * GPU items share runs, except with such weights.
 */
export function itemsARun(device: Device, spec: AnyNeuralSpec, precision: Precision): number {
  if (device === "cpu") return spec.cpuRun ?? 1;
  return precision === "q8" && spec.cpuRun === undefined ? 1 : 32;
}

/** Vectors of items of any shapes, in order, with up to `perRun` items of one shape in a run. */
export async function encodeAll(
  session: NeuralSession,
  spec: EncoderSpec,
  items: readonly PreparedItem[],
  perRun: number,
): Promise<Float32Array[]> {
  const vectors = new Array<Float32Array>(items.length);
  const byShape = new Map<string, number[]>();
  items.forEach(({ shape }, at) => {
    byShape.set(shape, [...(byShape.get(shape) ?? []), at]);
  });
  for (const positions of byShape.values()) {
    for (let start = 0; start < positions.length; start += perRun) {
      const run = positions.slice(start, start + perRun);
      const encoded = await encode(
        session,
        spec,
        run.map((at) => items[at]),
      );
      run.forEach((at, nth) => {
        vectors[at] = encoded[nth];
      });
    }
  }
  return vectors;
}
