/** Convolution and its transpose from their definitions, one and two spatial axes, in double precision. */
import type { Attributes } from "../../../../src/compute/graph/tensor.js";
import { at, build, count, type RealArray } from "./array.js";

interface Geometry {
  readonly strides: readonly number[];
  readonly pads: readonly number[];
  readonly dilations: readonly number[];
}

function geometry(attributes: Attributes, rank: number): Geometry {
  const list = (name: string, other: number, length: number): readonly number[] =>
    (attributes[name] as readonly number[] | undefined) ?? Array<number>(length).fill(other);
  return {
    strides: list("strides", 1, rank),
    pads: list("pads", 0, 2 * rank),
    dilations: list("dilations", 1, rank),
  };
}

/** Output (n, o, t) is the sum over c and k of x(n, c, t stride + k dilation - pad) w(o, c, k). */
export function conv([x, w]: readonly RealArray[], attributes: Attributes): readonly RealArray[] {
  const [sizes, window] = [x.sizes.slice(2), w.sizes.slice(2)];
  const { strides, pads, dilations } = geometry(attributes, sizes.length);
  const out = sizes.map((size, k) => {
    const reach = size + pads[k] + pads[k + sizes.length] - dilations[k] * (window[k] - 1) - 1;
    return Math.floor(reach / strides[k]) + 1;
  });
  return [
    build([x.sizes[0], w.sizes[0], ...out], ([n, o, ...place]) => {
      let sum = 0;
      build(w.sizes.slice(1), ([channel, ...offset]) => {
        const from = place.map((t, k) => t * strides[k] + offset[k] * dilations[k] - pads[k]);
        if (from.some((position, k) => position < 0 || position >= sizes[k])) return 0;
        sum += at(x, [n, channel, ...from]) * at(w, [o, channel, ...offset]);
        return 0;
      });
      return sum;
    }),
  ];
}

/** Each input (n, o, t) adds x(n, o, t) w(o, c, k) to the output (n, c, t stride + k - pad). */
export function convTranspose(
  [x, w]: readonly RealArray[],
  attributes: Attributes,
): readonly RealArray[] {
  const [sizes, window] = [x.sizes.slice(2), w.sizes.slice(2)];
  const { strides, pads } = geometry(attributes, sizes.length);
  const more = attributes.output_padding as readonly number[];
  const out = sizes.map(
    (size, k) => strides[k] * (size - 1) + window[k] + more[k] - pads[k] - pads[k + sizes.length],
  );
  const shape = [x.sizes[0], w.sizes[1], ...out];
  const values = new Float64Array(count(shape));
  build(x.sizes, ([n, o, ...place]) => {
    build(w.sizes.slice(1), ([channel, ...offset]) => {
      const to = place.map((t, k) => t * strides[k] + offset[k] - pads[k]);
      if (to.some((position, k) => position < 0 || position >= out[k])) return 0;
      const target = [n, channel, ...to].reduce((sum, index, k) => sum * shape[k] + index, 0);
      values[target] += at(x, [n, o, ...place]) * at(w, [o, channel, ...offset]);
      return 0;
    });
    return 0;
  });
  return [{ sizes: shape, values }];
}
