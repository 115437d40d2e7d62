import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { MoviolaError } from "../common/errors.js";
import { removeStaleTemporaries, temporaryName, writeJsonAtomic } from "../common/files.js";
import { writing } from "../common/refused-write.js";
import { writeNpy } from "../data/npy/index.js";
import type { AnyModel } from "./contract.js";
import {
  arrayTypes,
  headerHash,
  headerName,
  modelSchema,
  type ArrayRecord,
  type ModelHeader,
} from "./model-file.js";
import type { ModelState, StateArray } from "./state.js";

/**
 * Saves a fitted model as a folder: `model.json` (format version, id, settings, shape, numbers, type,
 * length and SHA-256 of each array) and one `<name>.npy` an array. The folder is made beside the wanted
 * place and renamed, so that nobody reads half a model. A model that is there already is replaced; what killed
 * writers of it left behind is removed.
 *
 * Errors: `E_MODEL_UNFITTED`; `E_MODEL_FOLDER` when the folder holds something else than a model; `E_MODEL_DISK` when
 * it cannot be written.
 */
export async function saveModel(model: AnyModel, folder: string): Promise<void> {
  const target = resolve(folder);
  const state = model.state();
  await refuseOtherContent(target);
  const refusal = {
    code: "E_MODEL_DISK",
    summary: "A model cannot be saved",
    where: target,
    remedy: "Make room or give permission, or name another folder",
  } as const;
  await writing(refusal, () => saveState(state, target));
}

async function saveState(state: ModelState, target: string): Promise<void> {
  await removeStaleTemporaries(dirname(target), basename(target));
  const temporary = temporaryName(target);
  try {
    await mkdir(temporary, { recursive: true });
    const arrays: ArrayRecord[] = [];
    for (const [name, array] of Object.entries(state.arrays)) {
      arrays.push(await writeArray(temporary, name, array));
    }
    const { id, config, nUsers, nItems, numbers } = state;
    const header: ModelHeader = {
      schema: modelSchema,
      id,
      config,
      nUsers,
      nItems,
      numbers,
      arrays,
    };
    await writeJsonAtomic(join(temporary, headerName), { ...header, hash: headerHash(header) });
    await putInPlace(temporary, target);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function writeArray(folder: string, name: string, array: StateArray): Promise<ArrayRecord> {
  const path = join(folder, `${name}.npy`);
  await writeNpy(path, array, [array.length]);
  const sha256 = createHash("sha256")
    .update(await readFile(path))
    .digest("hex");
  return { name, type: typeName(array), length: array.length, sha256 };
}

function typeName(array: StateArray): ArrayRecord["type"] {
  const names = Object.keys(arrayTypes) as ArrayRecord["type"][];
  return names.find((name) => array instanceof arrayTypes[name])!;
}

async function refuseOtherContent(target: string): Promise<void> {
  const names = await readdir(target).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [] as string[];
    throw folderError(target, error);
  });
  if (names.length > 0 && !names.includes(headerName)) throw folderError(target);
}

function folderError(target: string, cause?: unknown): MoviolaError {
  return new MoviolaError("E_MODEL_FOLDER", "A model cannot be saved here", {
    where: target,
    expected: "no such folder yet, an empty one, or a saved model",
    got: "something else",
    remedy: "Name another folder",
    cause,
  });
}

const mostReplacements = 10;

/**
 * A folder cannot be renamed onto a full one, so an older model steps aside first. Another process may
 * put its model there in between; then that one steps aside, too.
 */
async function putInPlace(temporary: string, target: string): Promise<void> {
  const former: string[] = [];
  try {
    for (let attempt = 1; !(await renamed(temporary, target, attempt)); attempt++) {
      const aside = temporaryName(target);
      if (await renamed(target, aside, attempt)) former.push(aside);
    }
  } finally {
    for (const folder of former) await rm(folder, { recursive: true, force: true });
  }
}

/** False when something else is in the way, or is gone. */
async function renamed(from: string, to: string, attempt: number): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (attempt < mostReplacements && ["ENOTEMPTY", "EEXIST", "ENOENT"].includes(code))
      return false;
    throw error;
  }
}
