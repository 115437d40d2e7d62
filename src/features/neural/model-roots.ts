import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { delimiter, join, resolve } from "node:path";
import { MoviolaError } from "../../common/errors.js";
import { projectRoot } from "../../common/project-root.js";

/**
 * The folders in which models are looked for, in this order, without doubles, whether they exist or
 * not:
 *
 * 1. `given`, from the options;
 * 2. the environment variable `MOVIOLA_MODELS` (several folders are separated as in `PATH`);
 * 3. `models/` of the project, then `models/` of the working folder;
 * 4. `../shared/models` beside the project.
 */
export function modelRoots(given: readonly string[] = []): string[] {
  const named = (process.env.MOVIOLA_MODELS ?? "").split(delimiter).filter((path) => path !== "");
  const root = projectRoot();
  const roots = [
    ...[...given, ...named].map((path) => resolve(path)),
    resolve(root, "models"),
    resolve("models"),
    resolve(root, "../shared/models"),
  ];
  return [...new Set(roots)];
}

/** A model that is wanted. */
export interface WantedModel {
  /** `<organisation>/<model>`. */
  readonly id: string;
  /** File without folder, such as `model_quantized.onnx`. */
  readonly file: string;
  /** Preset to fetch it by, for the error. */
  readonly preset: string;
}

/** A model that was found. */
export interface FoundModel {
  readonly folder: string;
  /** The ONNX file: `onnx/<file>`, or `<file>` as exporters write it. */
  readonly path: string;
}

/**
 * Looks through `roots` for a model. Throws `E_FEATURE_WEIGHTS` with all the folders searched and the
 * command that fetches it. Never asks the network.
 */
export async function findModel(
  wanted: WantedModel,
  roots: readonly string[],
): Promise<FoundModel> {
  const folders = roots.map((root) => join(root, ...wanted.id.split("/")));
  for (const folder of folders) {
    for (const path of [join(folder, "onnx", wanted.file), join(folder, wanted.file)]) {
      if (existsSync(path)) return { folder, path };
    }
  }
  const there = folders.find((folder) => existsSync(folder));
  throw new MoviolaError("E_FEATURE_WEIGHTS", `The weights of "${wanted.preset}" are not here`, {
    where: folders.join(", "),
    expected: `onnx/${wanted.file} or ${wanted.file} in one of these folders`,
    got: there === undefined ? "none of the folders" : `${there} with ${await filesIn(there)}`,
    remedy: `\`moviola models get ${wanted.preset}\` fetches them; MOVIOLA_MODELS names other folders`,
  });
}

async function filesIn(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true });
  return entries.filter((entry) => entry.endsWith(".onnx")).join(", ") || "no .onnx file";
}
