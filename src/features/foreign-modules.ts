/** The parts of TensorFlow.js and Danfo.js that feature sets use; the caller brings the module. */

/** `@tensorflow/tfjs`, or any package of the same face. */
export interface TensorModule<Tensor> {
  /** `[shape[0] x shape[1]]` row-major. */
  tensor2d(values: Float32Array, shape: [number, number], dtype: "float32"): Tensor;
}

/** `danfojs-node`, `danfojs`, or any package of the same face. */
export interface DataFrameModule<Frame> {
  readonly DataFrame: new (
    data: number[][],
    options: { columns: string[]; index: string[] },
  ) => Frame;
}
