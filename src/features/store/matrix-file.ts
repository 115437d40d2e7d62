/** The matrix of a set as a `.npy` file, written and read in blocks of rows with a checksum each. */
import { createHash } from "node:crypto";
import { open, type FileHandle } from "node:fs/promises";
import { MoviolaError } from "../../common/errors.js";
import { fromHalf, toHalf } from "../../data/npy/half.js";
import { npyHead } from "../../common/npy-head.js";
import type { FeatureManifest } from "../contract.js";
import { corrupt } from "./errors.js";

/** What a matrix's file looks like. */
export type MatrixShape = Pick<FeatureManifest, "dtype" | "nItems" | "dim" | "blockRows">;

/** Bytes of a number. */
export function bytesOf(dtype: MatrixShape["dtype"]): number {
  return dtype === "float16" ? 2 : 4;
}

/** The file's first bytes; the rows follow. */
export function matrixHead({ dtype, nItems, dim }: MatrixShape): Buffer {
  return npyHead(dtype === "float16" ? "<f2" : "<f4", [nItems, dim]);
}

/** How many blocks the rows make. */
function blockCount({ nItems, blockRows }: MatrixShape): number {
  return Math.ceil(nItems / blockRows);
}

/** Rows of a block: from `start`, before `end`. */
export function blockRange(
  { nItems, blockRows }: MatrixShape,
  block: number,
): { start: number; end: number } {
  return { start: block * blockRows, end: Math.min((block + 1) * blockRows, nItems) };
}

/**
 * Writes a matrix block by block and flushes it; `rowsOf` gives the values of each block
 * `[rows x dim]`. Returns the SHA-256 of each block's bytes. Throws `E_FEATURE_RANGE`.
 */
export async function writeMatrix(
  path: string,
  shape: MatrixShape,
  rowsOf: (start: number, end: number) => Promise<Float32Array>,
): Promise<string[]> {
  const hashes: string[] = [];
  const handle = await open(path, "wx");
  try {
    await writeWhole(handle, matrixHead(shape));
    for (let block = 0; block < blockCount(shape); block++) {
      const { start, end } = blockRange(shape, block);
      const bytes = encodeRows(await rowsOf(start, end), shape.dtype, path);
      hashes.push(sha256(bytes));
      await writeWhole(handle, bytes);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return hashes;
}

/** One write may take a part only. */
async function writeWhole(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let offset = 0; offset < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, offset);
    offset += bytesWritten;
  }
}

function encodeRows(values: Float32Array, dtype: MatrixShape["dtype"], path: string): Uint8Array {
  if (dtype === "float32")
    return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const tooLarge = values.find((value) => Math.abs(value) >= 65520);
  if (tooLarge === undefined) return new Uint8Array(toHalf(values).buffer);
  throw new MoviolaError("E_FEATURE_RANGE", "A number is too large for half precision", {
    where: path,
    expected: "numbers below 65,520",
    got: String(tooLarge),
    remedy: "Store the features as float32; what was extracted is kept",
  });
}

/** Numbers of rows from their bytes. */
export function decodeRows(bytes: Buffer, dtype: MatrixShape["dtype"]): Float32Array {
  // A copy starts at a position that every element type allows.
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  return dtype === "float16" ? fromHalf(new Uint16Array(buffer)) : new Float32Array(buffer);
}

/** A damaged block: its number and what is wrong. */
export interface BlockFault {
  readonly block: number;
  readonly error: MoviolaError;
}

/**
 * Reads a matrix block by block and calls `visit` with the bytes of each that has its checksum.
 * Returns the others; all blocks when the file is missing or has another head.
 */
export async function visitBlocks(
  path: string,
  manifest: FeatureManifest,
  visit: (bytes: Buffer, block: number) => void,
): Promise<BlockFault[]> {
  const nBlocks = blockCount(manifest);
  const everyBlock = (error: MoviolaError): BlockFault[] =>
    Array.from({ length: nBlocks }, (_unused, block) => ({ block, error }));
  const handle = await open(path, "r").catch(() => undefined);
  if (handle === undefined) return everyBlock(corrupt(path, "the matrix", "no file"));
  try {
    const head = matrixHead(manifest);
    const found = await readAt(handle, 0, head.length);
    if (!found.equals(head)) return everyBlock(corrupt(path, "the head of the matrix", "another"));
    const { size } = await handle.stat();
    const faults: BlockFault[] = [];
    for (let block = 0; block < nBlocks; block++) {
      const [from, before] = blockBytes(manifest, block);
      // No more is asked for than is there: a description may promise any size.
      const bytes = await readAt(handle, from, Math.max(0, Math.min(before, size) - from));
      const hash = sha256(bytes);
      const isWhole = bytes.length === before - from;
      if (isWhole && hash === manifest.blockHashes[block]) visit(bytes, block);
      else faults.push({ block, error: blockError(path, manifest, block, hash) });
    }
    return faults;
  } finally {
    await handle.close();
  }
}

/** Positions in the file of a block's first byte and of the first behind it. */
function blockBytes(manifest: FeatureManifest, block: number): [number, number] {
  const { start, end } = blockRange(manifest, block);
  const rowBytes = manifest.dim * bytesOf(manifest.dtype);
  const offset = matrixHead(manifest).length;
  return [offset + start * rowBytes, offset + end * rowBytes];
}

/** Up to `length` bytes from a position; fewer at the file's end. */
export async function readAt(
  handle: FileHandle,
  position: number,
  length: number,
): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

function blockError(
  path: string,
  manifest: FeatureManifest,
  block: number,
  hash: string,
): MoviolaError {
  const { start, end } = blockRange(manifest, block);
  return corrupt(
    `${path}, rows ${start} to ${end - 1}`,
    `SHA-256 ${manifest.blockHashes[block] ?? "of the block"}`,
    hash,
  );
}

/** SHA-256, as 64 hexadecimal digits, of bytes alone, as `sha256sum` gives it. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}
