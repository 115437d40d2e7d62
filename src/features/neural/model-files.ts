import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join, relative, sep } from "node:path";
import { MoviolaError } from "../../common/errors.js";
import { contentHash, fileHash } from "../../common/hash.js";

/** Numbers that the weights are stored in. */
export type Precision = "fp32" | "fp16" | "q8";

const suffixes: Readonly<Record<Precision, string>> = { fp32: "", fp16: "_fp16", q8: "_quantized" };

/** `model_quantized.onnx` for `model` and `q8`; the names that exports for transformers.js have. */
export function modelFileName(base: string, precision: Precision): string {
  return `${base}${suffixes[precision]}.onnx`;
}

const tokenizerFiles = ["tokenizer.json", "tokenizer_config.json"];

/** The files that decide a model's vectors. */
export interface WeightFiles {
  /**
   * SHA-256 over the ONNX file, its external data and, for texts, the tokenizer's files: each by name
   * and hash, so that moving the folder changes nothing.
   */
  readonly hash: string;
  /** SHA-256 of each, by its path within the model's folder, with `/` between. */
  readonly files: Readonly<Record<string, string>>;
}

/** Reads and hashes the weights in `path`, an ONNX file in or below `folder`. */
export async function hashWeights(path: string, folder: string): Promise<WeightFiles> {
  const beside = await readdir(dirname(path));
  const external = beside.filter((name) => name.startsWith(`${basename(path)}_data`)).sort();
  const all = [path, ...external.map((name) => join(dirname(path), name))];
  all.push(...tokenizerFiles.map((name) => join(folder, name)).filter((file) => existsSync(file)));
  const parts: string[] = [];
  const files: Record<string, string> = {};
  for (const file of all) {
    const sha256 = await fileHash(file);
    parts.push(basename(file), sha256);
    files[relative(folder, file).split(sep).join("/")] = sha256;
  }
  return { hash: contentHash(parts), files };
}

/**
 * A JSON object of the model's folder, or undefined when there is no such file. Throws
 * `E_FEATURE_MODEL_CONFIG` when it is no JSON object.
 */
export async function readModelJson(
  folder: string,
  name: string,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const path = join(folder, name);
  if (!existsSync(path)) return undefined;
  try {
    const value: unknown = JSON.parse(await readFile(path, "utf8"));
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
    throw new Error(`a JSON ${Array.isArray(value) ? "list" : typeof value}`);
  } catch (error) {
    throw new MoviolaError("E_FEATURE_MODEL_CONFIG", "A file of a model cannot be read", {
      where: path,
      expected: "a JSON object",
      got: (error as Error).message,
      remedy: "Fetch the model again; what came may be a web page",
      cause: error,
    });
  }
}
