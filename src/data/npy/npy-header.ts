import { MoviolaError } from "../../common/errors.js";
import type { NpyDescription, NpyDtype } from "./npy-array.js";

/** What the head of a `.npy` file says. */
export interface NpyHeader extends NpyDescription {
  /** Position of the first element's byte. */
  readonly dataOffset: number;
}

/** Bytes of one element. */
export const ELEMENT_BYTES: Readonly<Record<NpyDtype, number>> = {
  "<f2": 2,
  "<f4": 4,
  "<f8": 8,
  "<i4": 4,
  "<i8": 8,
  "|i1": 1,
  "|u1": 1,
};

const MAGIC = Buffer.from("\x93NUMPY", "latin1");

/**
 * Parses the head of a `.npy` file, format versions 1, 2 and 3. Throws `E_NPY_FORMAT` when it is not
 * one, `E_NPY_TRUNCATED` when it ends in the head, `E_NPY_ORDER` for Fortran order, and
 * `E_NPY_DTYPE` for other element types than {@link NpyDtype}.
 */
export function parseNpyHeader(bytes: Buffer, path: string): NpyHeader {
  if (!bytes.subarray(0, 6).equals(MAGIC)) {
    throw formatError(path, 'the magic bytes "\\x93NUMPY"', describeStart(bytes));
  }
  const version = bytes[6];
  if (version === undefined || version < 1 || version > 3) {
    throw formatError(path, "format version 1, 2 or 3", `version ${version}`);
  }
  const lengthBytes = version === 1 ? 2 : 4;
  const start = 8 + lengthBytes;
  if (bytes.length < start) throw truncated(path, `${start} bytes of head`, bytes.length);
  const length = version === 1 ? bytes.readUInt16LE(8) : bytes.readUInt32LE(8);
  if (bytes.length < start + length) throw truncated(path, `${start + length} bytes`, bytes.length);
  const text = bytes.toString(version === 3 ? "utf8" : "latin1", start, start + length);
  return { ...parseDictionary(text, path), dataOffset: start + length };
}

function parseDictionary(text: string, path: string): NpyDescription {
  const descr = /'descr':\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const shapeText = /'shape':\s*\(([\d\s,L]*)\)/.exec(text)?.[1];
  if (order === undefined || shapeText === undefined) {
    throw formatError(path, "a head with descr, fortran_order and shape", text.slice(0, 100));
  }
  const shape = shapeText
    .split(",")
    .map((size) => size.trim())
    .filter((size, axis, sizes) => size !== "" || axis < sizes.length - 1)
    .map((size) => (/^\d+L?$/.test(size) ? Number.parseInt(size, 10) : Number.NaN));
  // Products of such sizes are compared with the file's length: they must be exact.
  if (!shape.every(Number.isSafeInteger) || !Number.isSafeInteger(product(shape))) {
    throw formatError(path, "a shape of whole numbers", `(${shapeText.slice(0, 100)})`);
  }
  const dtype = knownDtype(descr, path);
  if (order === "True" && shape.filter((size) => size > 1).length > 1) {
    throw new MoviolaError("E_NPY_ORDER", "An array is stored by columns", {
      where: path,
      expected: "C order (row by row)",
      got: "Fortran order",
      remedy: "Save it again with numpy.save(path, numpy.ascontiguousarray(array))",
    });
  }
  return { dtype, shape };
}

function product(shape: readonly number[]): number {
  return shape.reduce((total, size) => total * size, 1);
}

function knownDtype(descr: string | undefined, path: string): NpyDtype {
  // One byte has no order: numpy writes "|", some writers "<".
  const name = descr === "<i1" ? "|i1" : descr === "<u1" ? "|u1" : descr;
  if (name !== undefined && Object.hasOwn(ELEMENT_BYTES, name)) return name as NpyDtype;
  throw new MoviolaError("E_NPY_DTYPE", "An array has elements of another type", {
    where: path,
    expected: `one of ${Object.keys(ELEMENT_BYTES).join(", ")}`,
    got: descr ?? "no simple type",
    remedy: 'Save it again with numpy.save(path, array.astype("<f4"))',
  });
}

/** `E_NPY_TRUNCATED`: the file is shorter than its head says. */
export function truncated(path: string, expected: string, gotBytes: number): MoviolaError {
  return new MoviolaError("E_NPY_TRUNCATED", "An array's file ends too early", {
    where: path,
    expected,
    got: `${gotBytes} bytes`,
    remedy: "Get the file again; its download was cut off",
  });
}

/** `E_NPY_FORMAT`: not a `.npy` file. */
export function formatError(path: string, expected: string, got: string): MoviolaError {
  return new MoviolaError("E_NPY_FORMAT", "A file is not a .npy array", {
    where: path,
    expected,
    got,
    remedy: "Check that the file was written by numpy.save",
  });
}

function describeStart(bytes: Buffer): string {
  const text = bytes.toString("latin1", 0, 60);
  if (text === "") return "an empty file";
  if (text.startsWith("version https://git-lfs")) return "a Git LFS pointer: run `git lfs pull`";
  if (/^\s*<(!doctype|html)/i.test(text)) return "a web page: the download failed";
  return JSON.stringify(text);
}
