/** Convolution layers, and the blocks of text and image models made of them. */
import { describeShape, shapeError } from "../axis.js";
import { relu } from "../operators/activations.js";
import { convolve, maxPool, type ConvolutionOptions } from "../operators/convolve.js";
import { add, multiply, select } from "../operators/elementwise.js";
import { matMul } from "../operators/products.js";
import { maximum, mean } from "../operators/reduce.js";
import { concat, expandAxis, reshape, slice, transpose } from "../operators/shape.js";
import type { Tensor } from "../tensor.js";
import { uniformly } from "./initial.js";
import { parameter, type Builder } from "./layers.js";

/** Settings of {@link convolution}. */
export interface ConvolutionLayerOptions extends ConvolutionOptions {
  /** Number of filters. */
  readonly outputs: number;
  /** Length of a filter along each spatial axis. */
  readonly window: number;
}

/**
 * Convolution layer `name` with a bias: `[batch x channels x ..sizes]` to `[batch x outputs x ..]`, one or
 * two spatial axes; filters start as in PyTorch's `Conv1d` and `Conv2d`. Throws `E_GRAPH_SHAPE`.
 */
export function convolution(
  builder: Builder,
  name: string,
  x: Tensor,
  { outputs, window, ...options }: ConvolutionLayerOptions,
): Tensor {
  return builder.graph.inLayer(name, () => {
    const [, channels, ...sizes] = x.shape;
    if (typeof channels !== "number") {
      throw shapeError(name, "a known number of channels", describeShape(x.shape));
    }
    const windows = sizes.map(() => window);
    const start = uniformly(1 / Math.sqrt(channels * window ** sizes.length));
    const filters = parameter(builder, "filters", [outputs, channels, ...windows], start);
    const bias = parameter(builder, "bias", [outputs], start);
    const made = convolve(x, filters, options);
    return add(made, reshape(bias, [1, outputs, ...sizes.map(() => 1)]));
  });
}

/** Settings of {@link textCnn}. */
export interface TextCnnOptions {
  /** Filters of each length. */
  readonly filters: number;
  /** Lengths of filters in tokens, each at most the text's; default 3, 4, 5. */
  readonly windows?: readonly number[];
  /** `[batch x length]` truth values: which tokens there are; the vectors of others count as 0. */
  readonly present?: Tensor;
}

/**
 * Text CNN (Kim 2014, section 2): filters of some lengths over token vectors `[batch x length x width]`,
 * ReLU, the maximum over time. Gives `[batch x (windows x filters)]`, windows outermost. Throws
 * `E_GRAPH_SHAPE`.
 */
export function textCnn(
  builder: Builder,
  name: string,
  tokens: Tensor,
  { filters, windows = [3, 4, 5], present }: TextCnnOptions,
): Tensor {
  return builder.graph.inLayer(name, () => {
    if (tokens.shape.length !== 3) {
      throw shapeError(name, "tokens [batch x length x width]", describeShape(tokens.shape));
    }
    const shown =
      present === undefined ? tokens : multiply(tokens, expandAxis(select(present, 1, 0), -1));
    const pooled = windows.map((window) => {
      const made = overTime(builder, String(window), shown, { outputs: filters, window });
      return maximum(relu(made), { axes: [1] });
    });
    return concat(pooled, -1);
  });
}

/**
 * What {@link convolution} gives for tokens, `[batch x length x width]` to `[batch x .. x outputs]`, with the
 * same parameters, as one product of all windows: the runtime's gradient of a convolution is several times
 * slower.
 */
function overTime(
  builder: Builder,
  name: string,
  tokens: Tensor,
  { outputs, window }: Pick<ConvolutionLayerOptions, "outputs" | "window">,
): Tensor {
  return builder.graph.inLayer(name, () => {
    const [, length, width] = tokens.shape;
    if (typeof length !== "number" || typeof width !== "number" || window > length) {
      const expected = `[batch x length x width] with a length from ${window} up`;
      throw shapeError(name, expected, describeShape(tokens.shape));
    }
    const start = uniformly(1 / Math.sqrt(width * window));
    const filters = parameter(builder, "filters", [outputs, width, window], start);
    const bias = parameter(builder, "bias", [outputs], start);
    const shifted = Array.from({ length: window }, (_unused, at) =>
      slice(tokens, 1, at, at + length - window + 1),
    );
    const weights = reshape(transpose(filters, [2, 1, 0]), [window * width, outputs]);
    return add(matMul(concat(shifted, -1), weights), bias);
  });
}

/** Settings of {@link imageCnn}. */
export interface ImageCnnOptions {
  /** Filters of each block, such as `[16, 32, 64]`. */
  readonly blocks: readonly number[];
  /** Length and width of the filters, odd; default 3. */
  readonly window?: number;
}

/**
 * Image CNN: blocks of convolution (size kept by zeros around), ReLU and the maximum of 2 x 2, then the mean
 * over the plane. `[batch x channels x height x width]`, both multiples of 2^blocks, gives
 * `[batch x filters of the last block]`. Throws `E_GRAPH_SHAPE`.
 */
export function imageCnn(
  builder: Builder,
  name: string,
  pixels: Tensor,
  { blocks, window = 3 }: ImageCnnOptions,
): Tensor {
  return builder.graph.inLayer(name, () => {
    if (pixels.shape.length !== 4 || window % 2 === 0) {
      const got = `${describeShape(pixels.shape)} and a window of ${window}`;
      throw shapeError(name, "[batch x channels x height x width] and an odd window", got);
    }
    const last = blocks.reduce((x, outputs, at) => {
      const options = { outputs, window, padding: (window - 1) / 2 };
      return maxPool(relu(convolution(builder, String(at), x, options)), 2);
    }, pixels);
    return mean(last, { axes: [-2, -1] });
  });
}
