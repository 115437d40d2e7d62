import { open, readFile } from "node:fs/promises";

import { MoviolaError } from "../../common/errors.js";
import { fromHalf } from "./half.js";
import type { NpyArray, NpyDescription, NpyDtype } from "./npy-array.js";
import { ELEMENT_BYTES, parseNpyHeader, truncated, type NpyHeader } from "./npy-header.js";

/**
 * Reads a `.npy` file (format 1, 2, 3; float16, float32, float64 and whole numbers; little-endian;
 * C order) as single precision. With `shape` the array must have it, where -1 stands for any size.
 *
 * Errors: `E_NPY_FILE` (not there), `E_NPY_FORMAT`, `E_NPY_TRUNCATED`, `E_NPY_ORDER`, `E_NPY_DTYPE`,
 * `E_NPY_SHAPE`.
 */
export async function readNpy(path: string, shape?: readonly number[]): Promise<NpyArray> {
  const bytes = await fromFile(path, () => readFile(path));
  const header = checkedHeader(bytes, bytes.length, path, shape);
  const data = decode(bytes.subarray(header.dataOffset), header.dtype, nElementsOf(header));
  return { dtype: header.dtype, shape: header.shape, data };
}

/**
 * Reads only the head of a `.npy` file, and checks that the file is as long as it says. Errors as
 * for {@link readNpy}.
 */
export async function inspectNpy(path: string, shape?: readonly number[]): Promise<NpyDescription> {
  const { head, size } = await fromFile(path, async () => {
    const handle = await open(path, "r");
    try {
      const buffer = Buffer.alloc(HEAD_BYTES);
      const { bytesRead } = await handle.read(buffer, 0, HEAD_BYTES, 0);
      return { head: buffer.subarray(0, bytesRead), size: (await handle.stat()).size };
    } finally {
      await handle.close();
    }
  });
  const header = checkedHeader(head, size, path, shape);
  return { dtype: header.dtype, shape: header.shape };
}

/** More than any head of a plain array needs. */
const HEAD_BYTES = 65536;

function checkedHeader(
  head: Buffer,
  size: number,
  path: string,
  shape: readonly number[] | undefined,
): NpyHeader {
  const header = parseNpyHeader(head, path);
  if (shape !== undefined) requireShape(header.shape, shape, path);
  const nBytes = nElementsOf(header) * ELEMENT_BYTES[header.dtype];
  const available = size - header.dataOffset;
  if (available < nBytes) throw truncated(path, `${header.dataOffset + nBytes} bytes`, size);
  if (available > nBytes) {
    const expected = `${nBytes} bytes for shape (${header.shape.join(", ")})`;
    throw shapeError(path, expected, `${available} bytes`);
  }
  return header;
}

function nElementsOf(header: NpyDescription): number {
  return header.shape.reduce((product, size) => product * size, 1);
}

function decode(body: Buffer, dtype: NpyDtype, nElements: number): Float32Array {
  // A copy starts at a position that every element type allows.
  const buffer = body.buffer.slice(body.byteOffset, body.byteOffset + body.byteLength);
  switch (dtype) {
    case "<f2":
      return fromHalf(new Uint16Array(buffer, 0, nElements));
    case "<f4":
      return new Float32Array(buffer, 0, nElements);
    case "<f8":
      return Float32Array.from(new Float64Array(buffer, 0, nElements));
    case "<i4":
      return Float32Array.from(new Int32Array(buffer, 0, nElements));
    case "<i8":
      return Float32Array.from(new BigInt64Array(buffer, 0, nElements), Number);
    case "|i1":
      return Float32Array.from(new Int8Array(buffer, 0, nElements));
    case "|u1":
      return Float32Array.from(new Uint8Array(buffer, 0, nElements));
  }
}

async function fromFile<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    throw new MoviolaError("E_NPY_FILE", "An array's file cannot be read", {
      where: path,
      expected: "a readable .npy file",
      got: (cause as Error).message,
      remedy: "Check the path",
      cause,
    });
  }
}

function requireShape(got: readonly number[], wanted: readonly number[], path: string): void {
  const fits =
    got.length === wanted.length && wanted.every((size, axis) => size === -1 || size === got[axis]);
  if (!fits) {
    const text = wanted.map((size) => (size === -1 ? "any" : String(size))).join(", ");
    throw shapeError(path, `shape (${text})`, `shape (${got.join(", ")})`);
  }
}

function shapeError(path: string, expected: string, got: string): MoviolaError {
  return new MoviolaError("E_NPY_SHAPE", "An array has another shape", {
    where: path,
    expected,
    got,
    remedy:
      "Use the features that belong to this data set: one row an item, in the order of the ids",
  });
}
