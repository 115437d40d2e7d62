import type { Kernel } from "../pool/kernel.js";

/** Rows of one task; the compiled kernel has the same number. */
export const nearestRowsPerTask = 16;

/** In the order in which the kernel numbers them. */
export const nearestFormulas = ["cosine", "jaccard", "bm25", "scaled"] as const;

/**
 * What makes a similarity of x.y (the weighted product of two rows), c (the number of their common
 * columns), the shrinkage h and one number of each row, `norms`:
 *   cosine   x.y / (sqrt(norm_x norm_y) + h), norms being squared lengths
 *   jaccard  x.y / (norm_x + norm_y - x.y + h), norms being numbers of columns and weights 1
 *   bm25     x.y * c / (c + h)
 *   scaled   x.y * norm_y
 */
export type NearestFormula = (typeof nearestFormulas)[number];

function rowsOfTask(task: number, firstRow: number, lastRow: number): number[] {
  const first = firstRow + task * nearestRowsPerTask;
  const length = Math.min(nearestRowsPerTask, lastRow - first);
  return Array.from({ length }, (_unused, at) => first + at);
}

/**
 * The strongest rows of each row from `firstRow` to `lastRow - 1`, columns of the result ascending; only
 * similarities above 0; ties go to the lower index; a row is not its own neighbour. Products are
 * summed in double precision in the order of the row's columns.
 */
export const nearestKernel: Kernel<
  [
    nRows: number,
    firstRow: number,
    lastRow: number,
    formula: number,
    neighbours: number,
    shrinkage: number,
    rowOffsets: Int32Array,
    rowColumns: Int32Array,
    rowWeights: Float64Array,
    columnOffsets: Int32Array,
    columnRows: Int32Array,
    columnWeights: Float64Array,
    isUniform: number,
    norms: Float64Array,
    scratch: Uint8Array,
    scratchBytes: number,
    counts: Int32Array,
    rows: Int32Array,
    similarities: Float32Array,
  ]
> = {
  name: "nearestRows",
  twin: (
    task,
    _slot,
    nRows,
    firstRow,
    lastRow,
    formula,
    neighbours,
    shrinkage,
    rowOffsets,
    rowColumns,
    rowWeights,
    columnOffsets,
    columnRows,
    columnWeights,
    _isUniform,
    norms,
    _scratch,
    _scratchBytes,
    counts,
    rows,
    similarities,
  ) => {
    for (const row of rowsOfTask(task, firstRow, lastRow)) {
      const [products, common] = [new Float64Array(nRows), new Float64Array(nRows)];
      for (let entry = rowOffsets[row]; entry < rowOffsets[row + 1]; entry++) {
        const to = columnOffsets[rowColumns[entry] + 1];
        for (let at = columnOffsets[rowColumns[entry]]; at < to; at++) {
          products[columnRows[at]] += rowWeights[entry] * columnWeights[at];
          common[columnRows[at]]++;
        }
      }
      products[row] = 0;
      const compare = comparison(formula, norms[row], shrinkage);
      const values = products.map((product, at) => compare(product, common[at], norms[at]));
      const place = row - firstRow;
      counts[place] = keepStrongest(values, neighbours, rows, similarities, place * neighbours);
    }
  },
};

/** The similarity of one row, by its norm, with others. */
function comparison(
  formula: number,
  norm: number,
  shrinkage: number,
): (product: number, common: number, otherNorm: number) => number {
  const formulas: Record<NearestFormula, ReturnType<typeof comparison>> = {
    cosine: (product, _common, other) => {
      const lengths = Math.sqrt(norm * other) + shrinkage;
      return lengths === 0 ? 0 : product / lengths;
    },
    jaccard: (product, _common, other) => product / (norm + other - product + shrinkage),
    bm25: (product, common) => (product * common) / (common + shrinkage),
    scaled: (product, _common, other) => product * other,
  };
  const similarity = formulas[nearestFormulas[formula]];
  return (product, ...rest) => (product > 0 ? similarity(product, ...rest) : 0);
}

/** Writes the positive ones among the `wanted` largest `values` and their places; gives their number. */
function keepStrongest(
  values: Float64Array,
  wanted: number,
  places: Int32Array,
  kept: Float32Array,
  start: number,
): number {
  const sorted = values.filter((value) => value > 0).sort();
  const least = sorted.length <= wanted ? 0 : sorted[sorted.length - wanted];
  let ties = wanted - sorted.reduce((count, value) => count + (value > least ? 1 : 0), 0);
  let count = 0;
  for (let place = 0; place < values.length; place++) {
    const value = values[place];
    if (!(value > 0) || value < least) continue;
    if (value === least && ties-- <= 0) continue;
    places[start + count] = place;
    kept[start + count] = value;
    count++;
  }
  return count;
}
