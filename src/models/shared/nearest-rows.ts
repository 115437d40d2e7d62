/**
 * The k most similar rows of every row of a matrix of positives.
 *
 * With w the weights of `weighting.ts`, x.y = sum over common columns of w_xc w_yc, n_x the number of
 * columns of x and n_xy of common ones:
 *   cosine, tf-idf  x.y / (|x| |y| + shrinkage)
 *   jaccard         n_xy / (n_x + n_y - n_xy + shrinkage)
 *   bm25            x.y * n_xy / (n_xy + shrinkage)      (not normalised, as in `implicit`)
 * Only similarities above 0 are kept; ties go to the lower index; a row is never its own neighbour.
 */
import { transpose, type SparseMatrix } from "../../compute/sparse.js";
import type { FitSteps } from "./fit-steps.js";
import { Strongest } from "./strongest.js";
import { entryWeights, type Weighting } from "./weighting.js";

/** Settings of {@link nearestRows}. */
export interface NearestRowsSettings {
  readonly weighting: Weighting;
  readonly shrinkage: number;
  readonly neighbours: number;
}

/** Row x row, at most `neighbours` entries a row, columns ascending. */
export interface NearestRows {
  /** `[nRows + 1]` */
  readonly offsets: Int32Array;
  readonly rows: Int32Array;
  readonly similarities: Float32Array;
}

const rowsPerStep = 256;

/** Nearest rows of every row of `matrix`; throws `E_MODEL_ABORTED`. */
export async function nearestRows(
  matrix: SparseMatrix,
  settings: NearestRowsSettings,
  steps: FitSteps,
): Promise<NearestRows> {
  const products = new RowProducts(matrix, settings.weighting);
  const similarity = similarityOf(matrix, products, settings);
  const strongest = new Strongest(Math.max(1, Math.min(settings.neighbours, matrix.nRows)));
  const offsets = new Int32Array(matrix.nRows + 1);
  const rows: Int32Array[] = [];
  const similarities: Float32Array[] = [];
  for (let row = 0; row < matrix.nRows; row++) {
    if (row % rowsPerStep === 0) await steps.step(row, matrix.nRows, "rows compared");
    products.compute(row);
    strongest.clear();
    for (let other = 0; other < matrix.nRows; other++) {
      if (products.common[other] === 0 || other === row) continue;
      const value = similarity(row, other);
      if (value > 0) strongest.offer(other, value);
    }
    const { keys, weights } = ascending(strongest);
    rows.push(keys);
    similarities.push(weights);
    offsets[row + 1] = offsets[row] + keys.length;
  }
  return { offsets, rows: joinIntegers(rows), similarities: joinFloats(similarities) };
}

/** Weighted products and numbers of common columns of one row with all rows. */
class RowProducts {
  /** `[nRows]` */
  readonly dot: Float64Array;
  /** `[nRows]` */
  readonly common: Int32Array;
  /** `[nRows]` |x|^2 */
  readonly squares: Float64Array;
  readonly #byRow: SparseMatrix;
  readonly #byColumn: SparseMatrix;
  readonly #rowWeights: Float64Array;
  readonly #columnWeights: Float64Array;

  constructor(matrix: SparseMatrix, weighting: Weighting) {
    this.#byRow = matrix;
    this.#byColumn = transpose(matrix);
    this.#rowWeights = entryWeights(matrix, weighting);
    this.#columnWeights = reordered(matrix, this.#byColumn, this.#rowWeights);
    this.dot = new Float64Array(matrix.nRows);
    this.common = new Int32Array(matrix.nRows);
    this.squares = new Float64Array(matrix.nRows);
    for (let row = 0; row < matrix.nRows; row++) {
      for (let entry = matrix.offsets[row]; entry < matrix.offsets[row + 1]; entry++) {
        this.squares[row] += this.#rowWeights[entry] ** 2;
      }
    }
  }

  compute(row: number): void {
    const { dot, common } = this;
    const byRow = this.#byRow;
    const byColumn = this.#byColumn;
    dot.fill(0);
    common.fill(0);
    for (let entry = byRow.offsets[row]; entry < byRow.offsets[row + 1]; entry++) {
      const weight = this.#rowWeights[entry];
      const column = byRow.columns[entry];
      for (let at = byColumn.offsets[column]; at < byColumn.offsets[column + 1]; at++) {
        const other = byColumn.columns[at];
        dot[other] += weight * this.#columnWeights[at];
        common[other]++;
      }
    }
  }
}

function similarityOf(
  matrix: SparseMatrix,
  products: RowProducts,
  settings: NearestRowsSettings,
): (row: number, other: number) => number {
  const { dot, common, squares } = products;
  const { weighting, shrinkage } = settings;
  const length = (row: number): number => matrix.offsets[row + 1] - matrix.offsets[row];
  if (weighting === "jaccard") {
    return (row, other) =>
      common[other] / (length(row) + length(other) - common[other] + shrinkage);
  }
  if (weighting === "bm25") {
    return (_row, other) => (dot[other] * common[other]) / (common[other] + shrinkage);
  }
  return (row, other) => {
    const norm = Math.sqrt(squares[row] * squares[other]) + shrinkage;
    return norm === 0 ? 0 : dot[other] / norm;
  };
}

/** The weights of `byRow`'s entries in the order of its transpose. */
function reordered(
  byRow: SparseMatrix,
  byColumn: SparseMatrix,
  weights: Float64Array,
): Float64Array {
  const next = byColumn.offsets.slice();
  const out = new Float64Array(weights.length);
  for (let entry = 0; entry < weights.length; entry++) {
    out[next[byRow.columns[entry]]++] = weights[entry];
  }
  return out;
}

function ascending(strongest: Strongest): { keys: Int32Array; weights: Float32Array } {
  const order = Array.from({ length: strongest.size }, (_unused, at) => at).sort(
    (a, b) => strongest.keys[a] - strongest.keys[b],
  );
  return {
    keys: Int32Array.from(order, (at) => strongest.keys[at]),
    weights: Float32Array.from(order, (at) => strongest.weights[at]),
  };
}

function joinIntegers(parts: readonly Int32Array[]): Int32Array {
  const joined = new Int32Array(parts.reduce((size, part) => size + part.length, 0));
  let size = 0;
  for (const part of parts) {
    joined.set(part, size);
    size += part.length;
  }
  return joined;
}

function joinFloats(parts: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.reduce((size, part) => size + part.length, 0));
  let size = 0;
  for (const part of parts) {
    joined.set(part, size);
    size += part.length;
  }
  return joined;
}
