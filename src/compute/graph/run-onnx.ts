import type { InferenceSession } from "onnxruntime-node";
import { MoviolaError } from "../../common/errors.js";
import type { ElementType, Values } from "./tensor.js";

/** Numbers with their sizes, row-major. */
export interface OnnxValues {
  readonly values: Values;
  readonly shape: readonly number[];
}

/**
 * Runs an ONNX file, such as one of `exportOnnx`, as any program would: the file's bytes or path, its inputs by
 * name, all its outputs by name. For one look; who runs a file often opens a session of ONNX Runtime himself.
 * Throws `E_GRAPH_SESSION` when it cannot be opened or run.
 */
export async function runOnnx(
  file: Uint8Array | string,
  inputs: Readonly<Record<string, OnnxValues>>,
): Promise<Record<string, OnnxValues>> {
  const runtime = await import("onnxruntime-node");
  try {
    const options: InferenceSession.SessionOptions = { logSeverityLevel: 3 };
    // The two signatures are two functions to the compiler.
    const session =
      typeof file === "string"
        ? await runtime.InferenceSession.create(file, options)
        : await runtime.InferenceSession.create(file, options);
    const feeds = Object.entries(inputs).map(([name, { values, shape }]) => {
      return [name, new runtime.Tensor(typeOf(values), values as never, [...shape])] as const;
    });
    const results = await session.run(Object.fromEntries(feeds));
    await session.release();
    return Object.fromEntries(
      Object.entries(results).map(([name, { data, dims }]) => [
        name,
        { values: data as Values, shape: dims },
      ]),
    );
  } catch (cause) {
    throw new MoviolaError("E_GRAPH_SESSION", "An ONNX file cannot be run", {
      where: typeof file === "string" ? file : `${file.length} bytes`,
      expected: "a whole file, and values for its inputs by name, type and sizes",
      got: String(cause),
      remedy: "Compare the inputs with those of the file; netron.app shows them",
      cause,
    });
  }
}

function typeOf(values: Values): ElementType {
  if (values instanceof Float32Array) return "float32";
  if (values instanceof Int32Array) return "int32";
  return values instanceof BigInt64Array ? "int64" : "bool";
}
