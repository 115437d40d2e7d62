import type { InferenceSession, Tensor as OrtTensor } from "onnxruntime-node";
import { MoviolaError } from "../../common/errors.js";
import { sizeOf } from "./axis.js";
import type { NamedOutput, OnnxFile } from "./onnx/model-file.js";
import type { Tensor, Values } from "./tensor.js";

/** Values of inputs and parameters by name, row-major. */
export type Feeds = Readonly<Record<string, Values>>;

/** Where a graph runs. */
export interface SessionOptions {
  /**
   * Default 2, whatever the machine and the pool have: ONNX Runtime divides a product with fewer rows than columns
   * by columns, and how many of them a thread gets decides in which order long sums are taken. Another number may
   * give other last bits.
   */
  readonly threads?: number;
  /** Default `cpu`. What the others need of a machine: docs/feature-devices.md. */
  readonly device?: "cpu" | "webgpu" | "cuda";
}

/** A part of a graph, ready to run. */
export interface GraphSession {
  /** Names of the tensors that `run` must be given. */
  readonly inputNames: readonly string[];
  /**
   * Computes the outputs. `sizes` says how long the named axes are. An array in `into` receives the output
   * of that name and is given back for it; other outputs are new arrays. Throws `E_GRAPH_FEED` for a
   * missing value or one of the wrong length, `E_GRAPH_SESSION` when the run fails.
   */
  run(
    feeds: Feeds,
    sizes: Readonly<Record<string, number>>,
    into?: Readonly<Record<string, Float32Array>>,
  ): Promise<Record<string, Values>>;
  close(): Promise<void>;
}

/** An output of a file, and the name under which a run is to give it. */
export interface FileOutput extends NamedOutput {
  readonly own: string;
}

/** Opens an ONNX file. Throws `E_GRAPH_SESSION`. */
export async function openFile(
  { content, inputs }: OnnxFile,
  outputs: readonly FileOutput[],
  options: SessionOptions = {},
): Promise<GraphSession> {
  // Only who runs a graph waits for the runtime's libraries.
  const runtime = await import("onnxruntime-node");
  const session = await create(runtime.InferenceSession, content, options);
  const toOrt = (tensor: Tensor, values: Values, sizes: Sizes): OrtTensor =>
    new runtime.Tensor(tensor.type, values as never, checkedSizes(tensor, values, sizes));
  return {
    inputNames: inputs.map(({ name }) => name),
    run: async (feeds, sizes, into = {}) => {
      const given = inputs.map((tensor) => {
        const values = feeds[tensor.name];
        if (values === undefined) throw feedError(tensor.name, "a value", "none");
        return [tensor.name, toOrt(tensor, unshared(values), sizes)] as const;
      });
      const wanted = outputs.map(({ name, own, tensor }) => {
        const target = into[own];
        return [name, target === undefined ? null : toOrt(tensor, target, sizes)] as const;
      });
      const results = await session
        .run(Object.fromEntries(given), Object.fromEntries(wanted))
        .catch((cause: unknown) => {
          throw runError(cause, options);
        });
      return Object.fromEntries(
        outputs.map(({ name, own }) => [own, into[own] ?? (results[name].data as Values)]),
      );
    },
    close: () => session.release(),
  };
}

/** The runtime does not take memory that threads share. */
function unshared(values: Values): Values {
  return values.buffer instanceof SharedArrayBuffer ? values.slice() : values;
}

type Sizes = Readonly<Record<string, number>>;

const usualThreads = 2;

async function create(
  factory: Pick<typeof InferenceSession, "create">,
  content: Uint8Array,
  options: SessionOptions,
): Promise<InferenceSession> {
  const { threads = usualThreads, device = "cpu" } = options;
  try {
    return await factory.create(content, {
      executionProviders: [device],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      graphOptimizationLevel: "all",
      logSeverityLevel: 3,
      // Its threads would wait for work by spinning, and take the cores from the kernels between two stages and from
      // other runs: twice the processor time a step, and more time wherever the machine has other work.
      extra: { session: { intra_op: { allow_spinning: "0" } } },
    });
  } catch (cause) {
    const isCpu = device === "cpu";
    throw new MoviolaError("E_GRAPH_SESSION", "ONNX Runtime cannot run this graph", {
      where: `device ${device}`,
      expected: `${isCpu ? "" : "a device that is there, with its driver, and "}operators that it knows`,
      got: String(cause).trim(),
      remedy: isCpu
        ? "Report the operator that is named here"
        : 'Take the device "cpu", or install what the device needs (docs/feature-devices.md)',
      cause,
    });
  }
}

/** The sizes of a tensor's axes. Throws `E_GRAPH_FEED` when the values do not fill them. */
function checkedSizes(tensor: Tensor, values: Values, sizes: Sizes): number[] {
  const dims = tensor.shape.map((axis) => sizeOf(axis, sizes));
  const length = dims.reduce((product, size) => product * size, 1);
  if (values.length === length) return dims;
  throw feedError(tensor.name, `${length} values for [${dims.join(" x ")}]`, `${values.length}`);
}

function runError(cause: unknown, { device = "cpu" }: SessionOptions): MoviolaError {
  return new MoviolaError("E_GRAPH_SESSION", "A run of a graph has failed", {
    where: `device ${device}`,
    expected: "indices within their tables, enough memory, and a device that stays",
    got: String(cause),
    remedy: "Check the indices that are fed; else use a smaller batch, or go on from a checkpoint",
    cause,
  });
}

/** `E_GRAPH_FEED`: a run lacks a value, or has one of the wrong length. */
export function feedError(where: string, expected: string, got: string): MoviolaError {
  return new MoviolaError("E_GRAPH_FEED", "A run of a graph was not given what it needs", {
    where,
    expected,
    got,
    remedy: "Feed every input and parameter, with sizes for its named axes",
  });
}
