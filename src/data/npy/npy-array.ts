/** Element types that `.npy` files may have here, as numpy names them (little-endian). */
export type NpyDtype = "<f2" | "<f4" | "<f8" | "<i4" | "<i8" | "|i1" | "|u1";

/** What a `.npy` file says of its array. */
export interface NpyDescription {
  /** Element type in the file. */
  readonly dtype: NpyDtype;
  /** Such as `[nItems, dim]`. */
  readonly shape: readonly number[];
}

/** A numeric array from a `.npy` file. */
export interface NpyArray extends NpyDescription {
  /** Row-major, product of `shape` long; float64 and integers are rounded to single precision. */
  readonly data: Float32Array;
}

/** Typed arrays that `writeNpy` takes; each is stored in its own type. */
export type NpyWritable = Float32Array | Float64Array | Int32Array | Int8Array | Uint8Array;
