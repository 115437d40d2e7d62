import { dimAxisOf, ranksOf } from "./pooling.js";
import type { EncoderSpec } from "./encoder.js";
import type { AnyNeuralSpec, TextSpec } from "./spec.js";
import { optionalTextInputs, textFeeds } from "./text/text-feeds.js";

/** What a preset's model must look like, and how it is fed. */
export function encoderSpec(spec: AnyNeuralSpec, path: string, paddingId: number): EncoderSpec {
  const { output, pooling, unitLength } = spec;
  const { dim } = spec.preset;
  const isText = spec.modality === "text";
  return {
    ...{ output, pooling, unitLength },
    expected: {
      path,
      output,
      required: [spec.input],
      optional: isText ? optionalTextInputs : [],
      rank: isText ? 2 : 4,
      outputRanks: ranksOf(pooling),
      dimAxis: dimAxisOf(pooling),
      ...(dim > 0 ? { dim } : {}),
    },
    feeds: isText ? textFeeder(spec, paddingId) : imageFeeder(spec.input, spec.pixels.crop),
  };
}

function textFeeder({ input }: TextSpec, paddingId: number): EncoderSpec["feeds"] {
  return (session, items) =>
    textFeeds(
      session,
      items.map((item) => item.data as Int32Array),
      paddingId,
      input,
    );
}

function imageFeeder(input: string, size: number): EncoderSpec["feeds"] {
  return (_session, items) => {
    const length = 3 * size * size;
    const data = new Float32Array(items.length * length);
    items.forEach((item, at) => {
      data.set(item.data, at * length);
    });
    return { [input]: { data, dims: [items.length, 3, size, size] } };
  };
}
