/** The weighted least squares problem of a fit: weights of the positives and ridges of the rows. */
import { paddedWidth } from "../../compute/kernels/als-rows.js";
import { transpose, type SparseMatrix } from "../../compute/sparse.js";
import type { FitInput } from "../contract.js";
import { checkFitSize } from "../shared/fit-size.js";
import { positiveRatings } from "../shared/positive-ratings.js";
import type { PositiveTable } from "../shared/positive-table.js";
import type { AlsSettings } from "./settings.js";

/** One side: its positives, weighted, and what is added to the diagonal of each row's system. */
export interface AlsSide extends SparseMatrix {
  /** `[nRows]` */
  readonly ridges: Float32Array;
}

/** Both sides and what they share. */
export interface AlsProblem {
  readonly nFactors: number;
  readonly width: number;
  readonly unobservedWeight: number;
  /** Added to an entry's weight on the right-hand side. */
  readonly base: number;
  readonly users: AlsSide;
  readonly items: AlsSide;
}

/** Most bytes of factors and sums; the kernels' memory ends at 4 GiB. */
const mostBytes = 3 * 2 ** 30;

/**
 * The problem of `table`. More factors than items act like as many as there are items. Throws
 * `E_MODEL_RATING` on a negative confidence and `E_MODEL_SIZE`.
 */
export function alsProblem(
  table: PositiveTable,
  settings: AlsSettings,
  input: FitInput,
): AlsProblem {
  const nFactors = Math.min(settings.embeddingSize, table.nItems);
  checkSize(table, nFactors);
  const { unobservedWeight } = settings;
  const byUser = weighted(table, settings, input);
  return {
    nFactors,
    width: paddedWidth(nFactors),
    unobservedWeight,
    base: baseOf(settings),
    users: { ...byUser, ridges: ridgesOf(byUser, settings) },
    items: withRidges(transpose(byUser), settings),
  };
}

/** `[nUsers x nItems]` the weights w of the positives. */
export function weighted(
  { byUser }: PositiveTable,
  settings: AlsSettings,
  input: FitInput,
): SparseMatrix {
  const base = baseOf(settings);
  const weigh = (rating: number): number => settings.alpha * rating - base;
  const values =
    settings.confidence === "rating"
      ? positiveRatings(input, byUser).map(weigh)
      : byUser.values.map(weigh);
  return { ...byUser, values };
}

/** What a weight w is short of on the right-hand side. */
export function baseOf({ replacesUnobserved, unobservedWeight }: AlsSettings): number {
  return replacesUnobserved ? unobservedWeight : 0;
}

function withRidges(matrix: SparseMatrix, settings: AlsSettings): AlsSide {
  return { ...matrix, ridges: ridgesOf(matrix, settings) };
}

/** `[nRows]` regularisation * (n_r + unobservedWeight * nColumns) ^ regularisationExponent. */
export function ridgesOf(matrix: SparseMatrix, settings: AlsSettings): Float32Array {
  const { regularisation, regularisationExponent, unobservedWeight } = settings;
  const unobserved = unobservedWeight * matrix.nColumns;
  return Float32Array.from({ length: matrix.nRows }, (_unused, row) => {
    const count = matrix.offsets[row + 1] - matrix.offsets[row] + unobserved;
    return regularisation * count ** regularisationExponent;
  });
}

function checkSize({ nUsers, nItems }: PositiveTable, nFactors: number): void {
  const width = paddedWidth(nFactors);
  const bytes = 4 * width * (nUsers + nItems + 72 * width);
  checkFitSize(bytes, mostBytes, {
    summary: "The factors and the systems of equations would not fit",
    of: `${nUsers} users, ${nItems} items, ${nFactors} factors`,
  });
}
