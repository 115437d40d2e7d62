import { MoviolaError } from "../../common/errors.js";
import { writeFileAtomic } from "../../common/files.js";
import { createRandom } from "../random.js";
import { sizeOf } from "./axis.js";
import type { Graph, Values } from "./graph.js";
import { onnxFile, operationsBehind } from "./onnx/model-file.js";
import { openFile, type Feeds, type GraphSession } from "./file-session.js";
import { openSession } from "./session.js";
import type { Tensor } from "./tensor.js";

/** Inputs to try an exported graph with, and how long its named axes are. */
export interface Trial {
  readonly feeds: Feeds;
  readonly sizes: Readonly<Record<string, number>>;
}

/** Largest difference between an exported graph and the live one, relative to the largest value. */
const tolerance = 1e-5;

/** No protobuf message may be longer. */
const mostBytes = 2 ** 31 - 1;

/**
 * The part of a graph that `outputs` depend on as an ONNX file for use (IR version 9, operator set 20), with
 * `parameters` as constants: it needs the graph's inputs alone and gives its outputs under their names here.
 * With `path` it is written there, too, by temporary file and rename.
 *
 * Before that it runs in ONNX Runtime beside the live graph on `trial`, and must give the same to 1e-5. The
 * default trial: each named axis 3 long, normal numbers, whole numbers 0 (a valid index everywhere), truth
 * values true.
 *
 * Throws `E_GRAPH_EXPORT` for a graph with dropout or sparse products, for a missing or misfitting parameter, for an output's
 * name that another tensor has, for more than 2 GiB, and for outputs that differ or are not numbers.
 */
export async function exportOnnx(
  graph: Graph,
  outputs: Readonly<Record<string, Tensor>>,
  parameters: Readonly<Record<string, Float32Array>>,
  path?: string,
  trial?: Trial,
): Promise<Uint8Array> {
  const named = Object.entries(outputs).map(([name, tensor]) => ({ name, tensor }));
  const open = onnxFile(graph, named).inputs;
  refuseMasks(graph, open);
  refuseNames(graph, Object.keys(outputs));
  refuseHostWork(graph, Object.values(outputs));
  const fixed = fixedValues(graph, open, parameters);
  const file = onnxFile(graph, named, { fixed });
  const { feeds, sizes } = trial ?? defaultTrial(file.inputs);
  const live = await runOnce(openSession(graph, outputs), {
    feeds: { ...parameters, ...feeds },
    sizes,
  });
  const inFile = named.map((output) => ({ ...output, own: output.name }));
  compare(live, await runOnce(openFile(file, inFile), { feeds, sizes }));
  if (path !== undefined) await writeFileAtomic(path, file.content);
  return file.content;
}

function refuseMasks(graph: Graph, open: readonly Tensor[]): void {
  const mask = open.find(({ name }) => graph.masks.has(name) || graph.noises.has(name));
  if (mask === undefined) return;
  throw exportError(
    mask.name,
    "a graph for use",
    "one for training, with dropout",
    "Build the model with isTraining: false; its parameters have the same names",
  );
}

function refuseHostWork(graph: Graph, outputs: readonly Tensor[]): void {
  const own = operationsBehind(graph, outputs).find(({ host }) => host !== undefined);
  if (own === undefined) return;
  throw exportError(
    own.outputs[0].name,
    "operators of ONNX alone",
    own.type,
    "Compute the vectors that it makes once, and export what uses them",
  );
}

function refuseNames(graph: Graph, names: readonly string[]): void {
  const taken = new Set([...graph.inputs.keys(), ...graph.parameters.keys()]);
  for (const name of graph.constants.keys()) taken.add(name);
  for (const { outputs } of graph.operations) for (const { name } of outputs) taken.add(name);
  const wrong = names.length === 0 ? "" : names.find((name) => name === "" || taken.has(name));
  if (wrong === undefined) return;
  throw exportError(
    "outputs",
    "one output at least, with names that no tensor of the graph has",
    names.length === 0 ? "none" : JSON.stringify(wrong),
    "Give the output another name",
  );
}

function fixedValues(
  graph: Graph,
  open: readonly Tensor[],
  parameters: Readonly<Record<string, Float32Array>>,
): Map<Tensor, Float32Array> {
  const fixed = new Map<Tensor, Float32Array>();
  let nBytes = 0;
  for (const tensor of open) {
    const known = graph.parameters.get(tensor.name);
    if (known === undefined) continue;
    const values = Object.hasOwn(parameters, tensor.name) ? parameters[tensor.name] : undefined;
    if (values?.length !== known.initial.length) {
      throw exportError(
        tensor.name,
        `${known.initial.length} values`,
        values === undefined ? "none" : String(values.length),
        "Export with the parameters of a training of the same model",
      );
    }
    nBytes += values.byteLength;
    fixed.set(tensor, values);
  }
  if (nBytes < mostBytes) return fixed;
  throw exportError(
    "parameters",
    `less than ${mostBytes} bytes`,
    String(nBytes),
    "Leave large tables out of the file: gather their rows first, and feed them",
  );
}

function defaultTrial(inputs: readonly Tensor[]): Trial {
  const sizes: Record<string, number> = {};
  for (const axis of inputs.flatMap(({ shape }) => shape)) {
    if (typeof axis === "string") sizes[axis.split("*").at(-1)!] = 3;
  }
  const feeds = inputs.map((tensor): [string, Values] => {
    const length = tensor.shape.reduce<number>((product, axis) => product * sizeOf(axis, sizes), 1);
    return [tensor.name, trialValues(tensor, length)];
  });
  return { feeds: Object.fromEntries(feeds), sizes };
}

function trialValues({ name, type }: Tensor, length: number): Values {
  if (type === "int32") return new Int32Array(length);
  if (type === "int64") return new BigInt64Array(length);
  if (type === "bool") return new Uint8Array(length).fill(1);
  const random = createRandom(1, `export ${name}`);
  return Float32Array.from({ length }, () => random.normal());
}

type Results = Readonly<Record<string, Values>>;

async function runOnce(opening: Promise<GraphSession>, { feeds, sizes }: Trial): Promise<Results> {
  const session = await opening;
  try {
    return await session.run(feeds, sizes);
  } finally {
    await session.close();
  }
}

function compare(live: Results, alone: Results): void {
  for (const [name, values] of Object.entries(live)) {
    const expected = Float64Array.from(values as ArrayLike<number | bigint>, Number);
    const actual = Float64Array.from(alone[name] as ArrayLike<number | bigint>, Number);
    const scale = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
    const worst = expected.reduce((most, value, at) => {
      // Equal infinities differ by nothing; NaN anywhere stays.
      const difference = value === actual[at] ? 0 : Math.abs(value - actual[at]);
      return Math.max(most, difference);
    }, 0);
    if (expected.length === actual.length && worst <= tolerance * scale) continue;
    throw exportError(
      name,
      `the live graph's values to ${tolerance}`,
      Number.isNaN(worst) ? "values that are not numbers" : `a difference of ${worst}`,
      "Check the parameters, or report the operators of this model",
    );
  }
}

function exportError(where: string, expected: string, got: string, remedy: string): MoviolaError {
  return new MoviolaError("E_GRAPH_EXPORT", "A graph cannot be exported", {
    where,
    expected,
    got,
    remedy,
  });
}
