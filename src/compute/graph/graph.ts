import { MoviolaError } from "../../common/errors.js";
import type { Shape } from "./axis.js";
import { maskKey } from "./random-mask.js";
import type {
  Attributes,
  Backward,
  ElementType,
  HostWork,
  Operation,
  Tensor,
  Values,
} from "./tensor.js";

export type { Values } from "./tensor.js";

/** A tensor that training changes. */
export interface Parameter {
  /** Of the same shape. */
  readonly tensor: Tensor;
  readonly shape: readonly number[];
  /** Values before the first step, `[product of shape]`. */
  readonly initial: Float32Array;
}

/** An input of any shape that is drawn at every step. */
export interface RandomMask {
  readonly tensor: Tensor;
  /** Probability of false. */
  readonly rate: number;
  readonly key: number;
}

/** An input of any shape, whose numbers are drawn at every step, uniform above 0 and below 1. */
export interface RandomNoise {
  readonly tensor: Tensor;
  readonly key: number;
}

/** What `addOperation` needs; `outputs` says the shapes that the operation gives for those of `inputs`. */
export interface OperationRequest {
  readonly type: string;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly { readonly shape: Shape; readonly type: ElementType }[];
  readonly attributes?: Attributes;
  readonly backward?: Backward;
  readonly host?: HostWork;
}

/**
 * A computation that is being written down: functions of `operators/` add to it, `differentiate` adds its
 * gradient, and a session runs it. Shapes are checked as it is built.
 */
export class Graph {
  /** By name. */
  readonly inputs: Map<string, Tensor> = new Map();
  readonly parameters: Map<string, Parameter> = new Map();
  readonly constants: Map<string, { readonly tensor: Tensor; readonly values: Values }> = new Map();
  /** Inputs that a training step draws by itself: which elements dropout keeps, by name. */
  readonly masks: Map<string, RandomMask> = new Map();
  /** Inputs of numbers that a training step draws by itself, by name. */
  readonly noises: Map<string, RandomNoise> = new Map();
  /** In the order they were added, which is one in which they can be run. */
  readonly operations: Operation[] = [];
  readonly #layers: string[] = [];
  #nNames = 0;

  /** Where the builder is, for messages and names: the open layers, such as `encoder/0`. */
  get layer(): string {
    return this.#layers.join("/");
  }

  /** Builds with `name` as the innermost layer. */
  inLayer<Result>(name: string, build: () => Result): Result {
    this.#layers.push(name);
    try {
      return build();
    } finally {
      this.#layers.pop();
    }
  }

  /** A tensor that every run is given. Throws `E_GRAPH_NAME` for a name that is taken. */
  input(name: string, shape: Shape, type: ElementType = "float32"): Tensor {
    this.#claim(name);
    const tensor: Tensor = { graph: this, name, shape, type };
    this.inputs.set(name, tensor);
    return tensor;
  }

  /**
   * A tensor that training changes, named after the open layers; `initial` has one value an element.
   * Throws `E_GRAPH_NAME` and, for a wrong number of values, `E_GRAPH_SHAPE`.
   */
  parameter(name: string, shape: readonly number[], initial: Float32Array): Tensor {
    const fullName = [...this.#layers, name].join("/");
    this.#claim(fullName);
    checkLength(fullName, shape, initial.length);
    const tensor: Tensor = { graph: this, name: fullName, shape, type: "float32" };
    this.parameters.set(fullName, { tensor, shape, initial });
    return tensor;
  }

  /** A truth value for each element of a shape, true with the probability 1 - `rate`; see `random-mask.ts`. */
  randomMask(shape: Shape, rate: number, seed: number): Tensor {
    const tensor = this.input(this.#newName("mask"), shape, "bool");
    this.masks.set(tensor.name, { tensor, rate, key: maskKey(seed, `dropout ${tensor.name}`) });
    return tensor;
  }

  /** A number for each element of a shape, uniform above 0 and below 1; see `random-mask.ts`. */
  randomUniform(shape: Shape, seed: number): Tensor {
    const tensor = this.input(this.#newName("noise"), shape);
    this.noises.set(tensor.name, { tensor, key: maskKey(seed, `noise ${tensor.name}`) });
    return tensor;
  }

  /** A tensor that never changes. */
  constant(values: Values, shape: readonly number[] = [values.length]): Tensor {
    const name = this.#newName("constant");
    checkLength(name, shape, values.length);
    const tensor: Tensor = { graph: this, name, shape, type: typeOfValues(values) };
    this.constants.set(name, { tensor, values });
    return tensor;
  }

  /** A constant number without axes. */
  scalar(value: number): Tensor {
    return this.constant(Float32Array.of(value), []);
  }

  /** Adds an operation; for the functions of `operators/`. */
  addOperation(request: OperationRequest): readonly Tensor[] {
    const { type, inputs, attributes = {}, backward, host } = request;
    const stranger = inputs.find((tensor) => tensor.graph !== this);
    if (stranger !== undefined) throw strangerError(stranger.name, type);
    const outputs: Tensor[] = [];
    const operation: Operation = {
      type,
      inputs,
      outputs,
      attributes,
      ...(backward === undefined ? {} : { backward }),
      ...(host === undefined ? {} : { host }),
    };
    for (const output of request.outputs) {
      outputs.push({ graph: this, name: this.#newName(type), ...output, operation });
    }
    this.operations.push(operation);
    return outputs;
  }

  #newName(kind: string): string {
    return [...this.#layers, `${kind}_${this.#nNames++}`].join("/");
  }

  #claim(name: string): void {
    if (name !== "" && !this.inputs.has(name) && !this.parameters.has(name)) return;
    throw new MoviolaError("E_GRAPH_NAME", "A tensor of a graph needs a name of its own", {
      expected: "a name that no input or parameter has",
      got: JSON.stringify(name),
      remedy: "Give the layer another name",
    });
  }
}

function checkLength(where: string, shape: readonly number[], length: number): void {
  const needed = shape.reduce((product, size) => product * size, 1);
  if (needed === length) return;
  throw new MoviolaError("E_GRAPH_SHAPE", "Values do not fill their shape", {
    where,
    expected: `${needed} values for [${shape.join(" x ")}]`,
    got: String(length),
  });
}

function typeOfValues(values: Values): ElementType {
  if (values instanceof Float32Array) return "float32";
  if (values instanceof Int32Array) return "int32";
  return values instanceof BigInt64Array ? "int64" : "bool";
}

function strangerError(name: string, operator: string): MoviolaError {
  return new MoviolaError("E_GRAPH_MIXED", "An operator cannot combine tensors of two graphs", {
    where: operator,
    expected: "tensors of one graph",
    got: `${name} of another`,
    remedy: "Build the whole model in one graph",
  });
}
