/**
 * A model opened in ONNX Runtime. Runs block the calling thread inside the runtime; decoding of images
 * goes on beside them on the threads of libuv.
 */
import { availableParallelism } from "node:os";
import type { InferenceSession, Tensor } from "onnxruntime-node";
import { MoviolaError } from "../../../common/errors.js";
import { fromHalf } from "../../../data/npy/half.js";
import type { Device } from "../../contract.js";
import type { Feeds, TensorInfo, TensorInput, TensorOutput } from "./tensor.js";

/** How a session is opened. */
export interface SessionOptions {
  readonly device: Device;
  /** Threads within one operation; default: all that the process may use. */
  readonly threads?: number;
  /**
   * Write int8 weights out as floats once, when the model is opened, instead of at every run: the
   * same values, summed in another order. Default true. Activations are never touched by it.
   */
  readonly foldWeights?: boolean;
}

/** An open model. */
export interface NeuralSession {
  readonly device: Device;
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  /** Runs the model for one output. */
  run(feeds: Feeds, output: string): Promise<TensorOutput>;
  close(): Promise<void>;
}

/**
 * Opens the model in the file `path`. Throws `E_FEATURE_MODEL_FILE` when ONNX Runtime cannot, be it
 * for the file or for the device.
 */
export async function openSession(path: string, options: SessionOptions): Promise<NeuralSession> {
  const runtime = await import("onnxruntime-node");
  let session: InferenceSession;
  try {
    session = await runtime.InferenceSession.create(path, runtimeOptions(options));
  } catch (error) {
    throw new MoviolaError("E_FEATURE_MODEL_FILE", "ONNX Runtime cannot open a model", {
      where: path,
      expected: `a whole ONNX file that runs on ${options.device}`,
      got: messageOf(error),
      remedy: "Fetch the file again with `moviola models get`, or export it anew",
      cause: error,
    });
  }
  const inputs = session.inputMetadata.map(infoOf);
  const tensorOf = (name: string, input: TensorInput): Tensor =>
    new runtime.Tensor(...tensorArguments(inputs, name, input));
  return {
    device: options.device,
    inputs,
    outputs: session.outputMetadata.map(infoOf),
    run: async (feeds, output) => {
      const tensors = Object.entries(feeds).map(
        ([name, input]) => [name, tensorOf(name, input)] as const,
      );
      const results = await session.run(Object.fromEntries(tensors), [output]);
      return outputOf(results[output]);
    },
    close: () => session.release(),
  };
}

function runtimeOptions({
  device,
  threads,
  foldWeights,
}: SessionOptions): InferenceSession.SessionOptions {
  return {
    executionProviders: [device],
    intraOpNumThreads: threads ?? availableParallelism(),
    logSeverityLevel: 4,
    extra: {
      session: {
        disable_quant_qdq: foldWeights === false ? "0" : "1",
        // Threads that spin between runs would take the cores that images are decoded on.
        intra_op: { allow_spinning: "0" },
      },
    },
  };
}

function infoOf(meta: InferenceSession.ValueMetadata): TensorInfo {
  return meta.isTensor
    ? { name: meta.name, type: meta.type, shape: meta.shape }
    : { name: meta.name, type: "not a tensor", shape: [] };
}

function tensorArguments(
  inputs: readonly TensorInfo[],
  name: string,
  { data, dims }: TensorInput,
): ["float32" | "int32" | "int64", Float32Array | Int32Array | BigInt64Array, readonly number[]] {
  if (data instanceof Float32Array) return ["float32", data, dims];
  if (inputs.find((input) => input.name === name)?.type === "int32") return ["int32", data, dims];
  return ["int64", BigInt64Array.from(data, BigInt), dims];
}

function outputOf(tensor: Tensor): TensorOutput {
  const { data, dims } = tensor;
  if (data instanceof Float32Array) return { data, dims };
  if (tensor.type === "float16") {
    const { buffer, byteOffset, length } = data as unknown as Uint16Array;
    return { data: fromHalf(new Uint16Array(buffer, byteOffset, length)), dims };
  }
  return { data: Float32Array.from(data as unknown as ArrayLike<number | bigint>, Number), dims };
}

/** The first line of an error of the runtime, without the place in its sources. */
export function messageOf(error: unknown): string {
  const [line] = (error instanceof Error ? error.message : String(error)).trim().split("\n", 1);
  return line.replace(/^\/\S+:\d+ .*? was false\. /, "");
}
