import { MoviolaError } from "../../common/errors.js";
import { writeFileAtomic } from "../../common/files.js";
import { npyHead } from "../../common/npy-head.js";
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
