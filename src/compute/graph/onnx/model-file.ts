/** A graph as the bytes of an ONNX file (IR version 9, operator set 20). */
import type { Shape } from "../axis.js";
import type { Graph, Values } from "../graph.js";
import type { Attributes, ElementType, Operation, Tensor } from "../tensor.js";
import { bytes, float, whole } from "./protobuf.js";

/** Types of elements by their ONNX numbers. */
const onnxTypes: { readonly [type in ElementType]: number } = {
  float32: 1,
  int32: 6,
  int64: 7,
  bool: 9,
};

const irVersion = 9;
const operatorSet = 20;

/** An output of the file: a tensor under a name of its own, or under its own if an operation makes it. */
export interface NamedOutput {
  readonly name: string;
  readonly tensor: Tensor;
}

/** What a file holds besides its bytes. */
export interface OnnxFile {
  readonly content: Buffer;
  /** Inputs and parameters that the outputs depend on. */
  readonly inputs: readonly Tensor[];
}

/** What becomes of tensors that a file's operations need. */
export interface FileBoundary {
  /** Inputs and parameters that become constants with these values. */
  readonly fixed?: ReadonlyMap<Tensor, Float32Array>;
  /** Tensors that become inputs; what makes them is left out. */
  readonly cuts?: ReadonlySet<Tensor>;
}

/**
 * The part of the graph that `outputs` depend on. Inputs and parameters become the file's inputs, but for
 * those that the boundary fixes.
 */
export function onnxFile(
  graph: Graph,
  outputs: readonly NamedOutput[],
  { fixed = new Map(), cuts = new Set() }: FileBoundary = {},
): OnnxFile {
  const targets = outputs.map(({ tensor }) => tensor);
  const operations = operationsBehind(graph, targets, cuts);
  const used = new Set(operations.flatMap(({ inputs }) => inputs));
  for (const tensor of targets) used.add(tensor);
  const parameters = [...graph.parameters.values()].map(({ tensor }) => tensor);
  const open = [...graph.inputs.values(), ...parameters, ...cuts];
  const inputs = open.filter((tensor) => used.has(tensor) && !fixed.has(tensor));
  const constants = [
    ...[...graph.constants.values()].filter(({ tensor }) => used.has(tensor)),
    ...[...fixed]
      .filter(([tensor]) => used.has(tensor))
      .map(([tensor, values]) => ({ tensor, values })),
  ];
  const fields = [
    ...operations.map((operation) => bytes(1, nodeFields(operation))),
    ...outputs
      .filter(({ name, tensor }) => name !== tensor.name)
      .map(({ name, tensor }) => bytes(1, copyFields(tensor.name, name))),
    bytes(2, "moviola"),
    ...constants.map(({ tensor, values }) => bytes(5, tensorFields(tensor, values))),
    ...inputs.map((tensor) => bytes(11, portFields(tensor.name, tensor))),
    ...outputs.map(({ name, tensor }) => bytes(12, portFields(name, tensor))),
  ];
  const content = Buffer.concat([
    whole(1, irVersion),
    bytes(2, "moviola"),
    bytes(7, fields),
    bytes(8, [bytes(1, ""), whole(2, operatorSet)]),
  ]);
  return { content, inputs };
}

/** What makes `targets`, in the order it can be run; `cuts` are taken as known. */
export function operationsBehind(
  graph: Graph,
  targets: readonly Tensor[],
  cuts: ReadonlySet<Tensor> = new Set(),
): Operation[] {
  const wanted = new Set<Operation>();
  const makerOf = (tensor: Tensor): Operation[] =>
    tensor.operation === undefined || cuts.has(tensor) ? [] : [tensor.operation];
  const open = targets.flatMap(makerOf);
  for (let operation = open.pop(); operation !== undefined; operation = open.pop()) {
    if (wanted.has(operation)) continue;
    wanted.add(operation);
    open.push(...operation.inputs.flatMap(makerOf));
  }
  return graph.operations.filter((operation) => wanted.has(operation));
}

function nodeFields({ type, inputs, outputs, attributes }: Operation): Buffer[] {
  return [
    ...inputs.map(({ name }) => bytes(1, name)),
    ...outputs.map(({ name }) => bytes(2, name)),
    bytes(3, outputs[0].name),
    bytes(4, type),
    ...Object.entries(attributes).map(([name, value]) => bytes(5, attributeFields(name, value))),
  ];
}

/** A tensor under another name: two outputs may be the same tensor. */
function copyFields(from: string, to: string): Buffer[] {
  return [bytes(1, from), bytes(2, to), bytes(4, "Identity")];
}

/** Attributes that ONNX declares as real numbers, also where their value happens to be whole. */
const realAttributes = ["epsilon", "alpha"];

/** Whole numbers, lists of them, text, and real numbers in single precision. */
function attributeFields(name: string, value: Attributes[string]): Buffer[] {
  if (typeof value === "string") return [bytes(1, name), bytes(4, value), whole(20, 3)];
  if (typeof value !== "number") {
    return [bytes(1, name), ...value.map((each) => whole(8, each)), whole(20, 7)];
  }
  return Number.isInteger(value) && !realAttributes.includes(name)
    ? [bytes(1, name), whole(3, value), whole(20, 2)]
    : [bytes(1, name), float(2, value), whole(20, 1)];
}

function tensorFields(tensor: Tensor, values: Values): Buffer[] {
  const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return [
    ...tensor.shape.map((size) => whole(1, Number(size))),
    whole(2, onnxTypes[tensor.type]),
    bytes(8, tensor.name),
    bytes(9, raw),
  ];
}

function portFields(name: string, { shape, type }: { shape: Shape; type: ElementType }): Buffer[] {
  const sizes = shape.map((axis) =>
    bytes(1, [typeof axis === "number" ? whole(1, axis) : bytes(2, axis)]),
  );
  const tensorType = bytes(1, [whole(1, onnxTypes[type]), bytes(2, sizes)]);
  return [bytes(1, name), bytes(2, [tensorType])];
}
