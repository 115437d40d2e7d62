import { MoviolaError } from "../../common/errors.js";
import { writeFileAtomic } from "../../common/files.js";
import type { NpyDtype, NpyWritable } from "./npy-array.js";

/**
 * Writes a typed array as a `.npy` file (format 1, C order, the array's own element type)
 * atomically. Throws `E_NPY_SHAPE` when `shape` does not hold as many elements as the array.
 */
export async function writeNpy(
  path: string,
  array: NpyWritable,
  shape: readonly number[],
): Promise<void> {
  const nElements = shape.reduce((product, size) => product * size, 1);
  if (nElements !== array.length || shape.some((size) => !Number.isInteger(size) || size < 0)) {
    throw new MoviolaError("E_NPY_SHAPE", "An array has another shape", {
      where: path,
      expected: `${nElements} elements for shape (${shape.join(", ")})`,
      got: `${array.length} elements`,
      remedy: "Give the sizes of the array's own axes",
    });
  }
  const body = Buffer.from(array.buffer, array.byteOffset, array.byteLength);
  await writeFileAtomic(path, Buffer.concat([npyHead(dtypeOf(array), shape), body]));
}

function dtypeOf(array: NpyWritable): NpyDtype {
  if (array instanceof Float32Array) return "<f4";
  if (array instanceof Float64Array) return "<f8";
  if (array instanceof Int32Array) return "<i4";
  return array instanceof Int8Array ? "|i1" : "|u1";
}

/** The head of a `.npy` file of format 1 in C order, of a length that is a multiple of 64 bytes. */
export function npyHead(dtype: NpyDtype, shape: readonly number[]): Buffer {
  const axes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '${dtype}', 'fortran_order': False, 'shape': (${axes}), }`;
  // The whole head is a multiple of 64 bytes long and ends with a line end.
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const head = Buffer.alloc(10 + length, " ");
  head.write("\x93NUMPY", 0, "latin1");
  head[6] = 1;
  head[7] = 0;
  head.writeUInt16LE(length, 8);
  head.write(text, 10, "latin1");
  head[head.length - 1] = 0x0a;
  return head;
}
