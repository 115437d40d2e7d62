import { drawCounts as drawRows } from "../compute/kernels/draw-counts.js";
import { columnPanels, weightedSums } from "../compute/kernels/weighted-sums.js";
import { sharedPool } from "../compute/pool/shared-pool.js";
import { bootstrapStream, drawCounts, weightedSum } from "./resampling.js";

/** Fewest columns that are worth a kernel. */
const kernelColumns = 4;

/** Counts held in memory at a time. */
const blockCounts = 2 ** 20;

/** `[columns][resamples]` means of columns of one length over the resamples that `seed` draws. */
export function resampledMeans(
  columns: readonly Float64Array[],
  seed: number,
  resamples: number,
): Float64Array[] {
  return columns.length < kernelColumns
    ? meansByLoops(columns, seed, resamples)
    : meansByKernel(columns, seed, resamples);
}

function meansByLoops(
  columns: readonly Float64Array[],
  seed: number,
  resamples: number,
): Float64Array[] {
  const n = columns[0].length;
  const random = bootstrapStream(seed);
  const counts = n < 65536 ? new Uint16Array(n) : new Uint32Array(n);
  const means = columns.map(() => new Float64Array(resamples));
  for (let resample = 0; resample < resamples; resample++) {
    drawCounts(random, counts);
    columns.forEach((values, column) => {
      means[column][resample] = weightedSum(counts, values) / n;
    });
  }
  return means;
}

/** The same draws and, addition by addition, the same sums. */
function meansByKernel(
  columns: readonly Float64Array[],
  seed: number,
  resamples: number,
): Float64Array[] {
  const n = columns[0].length;
  const means = columns.map(() => new Float64Array(resamples));
  const blockSize = 4 * Math.max(1, Math.min(64, Math.floor(blockCounts / 4 / n)));
  const pool = sharedPool();
  const workspace = pool.workspace();
  try {
    const panels = columnPanels(workspace, columns);
    const width = 4 * panels.nPanels;
    const words = workspace.copyOf(bootstrapStream(seed).words());
    const counts = workspace.float64(blockSize * n);
    const sums = workspace.float64(blockSize * width);
    for (let start = 0; start < resamples; start += blockSize) {
      const size = Math.min(blockSize, resamples - start);
      drawRows(pool, n, size, words, counts);
      weightedSums(pool, panels, 4 * Math.ceil(size / 4), counts, sums);
      means.forEach((own, column) => {
        for (let row = 0; row < size; row++) own[start + row] = sums[row * width + column] / n;
      });
    }
  } finally {
    workspace.release();
  }
  return means;
}
