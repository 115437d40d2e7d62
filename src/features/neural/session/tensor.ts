/** Tensors as they go in and out of a session, in words of our own. */

/** An input or output as the model declares it. */
export interface TensorInfo {
  readonly name: string;
  /** Such as `float32`, `int64`. */
  readonly type: string;
  /** A name where the size is free, such as `batch_size`. */
  readonly shape: readonly (number | string)[];
}

/** What is fed to an input; whole numbers are turned into the type that the input wants. */
export interface TensorInput {
  readonly data: Float32Array | Int32Array;
  readonly dims: readonly number[];
}

/** What an output gives: float32, whatever its own precision. */
export interface TensorOutput {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** Inputs by name. */
export type Feeds = Readonly<Record<string, TensorInput>>;

/** `[batch_size, 3, 224, 224]`, as errors print a shape. */
export function shapeText(shape: readonly (number | string)[]): string {
  return `[${shape.join(", ")}]`;
}
