/** Writes small ONNX models (IR version 8, operator set 13). */
import { bytes, float, whole } from "./protobuf.js";

/** Element types by their ONNX numbers. */
const elementTypes = { float32: 1, int8: 3, int32: 6, int64: 7, float16: 10 } as const;
export type ElementType = keyof typeof elementTypes;

/** A constant of the graph. */
export interface Constant {
  readonly type: ElementType;
  readonly dims: readonly number[];
  readonly values: readonly number[];
}

/** An operator with its inputs, outputs and attributes. */
export interface Operator {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
}

/** An input or output of the graph; a text stands for a free size. */
export interface Port {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly (number | string)[];
}

/** A whole graph. */
export interface Graph {
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  readonly constants: Readonly<Record<string, Constant>>;
  readonly operators: readonly Operator[];
}

/** The bytes of an ONNX file. */
export function onnxModel(graph: Graph): Buffer {
  const fields = [
    ...graph.operators.map((operator) => bytes(1, nodeFields(operator))),
    bytes(2, "graph"),
    ...Object.entries(graph.constants).map(([name, constant]) =>
      bytes(5, tensorFields(name, constant)),
    ),
    ...graph.inputs.map((port) => bytes(11, portFields(port))),
    ...graph.outputs.map((port) => bytes(12, portFields(port))),
  ];
  return Buffer.concat([whole(1, 8), bytes(7, fields), bytes(8, [bytes(1, ""), whole(2, 13)])]);
}

function nodeFields({ type, inputs, outputs, attributes = {} }: Operator): Buffer[] {
  return [
    ...inputs.map((name) => bytes(1, name)),
    ...outputs.map((name) => bytes(2, name)),
    bytes(4, type),
    ...Object.entries(attributes).map(([name, value]) => bytes(5, attributeFields(name, value))),
  ];
}

/** Whole numbers and lists of them; a fraction is written as a float. */
function attributeFields(name: string, value: number | readonly number[]): Buffer[] {
  if (typeof value !== "number") {
    return [bytes(1, name), ...value.map((each) => whole(8, each)), whole(20, 7)];
  }
  return Number.isInteger(value)
    ? [bytes(1, name), whole(3, value), whole(20, 2)]
    : [bytes(1, name), float(2, value), whole(20, 1)];
}

function tensorFields(name: string, { type, dims, values }: Constant): Buffer[] {
  return [
    ...dims.map((dim) => whole(1, dim)),
    whole(2, elementTypes[type]),
    bytes(8, name),
    bytes(9, rawBytes(type, values)),
  ];
}

function rawBytes(type: ElementType, values: readonly number[]): Uint8Array {
  const typed = {
    float32: () => Float32Array.from(values),
    int8: () => Int8Array.from(values),
    int32: () => Int32Array.from(values),
    int64: () => BigInt64Array.from(values, BigInt),
    float16: () => Uint16Array.from(values),
  }[type]();
  return new Uint8Array(typed.buffer);
}

function portFields({ name, type, shape }: Port): Buffer[] {
  const dims = shape.map((size) =>
    bytes(1, [typeof size === "number" ? whole(1, size) : bytes(2, size)]),
  );
  return [bytes(1, name), bytes(2, [bytes(1, [whole(1, elementTypes[type]), bytes(2, dims)])])];
}
