/** Convolution and pooling. */
import { MoviolaError } from "../../../common/errors.js";
import { describeShape, shapeError, type Axis, type Shape } from "../axis.js";
import type { Tensor } from "../tensor.js";
import { single, whereOf } from "./operand.js";
import { maximum } from "./reduce.js";
import { reshape, slice, transpose } from "./shape.js";

/** Settings of {@link convolve}, the same along all spatial axes. */
export interface ConvolutionOptions {
  /** Default 1. */
  readonly stride?: number;
  /** Zeros before and behind; default 0. */
  readonly padding?: number;
}

/**
 * Convolution (cross-correlation, as PyTorch's `conv1d` and `conv2d`): `x` `[batch x channels x ..sizes]`
 * with `filters` `[outputs x channels x ..window]` gives `[batch x outputs x ..]`, each size
 * floor((size + 2 padding - window) / stride) + 1. One or two spatial axes, of known sizes. Throws
 * `E_GRAPH_SHAPE` and `E_GRAPH_OPTION`.
 */
export function convolve(
  x: Tensor,
  filters: Tensor,
  { stride = 1, padding = 0 }: ConvolutionOptions = {},
): Tensor {
  const where = whereOf("convolve", x);
  requireWhole(where, "stride", stride, 1);
  requireWhole(where, "padding", padding, 0);
  const [sizes, window] = spatialSizes(x, filters, where);
  const padded = sizes.map((size) => size + 2 * padding);
  if (window.some((size, k) => size > padded[k])) {
    throw shapeError(where, `a window within ${describeShape(padded)}`, describeShape(window));
  }
  const out = padded.map((size, k) => Math.floor((size - window[k]) / stride) + 1);
  const pads = [...sizes, ...sizes].map(() => padding);
  const strides = sizes.map(() => stride);
  // Elements at the end that no window reaches.
  const rest = padded.map((size, k) => (size - window[k]) % stride);
  return single("Conv", [x, filters], [x.shape[0], filters.shape[0], ...out], {
    attributes: { strides, pads },
    backward: ([gradient]) => [
      single("ConvTranspose", [gradient!, filters], x.shape, {
        attributes: { strides, pads, output_padding: rest },
      }),
      gradientOfFilters(x, gradient!, { strides, pads, rest, window }),
    ],
  });
}

/** The windows over `x` weighted by `gradient`: a convolution with batch and channels exchanged. */
function gradientOfFilters(
  x: Tensor,
  gradient: Tensor,
  parts: Readonly<Record<"strides" | "pads" | "rest" | "window", readonly number[]>>,
): Tensor {
  const { strides, pads, rest, window } = parts;
  const exchanged = [1, 0, ...window.map((_size, k) => k + 2)];
  const [inputs, outputs] = [x, gradient].map((tensor) => transpose(tensor, exchanged));
  const shape: Shape = [x.shape[1], gradient.shape[1], ...window.map((size, k) => size + rest[k])];
  const full = single("Conv", [inputs, outputs], shape, {
    attributes: { dilations: strides, pads },
  });
  const cut = window.reduce((tensor, size, k) => slice(tensor, k + 2, 0, size), full);
  return transpose(cut, exchanged);
}

/**
 * Largest value in windows that do not overlap, `window` long along each spatial axis of
 * `[batch x channels x ..sizes]`; the gradient goes to it, shared by equals. Throws `E_GRAPH_SHAPE` for
 * sizes that are no multiples of the window.
 */
export function maxPool(x: Tensor, window: number): Tensor {
  const where = whereOf("maxPool", x);
  requireWhole(where, "window", window, 1);
  const [batch, channels, ...sizes] = x.shape;
  const shape: Axis[] = [batch, channels];
  for (const size of sizes) {
    if (typeof size !== "number" || size % window !== 0) {
      throw shapeError(where, `sizes that are multiples of ${window}`, describeShape(x.shape));
    }
    shape.push(size / window, window);
  }
  return maximum(reshape(x, shape), { axes: sizes.map((_size, k) => 3 + 2 * k) });
}

function spatialSizes(x: Tensor, filters: Tensor, where: string): [number[], number[]] {
  const known = (shape: Shape): number[] =>
    shape.slice(2).filter((axis): axis is number => typeof axis === "number");
  const [sizes, window] = [known(x.shape), known(filters.shape)];
  const rank = x.shape.length;
  const fits =
    (rank === 3 || rank === 4) &&
    filters.shape.length === rank &&
    sizes.length === rank - 2 &&
    window.length === rank - 2 &&
    x.shape[1] === filters.shape[1];
  if (fits) return [sizes, window];
  throw shapeError(
    where,
    "[batch x channels x ..sizes] and [outputs x channels x ..window], 1 or 2 known sizes",
    `${describeShape(x.shape)} and ${describeShape(filters.shape)}`,
  );
}

function requireWhole(where: string, name: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new MoviolaError("E_GRAPH_OPTION", "An operator has a setting it cannot have", {
    where: `${where}, ${name}`,
    expected: `a whole number from ${least}`,
    got: String(value),
  });
}
