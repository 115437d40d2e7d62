/**
 * Neighbourhoods on the rating matrix with 0 for every unrated cell: what zero-filled user-CF and
 * item-CF share. "Rows" are what is compared, "columns" the other side.
 *
 *   r^ = sum_{j in N} s_ij r_jc / sum_{j in N} s_ij,  s the cosine of whole rows, r_jc = 0 where unrated,
 * N all rows or the `neighbours` rows most similar to row i, whether or not they rated column c, row i
 * itself among them (similarity 1) unless `includeSelf` is false. Ties go to the lower index.
 */
import type { Config } from "../../common/json.js";
import type { SparseMatrix } from "../../compute/sparse.js";
import type { FitSteps } from "./fit-steps.js";
import type { Side } from "./neighbourhood.js";
import type { Learned } from "./learned.js";
import type { RatingTable } from "./rating-table.js";
import { trueOrFalse, wholeNumber } from "./settings.js";
import { Strongest } from "./strongest.js";
import { createTriangle, trianglePosition } from "./triangle.js";

/** Settings of a zero-filled neighbourhood. */
export interface ZeroFilledSettings {
  /** 0 stands for all rows. */
  readonly neighbours: number;
  readonly includeSelf: boolean;
}

/** Reads {@link ZeroFilledSettings}; throws `E_MODEL_CONFIG`. */
export function readZeroFilledSettings(config: Config): ZeroFilledSettings {
  return {
    neighbours: wholeNumber(config, "neighbours", { minimum: 0 }),
    includeSelf: trueOrFalse(config, "includeSelf"),
  };
}

const rowsPerStep = 256;

/** Similarities, or lists of neighbours, with the ratings by column; see `zero-filled-scorer.ts`. */
export async function learnZeroFilled(
  table: RatingTable,
  side: Side,
  settings: ZeroFilledSettings,
  steps: FitSteps,
): Promise<Learned> {
  const byRow = side === "user" ? table.byUser : table.byItem;
  const byColumn = side === "user" ? table.byItem : table.byUser;
  const keeper = settings.neighbours === 0 ? keepAll(byRow.nRows) : keepStrongest(byRow, settings);
  const lengths = rowLengths(byRow);
  const sums = new Float64Array(byRow.nRows);
  for (let row = 0; row < byRow.nRows; row++) {
    if (row % rowsPerStep === 0) await steps.step(row, byRow.nRows, "rows compared");
    cosines(byRow, byColumn, lengths, row, sums);
    if (!settings.includeSelf) sums[row] = 0;
    keeper.take(row, sums);
  }
  return {
    arrays: {
      ...keeper.arrays,
      columnOffsets: byColumn.offsets,
      columnRows: byColumn.columns,
      columnRatings: byColumn.values,
    },
  };
}

function rowLengths(matrix: SparseMatrix): Float64Array {
  const lengths = new Float64Array(matrix.nRows);
  for (let row = 0; row < matrix.nRows; row++) {
    let sum = 0;
    for (let entry = matrix.offsets[row]; entry < matrix.offsets[row + 1]; entry++) {
      sum += matrix.values[entry] * matrix.values[entry];
    }
    lengths[row] = Math.sqrt(sum);
  }
  return lengths;
}

/** Cosine of one row with every row, into `sums`; 0 where either is empty. */
function cosines(
  byRow: SparseMatrix,
  byColumn: SparseMatrix,
  lengths: Float64Array,
  row: number,
  sums: Float64Array,
): void {
  sums.fill(0);
  const { columns: others, offsets, values } = byColumn;
  for (let entry = byRow.offsets[row]; entry < byRow.offsets[row + 1]; entry++) {
    const column = byRow.columns[entry];
    const rating = byRow.values[entry];
    for (let other = offsets[column]; other < offsets[column + 1]; other++) {
      sums[others[other]] += rating * values[other];
    }
  }
  for (let other = 0; other < sums.length; other++) {
    if (sums[other] !== 0) sums[other] /= lengths[row] * lengths[other];
  }
}

/** Takes the similarities of one row after another. */
interface Keeper {
  readonly arrays: Learned["arrays"];
  take(row: number, sums: Float64Array): void;
}

function keepAll(nRows: number): Keeper {
  const similarity = createTriangle(nRows);
  const own = new Float32Array(nRows);
  const total = new Float32Array(nRows);
  return {
    arrays: { similarity, own, total },
    take: (row, sums) => {
      similarity.set(sums.subarray(0, row), trianglePosition(row, 0));
      own[row] = sums[row];
      total[row] = sums.reduce((sum, value) => sum + value, 0);
    },
  };
}

function keepStrongest(byRow: SparseMatrix, settings: ZeroFilledSettings): Keeper {
  const { nRows } = byRow;
  const kept = Math.min(settings.neighbours, nRows);
  const strongest = new Strongest(kept);
  const neighbourRows = new Int32Array(nRows * kept).fill(-1);
  const neighbourWeights = new Float32Array(nRows * kept);
  return {
    arrays: { neighbourRows, neighbourWeights },
    take: (row, sums) => {
      strongest.clear();
      for (let other = 0; other < nRows; other++) {
        if (sums[other] > 0) strongest.offer(other, sums[other]);
      }
      const { keys, weights, size } = strongest;
      neighbourRows.set(keys.subarray(0, size), row * kept);
      neighbourWeights.set(weights.subarray(0, size), row * kept);
    },
  };
}
