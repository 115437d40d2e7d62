/** What of each item is read, and the hash that it is known by. */
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { createHash } from "node:crypto";
import { pipeline } from "node:stream/promises";
import type { ProgressListener } from "../../common/progress.js";
import type { Dataset, ItemContent } from "../../data/dataset.js";
import type { ItemInput, ItemState, Modality } from "../contract.js";
import { sha256 } from "../store/matrix-file.js";
import type { ExtractFeaturesOptions } from "./options.js";
import { titleAndText } from "./text-of.js";

/** One item's source. */
export interface ItemSource {
  readonly input: ItemInput;
  /** SHA-256 of the text or the file's bytes; "" when there is nothing to read. */
  readonly hash: string;
  /** Why there is nothing to read; only where `hash` is "". */
  readonly state: ItemState;
  readonly remark: string;
}

/** Files that are read at a time, and the size in bytes above which one is read piece by piece. */
const filesAtOnce = 8;
const largeFile = 4 * 1024 * 1024;

/** The sources of all items, by `itemIndex`. Never throws for what an item holds. */
export async function readSources(
  dataset: Dataset,
  modality: Modality,
  options: ExtractFeaturesOptions,
): Promise<ItemSource[]> {
  const { textOf = titleAndText, imageOf = posterOf } = options;
  if (modality === "text") return dataset.itemContent.map((content) => textSource(textOf(content)));
  return hashImages(dataset.itemContent.map(imageOf), options);
}

function posterOf(content: ItemContent): string | undefined {
  return content.posterPath;
}

function textSource(text: string | undefined): ItemSource {
  if (text === undefined) return nothing("missing", "no text");
  return { input: { text }, hash: sha256(text), state: "ok", remark: "" };
}

function nothing(state: ItemState, remark: string): ItemSource {
  return { input: {}, hash: "", state, remark };
}

async function hashImages(
  paths: readonly (string | undefined)[],
  { onProgress, signal }: ExtractFeaturesOptions,
): Promise<ItemSource[]> {
  const sources: ItemSource[] = [];
  for (let start = 0; start < paths.length; start += filesAtOnce) {
    signal?.throwIfAborted();
    const some = paths.slice(start, start + filesAtOnce);
    sources.push(...(await Promise.all(some.map(imageSource))));
    reportHashing(onProgress, sources.length, paths.length);
  }
  return sources;
}

function reportHashing(listener: ProgressListener | undefined, done: number, total: number): void {
  listener?.({ task: "read posters", done, total, unit: "items" });
}

async function imageSource(path: string | undefined): Promise<ItemSource> {
  if (path === undefined) return nothing("missing", "no image");
  try {
    const hash = await hashOfFile(path);
    if (hash === undefined) return nothing("broken", "not a file");
    return { input: { imagePath: path }, hash, state: "ok", remark: "" };
  } catch (error) {
    const { code = "error", message } = error as NodeJS.ErrnoException;
    const isAbsent = code === "ENOENT" || code === "ENOTDIR";
    return isAbsent ? nothing("missing", "no such file") : nothing("broken", message);
  }
}

/** Undefined for what is not a plain file: reading a pipe may never end. */
async function hashOfFile(path: string): Promise<string | undefined> {
  const entry = await stat(path);
  if (!entry.isFile()) return undefined;
  if (entry.size <= largeFile) return sha256(await readFile(path));
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

/** True when a source is still what its hash says. */
export async function isUnchanged({ input, hash }: ItemSource): Promise<boolean> {
  if (input.imagePath === undefined) return true;
  return (await imageSource(input.imagePath)).hash === hash;
}
