/**
 * Softmax attention of many queries to many keys without the map of their shares: scores are made a block at
 * a time, used, and made again for the gradient (Rabe and Staats 2021, section 2; Dao et al. 2022, algorithms
 * 1 and 4). Exact; memory grows with the rows, not with their square.
 */
import type { Kernel } from "../pool/kernel.js";
import type { ComputePool } from "../pool/pool.js";

/** Queries of a block; the compiled kernels have the same number. */
const blockQueries = 32;
/** Bytes that a thread works in: two blocks of 32 queries by 64 keys. */
const scratchBytes = 2 * 4 * blockQueries * 64;
/** Parts of a head's queries whose gradients by the keys are summed apart. */
const nChunks = 4;

type Sizes = [nQueries: number, nKeys: number, nPadded: number, size: number];

const forward: Kernel<
  [
    ...sizes: Sizes,
    queries: Float32Array,
    keyPanels: Float32Array,
    values: Float32Array,
    outputs: Float32Array,
    largest: Float32Array,
    sums: Float32Array,
    scratch: Uint8Array,
  ]
> = {
  name: "attentionForward",
  twin: (task, _slot, nQueries, nKeys, nPadded, size, queries, keyPanels, values, ...results) => {
    const [outputs, largest, sums] = results;
    const nBlocks = nQueries / blockQueries;
    const head = Math.floor(task / nBlocks);
    const first = head * nQueries + (task % nBlocks) * blockQueries;
    for (let row = first; row < first + blockQueries; row++) {
      const query = queries.subarray(row * size, (row + 1) * size);
      const scores = Float64Array.from({ length: nKeys }, (_unused, key) =>
        panelProduct(query, keyPanels, head * nPadded + key),
      );
      largest[row] = scores.reduce((most, score) => Math.max(most, score), -1e30);
      const powers = scores.map((score) => Math.exp(score - largest[row]));
      sums[row] = powers.reduce((sum, power) => sum + power, 0);
      for (let at = 0; at < size; at++) {
        let output = 0;
        powers.forEach(
          (power, key) => (output += power * values[(head * nPadded + key) * size + at]),
        );
        outputs[row * size + at] = output / sums[row];
      }
    }
  },
};

const backward: Kernel<
  [
    ...sizes: Sizes,
    chunkQueries: number,
    nChunks: number,
    queries: Float32Array,
    keyRows: Float32Array,
    keyPanels: Float32Array,
    valuePanels: Float32Array,
    gradients: Float32Array,
    levels: Float32Array,
    products: Float32Array,
    queryGradients: Float32Array,
    keyGradients: Float32Array,
    valueGradients: Float32Array,
    scratch: Uint8Array,
  ]
> = {
  name: "attentionBackward",
  twin: (task, _slot, nQueries, nKeys, nPadded, size, chunkQueries, chunks, queries, ...rest) => {
    const [keyRows, keyPanels, valuePanels, gradients, levels, products, ...results] = rest;
    const [queryGradients, keyGradients, valueGradients] = results;
    const head = Math.floor(task / chunks);
    const begin = (task % chunks) * chunkQueries;
    for (let at = begin; at < Math.min(begin + chunkQueries, nQueries); at++) {
      const row = head * nQueries + at;
      const query = queries.subarray(row * size, (row + 1) * size);
      const gradient = gradients.subarray(row * size, (row + 1) * size);
      for (let key = 0; key < nKeys; key++) {
        const own = head * nPadded + key;
        const share = Math.exp(panelProduct(query, keyPanels, own) - levels[row]);
        const slope = share * (panelProduct(gradient, valuePanels, own) - products[row]);
        const target = (task * nPadded + key) * size;
        for (let k = 0; k < size; k++) {
          queryGradients[row * size + k] += slope * keyRows[own * size + k];
          keyGradients[target + k] += slope * query[k];
          valueGradients[target + k] += share * gradient[k];
        }
      }
    }
  },
};

/** The product of `row` with row `key` of a matrix that lies in panels of eight rows. */
function panelProduct(row: Float32Array, panels: Float32Array, key: number): number {
  const start = (key - (key % 8)) * row.length + (key % 8);
  return row.reduce((sum, value, at) => sum + value * panels[start + 8 * at], 0);
}

