import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { MoviolaError } from "../common/errors.js";
import { parseNpyHeader } from "../data/npy/npy-header.js";
import type { AnyModel } from "./contract.js";
import { arrayTypes, fileError, headerName, parseHeader, type ArrayRecord } from "./model-file.js";
import { createModel } from "./registry.js";
import type { StateArray } from "./state.js";

/**
 * The model that `saveModel` put into `folder`, fitted, with the scores it had. Everything read is
 * verified: `E_MODEL_FILE` for a folder that is missing, damaged, of another version, or of a model
 * that this version does not know.
 */
export async function loadModel(folder: string): Promise<AnyModel> {
  const target = resolve(folder);
  const headerPath = join(target, headerName);
  const header = parseHeader((await readBytes(headerPath)).toString("utf8"), headerPath);
  const arrays: Record<string, StateArray> = {};
  for (const record of header.arrays) arrays[record.name] = await readArray(target, record);
  const { id, config, nUsers, nItems, numbers } = header;
  try {
    const model = createModel(id, config);
    // A setting that the model did not have when it was saved is at its default.
    const complete = model.describe().config;
    model.restore({ id, config: complete, nUsers, nItems, numbers, arrays });
    return model;
  } catch (cause) {
    const got = cause instanceof MoviolaError ? cause.code : String(cause);
    throw fileError(headerPath, `a model "${id}" as this version makes it`, got, cause);
  }
}

async function readArray(folder: string, record: ArrayRecord): Promise<StateArray> {
  const path = join(folder, `${record.name}.npy`);
  const bytes = await readBytes(path);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  if (sha256 !== record.sha256) throw fileError(path, `SHA-256 ${record.sha256}`, sha256);
  const { dataOffset } = parseNpyHeader(bytes, path);
  // A copy starts at a position that every element type allows.
  const body = new Uint8Array(bytes.subarray(dataOffset)).buffer;
  const type = arrayTypes[record.type];
  const nBytes = record.length * type.BYTES_PER_ELEMENT;
  if (body.byteLength !== nBytes) {
    throw fileError(path, `${nBytes} bytes of numbers`, String(body.byteLength));
  }
  return new type(body);
}

async function readBytes(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw fileError(path, "a readable file", (cause as Error).message, cause);
  }
}
