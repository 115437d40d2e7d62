import type { ModelState } from "../state.js";
import type { Side } from "./neighbourhood.js";
import type { PairScorer } from "./rating-model.js";
import { floatArray, integerArray } from "./state-arrays.js";
import { triangleLength, trianglePosition } from "./triangle.js";
import type { ZeroFilledSettings } from "./zero-filled.js";

/** Scores a row at a column. */
type CellScorer = (row: number, column: number) => number;

interface Ratings {
  /** `[nColumns + 1]` */
  readonly offsets: Int32Array;
  /** `[nnz]` ascending within a column. */
  readonly rows: Int32Array;
  /** `[nnz]` */
  readonly values: Float32Array;
}

/** Scores pairs from the state of `learnZeroFilled`; throws `E_MODEL_STATE`. */
export function zeroFilledScorer(
  state: ModelState,
  side: Side,
  settings: ZeroFilledSettings,
): PairScorer {
  const nRows = side === "user" ? state.nUsers : state.nItems;
  const nColumns = side === "user" ? state.nItems : state.nUsers;
  const offsets = integerArray(state, "columnOffsets", nColumns + 1);
  const ratings = {
    offsets,
    rows: integerArray(state, "columnRows", offsets[nColumns]),
    values: floatArray(state, "columnRatings", offsets[nColumns]),
  };
  const score =
    settings.neighbours === 0
      ? scoreByAll(state, nRows, ratings)
      : scoreByStrongest(state, nRows, ratings, Math.min(settings.neighbours, nRows));
  return side === "user" ? score : (user, item) => score(item, user);
}

function scoreByAll(state: ModelState, nRows: number, ratings: Ratings): CellScorer {
  const similarity = floatArray(state, "similarity", triangleLength(nRows));
  const own = floatArray(state, "own", nRows);
  const total = floatArray(state, "total", nRows);
  const { offsets, rows, values } = ratings;
  const alike = (a: number, b: number): number => {
    if (a === b) return own[a];
    return similarity[a > b ? trianglePosition(a, b) : trianglePosition(b, a)];
  };
  return (row, column) => {
    if (total[row] === 0) return 0;
    let sum = 0;
    for (let entry = offsets[column]; entry < offsets[column + 1]; entry++) {
      sum += alike(row, rows[entry]) * values[entry];
    }
    return sum / total[row];
  };
}

function scoreByStrongest(
  state: ModelState,
  nRows: number,
  ratings: Ratings,
  kept: number,
): CellScorer {
  const neighbourRows = integerArray(state, "neighbourRows", nRows * kept);
  const neighbourWeights = floatArray(state, "neighbourWeights", nRows * kept);
  return (row, column) => {
    let weighted = 0;
    let total = 0;
    for (let at = row * kept; at < (row + 1) * kept && neighbourRows[at] >= 0; at++) {
      weighted += neighbourWeights[at] * ratingAt(ratings, neighbourRows[at], column);
      total += neighbourWeights[at];
    }
    return total === 0 ? 0 : weighted / total;
  };
}

/** Rating of a cell, 0 where there is none. */
function ratingAt({ offsets, rows, values }: Ratings, row: number, column: number): number {
  let low = offsets[column];
  let high = offsets[column + 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle] < row) low = middle + 1;
    else high = middle;
  }
  return low < offsets[column + 1] && rows[low] === row ? values[low] : 0;
}
