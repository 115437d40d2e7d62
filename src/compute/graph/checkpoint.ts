/**
 * Checkpoints of a training: a folder holds one folder `step-<step>` for each of the last ones, with
 *
 * - `state.npy`: all arrays one behind the other, one axis, float32;
 * - `checkpoint.json`: format version, configuration, step, the caller's values, names and lengths of the
 *   arrays in their order, SHA-256 of `state.npy`, and a hash over all of this.
 *
 * A checkpoint is written beside its place, flushed and renamed, and only then are older ones removed: a
 * process that is killed at any moment leaves a good one.
 */
import { createHash } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, type FileHandle } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { z } from "zod";
import { MoviolaError } from "../../common/errors.js";
import { removeStaleTemporaries, temporaryName, writeJsonAtomic } from "../../common/files.js";
import { canonicalJson, contentHash } from "../../common/hash.js";
import { parseJson, type JsonValue } from "../../common/json.js";
import { npyHead } from "../../common/npy-head.js";
import { flushPath, placeFolder } from "../../common/place-folder.js";
import { writing } from "../../common/refused-write.js";
import type { TrainingState } from "./training.js";

const headerName = "checkpoint.json";
const stateName = "state.npy";
/** Version of the format; another one is refused. */
const checkpointSchema = 1;

/** What a checkpoint holds. */
export interface Checkpoint {
  /** Model, data and settings: all that must be the same when the training goes on. */
  readonly config: JsonValue;
  readonly state: TrainingState;
  /** The caller's own values, such as epoch, position in the stream, best value. */
  readonly progress: JsonValue;
}

const count = z.number().int().nonnegative();
const headerShape = z.strictObject({
  schema: z.literal(checkpointSchema),
  config: z.json(),
  step: count,
  progress: z.json(),
  arrays: z.array(z.strictObject({ name: z.string().min(1), length: count })),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
type Header = z.infer<typeof headerShape>;

/**
 * Writes a checkpoint into `folder`, which is made if missing, and removes all but the `keep` (default 2)
 * last ones there; those of later steps, too, since they are of a training that was begun anew. Returns the
 * path of the new one. Throws `E_GRAPH_DISK` where it cannot be written; those before it stay.
 */
export async function saveCheckpoint(
  folder: string,
  checkpoint: Checkpoint,
  keep = 2,
): Promise<string> {
  const directory = resolve(folder);
  const refusal = {
    code: "E_GRAPH_DISK",
    summary: "A checkpoint cannot be written",
    where: directory,
    remedy: "Make room or give permission and train again: it goes on from the checkpoint before",
  } as const;
  return writing(refusal, () => saveInto(directory, checkpoint, keep));
}

async function saveInto(
  directory: string,
  { config, state, progress }: Checkpoint,
  keep: number,
): Promise<string> {
  await mkdir(directory, { recursive: true });
  await removeStaleTemporaries(directory);
  const place = join(directory, `step-${String(state.step).padStart(9, "0")}`);
  const temporary = temporaryName(place);
  try {
    await mkdir(temporary);
    const arrays = Object.entries(state.arrays).map(([name, { length }]) => ({ name, length }));
    const sha256 = await writeState(join(temporary, stateName), Object.values(state.arrays));
    const { step } = state;
    const header = { schema: checkpointSchema, config, step, progress, arrays, sha256 };
    await writeJsonAtomic(join(temporary, headerName), { ...header, hash: hashOf(header) });
    await flushPath(temporary);
    // A checkpoint of this step that stands there is older: it is replaced.
    await placeFolder(temporary, place, () => Promise.resolve(undefined));
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  await removeOlder(directory, state.step, keep);
  return place;
}

/**
 * Puts right what a process left that was killed while it saved: removes temporaries, and checkpoints beyond the
 * `keep` (default 2) last ones. A missing folder is no error.
 */
export async function tidyCheckpoints(folder: string, keep = 2): Promise<void> {
  const directory = resolve(folder);
  await removeStaleTemporaries(directory);
  const [last] = await checkpointsIn(directory);
  if (last !== undefined) await removeOlder(directory, stepOf(last), keep);
}

/** Leaves the checkpoint of `step` and the last ones before it. */
async function removeOlder(directory: string, step: number, keep: number): Promise<void> {
  const others = (await checkpointsIn(directory)).filter((path) => stepOf(path) !== step);
  const later = others.filter((path) => stepOf(path) > step);
  const earlier = others.filter((path) => stepOf(path) < step);
  for (const path of [...later, ...earlier.slice(Math.max(0, keep - 1))]) {
    // Out of the way in one step: half a checkpoint must not stand under its name.
    const aside = temporaryName(path);
    // Another process may have been first.
    await rename(path, aside).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    });
    await rm(aside, { recursive: true, force: true });
  }
}

/**
 * The last checkpoint in `folder`, verified, and its path; undefined when there is none. Throws `E_GRAPH_CHECKPOINT` for
 * one that is damaged, of another version of the format, or of another configuration than `config`.
 */
export async function readCheckpoint(
  folder: string,
  config: JsonValue,
): Promise<(Checkpoint & { readonly path: string }) | undefined> {
  const [last] = await checkpointsIn(resolve(folder));
  if (last === undefined) return undefined;
  const header = parseHeader(await readText(join(last, headerName)), join(last, headerName));
  const [wanted, got] = [canonicalJson(config), canonicalJson(header.config)];
  if (wanted !== got) {
    throw checkpointError(last, `the configuration ${wanted}`, got, {
      remedy: "Go on with the same configuration, or train in another folder",
    });
  }
  const { step, arrays, sha256, progress } = header;
  const state = { step, arrays: await readState(join(last, stateName), arrays, sha256) };
  return { path: last, config: header.config, state, progress };
}

/** Paths of the checkpoints in a folder, the last one first. */
async function checkpointsIn(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return [] as string[];
    throw checkpointError(directory, "a readable folder", String(cause), { cause });
  });
  return names
    .filter((name) => /^step-\d{9,}$/.test(name))
    .map((name) => join(directory, name))
    .sort((a, b) => stepOf(b) - stepOf(a));
}

