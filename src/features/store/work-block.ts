/**
 * Vectors that were extracted and stand in no finished set yet: one file a block. A file holds a magic
 * word, the length of its head, the head (JSON), the vectors (float32, little-endian) and the SHA-256 of
 * all that. It appears by one rename, so that a kill loses the block in work alone.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomic } from "../../common/files.js";
import { parseJson } from "../../common/json.js";
import type { ItemState } from "../contract.js";
import { sha256 } from "./matrix-file.js";

const MAGIC = Buffer.from("MOVIBLK1", "latin1");
const DIGEST_BYTES = 64;

/** What a block says of its rows. */
export interface BlockHead {
  readonly dim: number;
  /** `[rows]` SHA-256 of each row's source. */
  readonly sources: readonly string[];
  readonly states: readonly ItemState[];
  readonly remarks: readonly string[];
  /** Seconds that its extraction took. */
  readonly seconds: number;
}

/** A block that was read and verified: its head, and where its vectors begin in the file. */
export interface WorkBlock extends BlockHead {
  readonly path: string;
  readonly bodyOffset: number;
}

/** True for the name of a block's file. */
export function isBlockName(name: string): boolean {
  return /^[0-9a-f]{16}\.block$/.test(name);
}

/** Writes a block into `folder` and returns it. */
export async function writeBlock(
  folder: string,
  head: BlockHead,
  values: Float32Array,
): Promise<WorkBlock> {
  const text = Buffer.from(JSON.stringify(head), "utf8");
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  const body = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  const content = Buffer.concat([MAGIC, length, text, body]);
  const digest = sha256(content);
  const path = join(folder, `${digest.slice(0, 16)}.block`);
  await writeFileAtomic(path, Buffer.concat([content, Buffer.from(digest, "latin1")]));
  return { ...head, path, bodyOffset: MAGIC.length + 4 + text.length };
}

/** Reads the head of a block and verifies all of it; undefined when it is damaged. */
export async function readWorkBlock(path: string): Promise<WorkBlock | undefined> {
  const bytes = await readFile(path).catch(() => Buffer.alloc(0));
  const content = bytes.subarray(0, Math.max(0, bytes.length - DIGEST_BYTES));
  if (!content.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  if (sha256(content) !== bytes.toString("latin1", content.length)) return undefined;
  const start = MAGIC.length + 4;
  const bodyOffset = start + content.readUInt32LE(MAGIC.length);
  const head = parseJson(content.toString("utf8", start, bodyOffset)) as BlockHead;
  return { ...head, path, bodyOffset };
}
