/**
 * k nearest neighbours on observed ratings: what the four kNN rating predictors share.
 *
 * "Rows" are what is compared (items or users), "columns" the other side. With d_cj the deviation of
 * the rating that column c gave row j from its level, and N the (at most) k rows most similar to row i
 * among those that c has rated, similarities above 0 only:
 *   r^ = level(i, c) + sum_{j in N} s_ij^a * d_cj / sum_{j in N} s_ij^a
 * where a, the amplification, is 1 unless said otherwise (Breese et al., UAI 1998, section 2.2.3),
 * and level(i, c) alone when N has fewer than `minimumNeighbours` rows. Ties go to the lower index. A k
 * above the number of rows acts like that number.
 *
 * State: the similarities as a triangle, the deviations by column, and the levels.
 */
import type { Config } from "../../common/json.js";
import type { ModelState } from "../state.js";
import type { CentredRatings, SimilarityKind } from "./co-rating.js";
import { coRatingSimilarity } from "./co-rating.js";
import type { FitSteps } from "./fit-steps.js";
import type { Learned } from "./learned.js";
import type { PairScorer } from "./rating-model.js";
import type { RatingTable } from "./rating-table.js";
import { oneOf, realNumber, wholeNumber } from "./settings.js";
import { floatArray, integerArray } from "./state-arrays.js";
import { Strongest } from "./strongest.js";
import { triangleLength, trianglePosition } from "./triangle.js";

/** Which side is compared. */
export type Side = "user" | "item";

/** Settings of a neighbourhood, by the names they have in a model's configuration. */
export interface NeighbourhoodSettings {
  readonly neighbours: number;
  readonly minimumNeighbours: number;
  readonly similarity: SimilarityKind;
  readonly minimumSupport: number;
  readonly shrinkage: number;
  readonly amplification: number;
}

/** Reads {@link NeighbourhoodSettings}; throws `E_MODEL_CONFIG`. */
export function readNeighbourhoodSettings(config: Config): NeighbourhoodSettings {
  return {
    neighbours: wholeNumber(config, "neighbours", { minimum: 1 }),
    minimumNeighbours: wholeNumber(config, "minimumNeighbours", { minimum: 1 }),
    similarity: oneOf(config, "similarity", ["cosine", "pearson"]),
    minimumSupport: wholeNumber(config, "minimumSupport", { minimum: 1 }),
    shrinkage: realNumber(config, "shrinkage", { minimum: 0 }),
    amplification: realNumber(config, "amplification", { minimum: 0 }),
  };
}

/** What a rating is compared with: `rowLevel[row] + columnLevel[column]`. */
export interface Levels {
  /** `[nRows]` */
  readonly rowLevel: Float64Array;
  /** `[nColumns]` */
  readonly columnLevel: Float64Array;
}

/** Learns the similarities of `side` from the deviations of the ratings from `levels`. */
export async function learnNeighbourhood(
  table: RatingTable,
  side: Side,
  levels: Levels,
  settings: NeighbourhoodSettings,
  steps: FitSteps,
): Promise<Learned> {
  const centred = centre(table, side, levels);
  return {
    arrays: {
      similarity: await coRatingSimilarity(centred, settings, steps),
      columnOffsets: centred.byColumn.offsets,
      columnRows: centred.byColumn.columns,
      columnDeviations: Float32Array.from(centred.columnValues),
      rowLevel: Float32Array.from(levels.rowLevel),
      columnLevel: Float32Array.from(levels.columnLevel),
    },
  };
}

function centre(table: RatingTable, side: Side, levels: Levels): CentredRatings {
  const byRow = side === "user" ? table.byUser : table.byItem;
  const byColumn = side === "user" ? table.byItem : table.byUser;
  const { rowLevel, columnLevel } = levels;
  return {
    byRow,
    rowValues: deviations(byRow, rowLevel, columnLevel),
    byColumn,
    columnValues: deviations(byColumn, columnLevel, rowLevel),
  };
}

function deviations(
  matrix: RatingTable["byUser"],
  rowLevel: Float64Array,
  columnLevel: Float64Array,
): Float64Array {
  const { offsets, columns, values } = matrix;
  const result = new Float64Array(values.length);
  for (let row = 0; row < matrix.nRows; row++) {
    for (let entry = offsets[row]; entry < offsets[row + 1]; entry++) {
      result[entry] = values[entry] - (rowLevel[row] + columnLevel[columns[entry]]);
    }
  }
  return result;
}

/** Scores pairs from the state of {@link learnNeighbourhood}; throws `E_MODEL_STATE`. */
export function neighbourhoodScorer(
  state: ModelState,
  side: Side,
  settings: NeighbourhoodSettings,
): PairScorer {
  const nRows = side === "user" ? state.nUsers : state.nItems;
  const nColumns = side === "user" ? state.nItems : state.nUsers;
  const similarity = floatArray(state, "similarity", triangleLength(nRows));
  const offsets = integerArray(state, "columnOffsets", nColumns + 1);
  const rows = integerArray(state, "columnRows", offsets[nColumns]);
  const values = floatArray(state, "columnDeviations", offsets[nColumns]);
  const rowLevel = floatArray(state, "rowLevel", nRows);
  const columnLevel = floatArray(state, "columnLevel", nColumns);
  const strongest = new Strongest(Math.min(settings.neighbours, nRows));
  const score = (row: number, column: number): number => {
    const level = rowLevel[row] + columnLevel[column];
    strongest.clear();
    const start = offsets[column];
    const end = offsets[column + 1];
    const base = trianglePosition(row, 0);
    for (let entry = start; entry < end; entry++) {
      const other = rows[entry];
      if (other === row) continue;
      const alike = similarity[other < row ? base + other : trianglePosition(other, row)];
      if (alike > 0) strongest.offer(entry, alike);
    }
    return strongest.size < settings.minimumNeighbours
      ? level
      : level + weightedMean(strongest, values, settings.amplification);
  };
  return side === "user" ? (user, item) => score(user, item) : (user, item) => score(item, user);
}

/** Mean of `values` at the chosen keys, weighted; the order of summation is fixed by the heap. */
function weightedMean(strongest: Strongest, values: Float32Array, amplification: number): number {
  const { keys, weights, size } = strongest;
  let weighted = 0;
  let total = 0;
  for (let position = 0; position < size; position++) {
    const alike = weights[position];
    const weight = amplification === 1 ? alike : alike ** amplification;
    weighted += weight * values[keys[position]];
    total += weight;
  }
  return weighted / total;
}