function stepOf(path: string): number {
  return Number(basename(path).slice("step-".length));
}

function hashOf(header: unknown): string {
  return contentHash([canonicalJson(header)]);
}

function bytesOf(array: Float32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** Gives the SHA-256 of the file. */
async function writeState(path: string, arrays: readonly Float32Array[]): Promise<string> {
  const total = arrays.reduce((sum, { length }) => sum + length, 0);
  const hash = createHash("sha256");
  const handle = await open(path, "wx");
  try {
    for (const part of [npyHead("<f4", [total]), ...arrays.map(bytesOf)]) {
      hash.update(part);
      await handle.appendFile(part);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return hash.digest("hex");
}

async function readState(
  path: string,
  arrays: Header["arrays"],
  sha256: string,
): Promise<Record<string, Float32Array>> {
  const total = arrays.reduce((sum, { length }) => sum + length, 0);
  const hash = createHash("sha256");
  const handle = await open(path).catch((cause: unknown) => {
    throw checkpointError(path, "a readable file", String(cause), { cause });
  });
  const made: [string, Float32Array][] = [];
  try {
    hash.update(await readBytes(handle, path, new Uint8Array(npyHead("<f4", [total]).length)));
    for (const { name, length } of arrays) {
      const array = new Float32Array(length);
      hash.update(await readBytes(handle, path, bytesOf(array)));
      made.push([name, array]);
    }
    const { bytesRead } = await handle.read(new Uint8Array(1), 0, 1);
    if (bytesRead > 0) throw checkpointError(path, "no bytes behind the arrays", "some");
  } finally {
    await handle.close();
  }
  const got = hash.digest("hex");
  if (got !== sha256) throw checkpointError(path, `SHA-256 ${sha256}`, got);
  return Object.fromEntries(made);
}

/** Fills `bytes` from where the file stands. */
async function readBytes(handle: FileHandle, path: string, bytes: Uint8Array): Promise<Uint8Array> {
  for (let done = 0; done < bytes.length;) {
    const { bytesRead } = await handle.read(bytes, done, bytes.length - done);
    if (bytesRead === 0) throw checkpointError(path, "all arrays of the header", "a shorter file");
    done += bytesRead;
  }
  return bytes;
}

async function readText(path: string): Promise<string> {
  return readFile(path, "utf8").catch((cause: unknown) => {
    throw checkpointError(path, "a readable file", String(cause), { cause });
  });
}

function parseHeader(text: string, path: string): Header {
  let content: Record<string, unknown>;
  try {
    content = z.record(z.string(), z.unknown()).parse(parseJson(text));
  } catch (cause) {
    throw checkpointError(path, "a JSON object", JSON.stringify(text.slice(0, 60)), { cause });
  }
  const { hash, ...rest } = content;
  if ("schema" in rest && rest.schema !== checkpointSchema) {
    throw checkpointError(
      path,
      `version ${checkpointSchema} of the format`,
      `version ${JSON.stringify(rest.schema)}`,
      { remedy: "Go on with the version of moviola that wrote it" },
    );
  }
  const parsed = headerShape.safeParse(rest);
  if (!parsed.success || hashOf(rest) !== hash) {
    throw checkpointError(path, "content that gives the stated hash", "changed content");
  }
  return parsed.data;
}

/** `E_GRAPH_CHECKPOINT`: what a folder holds is no checkpoint to go on from. */
export function checkpointError(
  where: string,
  expected: string,
  got: string,
  { remedy, cause }: { readonly remedy?: string; readonly cause?: unknown } = {},
): MoviolaError {
  return new MoviolaError("E_GRAPH_CHECKPOINT", "A checkpoint cannot be used", {
    where,
    expected,
    got,
    remedy: remedy ?? "Remove this folder to go on from the checkpoint before it",
    cause,
  });
}