/**
 * How heads lie in memory: rows of a head one behind the other, `size` numbers each (a multiple of 8), the
 * heads one behind the other; rows and columns beyond the real ones hold 0.
 */
export interface AttentionSizes {
  readonly nHeads: number;
  /** Rows of a head, a multiple of 32. */
  readonly nQueries: number;
  /** Real keys of a head. */
  readonly nKeys: number;
  /** Rows of keys and values of a head, a multiple of 8. */
  readonly nPadded: number;
  readonly size: number;
}

/** `count` made up to a multiple of `step`. */
export function paddedTo(count: number, step: number): number {
  return Math.ceil(count / step) * step;
}

/** Bytes of the `scratch` that the kernels need. */
export function attentionScratch(pool: ComputePool): number {
  return pool.threads * scratchBytes;
}

/** What {@link attendForward} reads and writes; all in a workspace of the pool. */
export interface ForwardArrays {
  /** `[nHeads x nQueries x size]`, scaled. */
  readonly queries: Float32Array;
  /** `[nHeads x nPadded / 8 x size x 8]`: eight keys beside each other. */
  readonly keyPanels: Float32Array;
  /** `[nHeads x nPadded x size]` */
  readonly values: Float32Array;
  /** `[nHeads x nQueries x size]` overwritten: values in the shares e^(q . k) / sum. */
  readonly outputs: Float32Array;
  /** `[nHeads x nQueries]` overwritten: each query's largest score, and the sum of e^(score - largest). */
  readonly largest: Float32Array;
  readonly sums: Float32Array;
  readonly scratch: Uint8Array;
}

/** Attention of every query to every key, head by head. */
export function attendForward(
  pool: ComputePool,
  { nHeads, nQueries, nKeys, nPadded, size }: AttentionSizes,
  { queries, keyPanels, values, outputs, largest, sums, scratch }: ForwardArrays,
): void {
  const nTasks = (nHeads * nQueries) / blockQueries;
  const sizes: Sizes = [nQueries, nKeys, nPadded, size];
  const results = [outputs, largest, sums, scratch] as const;
  pool.run(forward, nTasks, ...sizes, queries, keyPanels, values, ...results);
}

/** What {@link attendBackward} reads and writes; all in a workspace of the pool. */
export interface BackwardArrays extends Pick<ForwardArrays, "queries" | "keyPanels" | "scratch"> {
  /** `[nHeads x nPadded x size]` */
  readonly keyRows: Float32Array;
  /** As `keyPanels`. */
  readonly valuePanels: Float32Array;
  /** `[nHeads x nQueries x size]` by the outputs. */
  readonly gradients: Float32Array;
  /** `[nHeads x nQueries]` largest + log(sum), and the product of each output with its gradient. */
  readonly levels: Float32Array;
  readonly products: Float32Array;
  /** `[nHeads x nQueries x size]` zeros at first. */
  readonly queryGradients: Float32Array;
  /** `[nHeads x attentionChunks x nPadded x size]` each, zeros at first: to be added over the chunks. */
  readonly keyGradients: Float32Array;
  readonly valueGradients: Float32Array;
}

/** Chunks of {@link BackwardArrays}. */
export const attentionChunks: number = nChunks;

/** Gradients of {@link attendForward}. */
export function attendBackward(
  pool: ComputePool,
  { nHeads, nQueries, nKeys, nPadded, size }: AttentionSizes,
  arrays: BackwardArrays,
): void {
  const { queries, keyRows, keyPanels, valuePanels, gradients, levels, products } = arrays;
  const chunk = paddedTo(Math.ceil(nQueries / nChunks), blockQueries);
  const sizes: Sizes = [nQueries, nKeys, nPadded, size];
  const given = [queries, keyRows, keyPanels, valuePanels, gradients, levels, products] as const;
  const results = [arrays.queryGradients, arrays.keyGradients, arrays.valueGradients] as const;
  const nTasks = nHeads * nChunks;
  pool.run(backward, nTasks, ...sizes, chunk, nChunks, ...given, ...results, arrays.scratch);
}
