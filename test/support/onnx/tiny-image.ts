/** Image encoders with the inputs and outputs of ViT, CLIP, ResNet and MobileNet, but few numbers. */
import { onnxModel, type Operator, type Port } from "./model.js";

/** How a tiny encoder is made. */
export interface TinyImage {
  readonly dim: number;
  /**
   * `rows`: `[batch, 5, dim]`, four quarters after their sum, as ViT's class token stands first;
   * `map`: `[batch, dim, 1, 1]`, as ResNet's pooling leaves it; `vector`: `[batch, dim]`.
   */
  readonly shape: "rows" | "map" | "vector";
  readonly output: string;
  readonly input?: string;
}

/** How much of channel `channel` is in number `at`. */
export function channelWeight(at: number, channel: number): number {
  return Math.fround(Math.cos(at * 0.9 + channel * 2));
}

/** The vector of a square whose channels have these means. */
export function expectedVector(means: readonly number[], dim: number): number[] {
  return Array.from({ length: dim }, (_unused, at) =>
    means.reduce((sum, mean, channel) => sum + mean * channelWeight(at, channel), 0),
  );
}

/** The bytes of the ONNX file, for squares of 224. */
export function tinyImageModel({ dim, shape, output, input = "pixel_values" }: TinyImage): Buffer {
  const weights = Array.from({ length: dim }, (_unused, at) =>
    [0, 1, 2].map((channel) => channelWeight(at, channel)),
  ).flat();
  const port: Port = { name: input, type: "float32", shape: ["batch", 3, 224, 224] };
  const sizes = { rows: ["batch", 5, dim], map: ["batch", dim, 1, 1], vector: ["batch", dim] };
  return onnxModel({
    inputs: [port],
    outputs: [{ name: output, type: "float32", shape: sizes[shape] }],
    constants: {
      weights: { type: "float32", dims: [dim, 3, 1, 1], values: weights },
      flat: { type: "int64", dims: [2], values: [0, dim] },
      second: { type: "int64", dims: [1], values: [1] },
      places: { type: "int64", dims: [3], values: [0, dim, 4] },
    },
    operators: shape === "rows" ? rowOperators(input, output) : poolOperators(input, output, shape),
  });
}

function poolOperators(input: string, output: string, shape: "map" | "vector"): Operator[] {
  const map = shape === "map" ? output : "map";
  const operators: Operator[] = [
    { type: "GlobalAveragePool", inputs: [input], outputs: ["means"] },
    { type: "Conv", inputs: ["means", "weights"], outputs: [map] },
  ];
  if (shape === "map") return operators;
  return [...operators, { type: "Reshape", inputs: ["map", "flat"], outputs: [output] }];
}

function rowOperators(input: string, output: string): Operator[] {
  const windows = { kernel_shape: [112, 112], strides: [112, 112] };
  return [
    { type: "AveragePool", inputs: [input], outputs: ["quarters"], attributes: windows },
    { type: "Conv", inputs: ["quarters", "weights"], outputs: ["map"] },
    { type: "Reshape", inputs: ["map", "places"], outputs: ["columns"] },
    { type: "Transpose", inputs: ["columns"], outputs: ["rows"], attributes: { perm: [0, 2, 1] } },
    { type: "ReduceSum", inputs: ["rows", "second"], outputs: ["first"] },
    { type: "Concat", inputs: ["first", "rows"], outputs: [output], attributes: { axis: 1 } },
  ];
}
