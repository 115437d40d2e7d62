import {
  attendBackward,
  attendForward,
  attentionChunks,
  attentionScratch,
  paddedTo,
  type AttentionSizes,
} from "../../kernels/attention.js";
import type { SparseRoom } from "../sparse/graph-matrix.js";

/** What an attention over rows knows before it runs. */
interface RowSizes {
  readonly rows: number;
  readonly width: number;
  readonly heads: number;
}

/** Which third of a packed row: queries, keys or values. */
const part = { queries: 0, keys: 1, values: 2 } as const;

/** Lays rows out by heads for the kernels of attention, and their results back. */
export class RowAttention {
  readonly #room: SparseRoom;
  readonly #sizes: RowSizes;

  constructor(room: SparseRoom, sizes: RowSizes) {
    this.#room = room;
    this.#sizes = sizes;
  }

  /** `packed` `[rows x 3 width]` to `output` `[rows x (width + heads)]`, levels behind the values. */
  forward(packed: Float32Array, output: Float32Array, mask: Uint8Array | undefined): void {
    const { rows, width, heads } = this.#sizes;
    const keys = this.#keysOf(mask);
    output.fill(0);
    if (keys.length === 0) return;
    const own = this.#attention(keys.length);
    const { nQueries, size } = own;
    const outputs = this.#room.float32("outputs", heads * nQueries * size);
    const largest = this.#room.float32("largest", heads * nQueries);
    const sums = this.#room.float32("sums", heads * nQueries);
    attendForward(this.#room.pool, own, {
      queries: this.#queries(packed, own),
      keyPanels: this.#panels("keyPanels", this.#rowsOf(packed, part.keys, keys, own), own),
      values: this.#rowsOf(packed, part.values, keys, own),
      outputs,
      largest,
      sums,
      scratch: this.#scratch(),
    });
    const headSize = width / heads;
    const stride = width + heads;
    for (let head = 0; head < heads; head++) {
      for (let row = 0; row < rows; row++) {
        const from = head * nQueries + row;
        const to = row * stride;
        for (let at = 0; at < headSize; at++) {
          output[to + head * headSize + at] = outputs[from * size + at];
        }
        output[to + width + head] = largest[from] + Math.log(sums[from]);
      }
    }
  }

  /** Gradient by `packed`, to `target`, from that by the output of {@link forward}. */
  backward(
    given: Readonly<Record<"packed" | "made" | "gradient", Float32Array>>,
    target: Float32Array,
    mask: Uint8Array | undefined,
  ): void {
    const { packed } = given;
    const keys = this.#keysOf(mask);
    target.fill(0);
    if (keys.length === 0) return;
    const own = this.#attention(keys.length);
    const { nHeads, nQueries, nPadded, size } = own;
    const keyRows = this.#rowsOf(packed, part.keys, keys, own);
    const keyPanels = this.#panels("keyPanels", keyRows, own);
    const values = this.#rowsOf(packed, part.values, keys, own);
    const partial = nHeads * attentionChunks * nPadded * size;
    const slopes = {
      queryGradients: this.#room.float32("queryGradients", nHeads * nQueries * size).fill(0),
      keyGradients: this.#room.float32("keyGradients", partial).fill(0),
      valueGradients: this.#room.float32("valueGradients", partial).fill(0),
    };
    attendBackward(this.#room.pool, own, {
      queries: this.#queries(packed, own),
      keyRows,
      keyPanels,
      valuePanels: this.#panels("valuePanels", values, own),
      ...this.#outputSlopes(given, own),
      ...slopes,
      scratch: this.#scratch(),
    });
    this.#unpackQueries(slopes.queryGradients, own, target);
    this.#unpackKeys(slopes.keyGradients, part.keys, keys, own, target);
    this.#unpackKeys(slopes.valueGradients, part.values, keys, own, target);
  }

  #keysOf(mask: Uint8Array | undefined): Int32Array {
    const all = Int32Array.from({ length: this.#sizes.rows }, (_unused, row) => row);
    return mask === undefined ? all : all.filter((row) => mask[row] !== 0);
  }

  #attention(nKeys: number): AttentionSizes {
    const { rows, width, heads } = this.#sizes;
    return {
      nHeads: heads,
      nQueries: paddedTo(rows, 32),
      nKeys,
      nPadded: paddedTo(nKeys, 8),
      size: paddedTo(width / heads, 8),
    };
  }

  #scratch(): Uint8Array {
    const room = this.#room.float32("attention", attentionScratch(this.#room.pool) / 4);
    return new Uint8Array(room.buffer, room.byteOffset, room.byteLength);
  }

  /** Queries, divided by the root of a head's width so that their products are the scores. */
  #queries(packed: Float32Array, { nQueries, size }: AttentionSizes): Float32Array {
    const { rows, width, heads } = this.#sizes;
    const headSize = width / heads;
    const factor = 1 / Math.sqrt(headSize);
    const target = this.#room.float32("queries", heads * nQueries * size).fill(0);
    for (let head = 0; head < heads; head++) {
      for (let row = 0; row < rows; row++) {
        const from = row * 3 * width + head * headSize;
        const to = (head * nQueries + row) * size;
        for (let at = 0; at < headSize; at++) target[to + at] = factor * packed[from + at];
      }
    }
    return target;
  }

  /** Keys or values of the rows that are looked at. */
  #rowsOf(
    packed: Float32Array,
    which: number,
    keys: Int32Array,
    { nPadded, size }: AttentionSizes,
  ): Float32Array {
    const { width, heads } = this.#sizes;
    const headSize = width / heads;
    const name = which === part.keys ? "keyRows" : "valueRows";
    const target = this.#room.float32(name, heads * nPadded * size).fill(0);
    for (let head = 0; head < heads; head++) {
      for (let key = 0; key < keys.length; key++) {
        const from = (keys[key] * 3 + which) * width + head * headSize;
        const to = (head * nPadded + key) * size;
        for (let at = 0; at < headSize; at++) target[to + at] = packed[from + at];
      }
    }
    return target;
  }

  /** Eight rows beside each other. */
  #panels(name: string, rows: Float32Array, { size }: AttentionSizes): Float32Array {
    const target = this.#room.float32(name, rows.length);
    const nRows = rows.length / size;
    for (let row = 0; row < nRows; row++) {
      const to = (row - (row % 8)) * size + (row % 8);
      for (let at = 0; at < size; at++) target[to + 8 * at] = rows[row * size + at];
    }
    return target;
  }

  /** Gradients by the outputs, their products with the outputs, and the levels, by heads. */
  #outputSlopes(
    { made, gradient }: Readonly<Record<"made" | "gradient", Float32Array>>,
    { nQueries, size }: AttentionSizes,
  ): Readonly<Record<"gradients" | "levels" | "products", Float32Array>> {
    const { rows, width, heads } = this.#sizes;
    const headSize = width / heads;
    const stride = width + heads;
    const gradients = this.#room.float32("gradients", heads * nQueries * size).fill(0);
    const levels = this.#room.float32("levels", heads * nQueries).fill(0);
    const products = this.#room.float32("products", heads * nQueries).fill(0);
    for (let head = 0; head < heads; head++) {
      for (let row = 0; row < rows; row++) {
        const from = row * stride + head * headSize;
        const to = head * nQueries + row;
        let product = 0;
        for (let at = 0; at < headSize; at++) {
          gradients[to * size + at] = gradient[from + at];
          product += gradient[from + at] * made[from + at];
        }
        products[to] = product;
        levels[to] = made[row * stride + width + head];
      }
    }
    return { gradients, levels, products };
  }

  #unpackQueries(
    slopes: Float32Array,
    { nQueries, size }: AttentionSizes,
    target: Float32Array,
  ): void {
    const { rows, width, heads } = this.#sizes;
    const headSize = width / heads;
    const factor = 1 / Math.sqrt(headSize);
    for (let head = 0; head < heads; head++) {
      for (let row = 0; row < rows; row++) {
        const from = (head * nQueries + row) * size;
        const to = row * 3 * width + head * headSize;
        for (let at = 0; at < headSize; at++) target[to + at] = factor * slopes[from + at];
      }
    }
  }

  /** Adds the chunks up, in their order. */
  #unpackKeys(
    slopes: Float32Array,
    which: number,
    keys: Int32Array,
    { nPadded, size }: AttentionSizes,
    target: Float32Array,
  ): void {
    const { width, heads } = this.#sizes;
    const headSize = width / heads;
    for (let head = 0; head < heads; head++) {
      for (let key = 0; key < keys.length; key++) {
        const to = (keys[key] * 3 + which) * width + head * headSize;
        for (let at = 0; at < headSize; at++) {
          let sum = 0;
          for (let chunk = 0; chunk < attentionChunks; chunk++) {
            sum += slopes[((head * attentionChunks + chunk) * nPadded + key) * size + at];
          }
          target[to + at] = sum;
        }
      }
    }
  }
}
