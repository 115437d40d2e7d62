/**
 * Self-attention in which the rows of a matrix look at each other, without the `[rows x rows]` maps: work of
 * the host, by the kernels of `src/compute/kernels/attention.ts`.
 *
 * Chosen by measurement. 6,710 rows, 4 heads of 16 numbers, forward and gradient: 40 GFLOP and 0.4 billion
 * exponentials. The maps would be 1.4 GB; here about 40 MB are held. Processor-seconds of one thread: 0.65 and 1.2
 * here. ONNX Runtime takes 0.25 and 1.0 for the same in blocks of 256 rows with AVX-512 (the gradient with the
 * shares kept), but a graph has no loops, and its blocks would have to be written out one by one. That few
 * scores are far from 0 at first was not made use of: a shorter series would be exact no longer.
 */
import { describeShape, shapeError } from "../axis.js";
import type { SparseRoom } from "../sparse/graph-matrix.js";
import type { Tensor, Values } from "../tensor.js";
import { requireType, whereOf } from "./operand.js";
import { RowAttention } from "./row-attention-host.js";
import { slice } from "./shape.js";

/** Settings of {@link rowAttention}. */
export interface RowAttentionOptions {
  /** They share the width; at least 1. */
  readonly heads: number;
  /** `[rows]` truth values: which rows the others look at, such as a drawn sample. Default all. */
  readonly present?: Tensor;
}

/**
 * `packed` `[rows x 3 width]` holds queries, keys and values of every row beside each other; gives
 * `[rows x width]`: in each head, softmax(Q K^T / sqrt(width / heads)) V (Vaswani et al. 2017, equation 1).
 * Where no row is present the output is 0. `room` is where the kernels' arrays lie. Throws `E_GRAPH_SHAPE`.
 */
export function rowAttention(
  room: SparseRoom,
  packed: Tensor,
  { heads, present }: RowAttentionOptions,
): Tensor {
  const { rows, width } = sizesOf(packed, heads, present);
  const given = present === undefined ? [] : [present];
  const attributes = { heads };
  const host = new RowAttention(room, { rows, width, heads });
  // Behind the output of a row stand the logarithms of its heads' sums, which the gradient needs.
  const [made] = packed.graph.addOperation({
    type: "RowAttention",
    inputs: [packed, ...given],
    outputs: [{ shape: [rows, width + heads], type: "float32" }],
    attributes,
    host: {
      run: ([values, mask]: readonly Values[], output) =>
        host.forward(values as Float32Array, output, mask as Uint8Array | undefined),
    },
    backward: ([gradient], { outputs }) => {
      const [slope] = packed.graph.addOperation({
        type: "RowAttentionGradient",
        inputs: [packed, outputs[0], gradient!, ...given],
        outputs: [{ shape: packed.shape, type: "float32" }],
        attributes,
        host: {
          run: ([values, forward, slopes, mask]: readonly Values[], target) => {
            const [own, before, by] = [values, forward, slopes] as Float32Array[];
            host.backward({ packed: own, made: before, gradient: by }, target, mask as Uint8Array);
          },
        },
      });
      return [slope, ...given.map(() => undefined)];
    },
  });
  return slice(made, -1, 0, width);
}

function sizesOf(
  packed: Tensor,
  heads: number,
  present: Tensor | undefined,
): { readonly rows: number; readonly width: number } {
  const where = whereOf("rowAttention", packed);
  const [rows, columns] = packed.shape;
  const isWhole =
    packed.shape.length === 2 &&
    typeof rows === "number" &&
    typeof columns === "number" &&
    Number.isInteger(heads) &&
    heads > 0 &&
    columns % (3 * heads) === 0;
  requireType(packed, "float32", "rowAttention");
  if (!isWhole) {
    const expected = `[rows x 3 width] of known sizes, a width that ${heads} heads can share`;
    throw shapeError(where, expected, describeShape(packed.shape));
  }
  if (present !== undefined) {
    requireType(present, "bool", "rowAttention");
    if (present.shape.length !== 1 || present.shape[0] !== rows) {
      throw shapeError(where, `[${rows}] truth values`, describeShape(present.shape));
    }
  }
  return { rows, width: columns / 3 };
}
