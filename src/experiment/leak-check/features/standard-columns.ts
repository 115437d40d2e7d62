import type { FeatureMatrix } from "../../../models/contract.js";
import type { NoiseTarget } from "./noise-target.js";

/** Columns of features over the items of a target, without what train tells and of length 1. */
export interface StandardColumns {
  readonly nRows: number;
  readonly nColumns: number;
  /** `[nRows x nColumns]` row-major; a column that train tells altogether is 0. */
  readonly values: Float32Array;
}

/** Least squared length, as a share of the whole, that counts as more than rounding. */
const leastLength = 1e-9;

/** The target and the features with the columns of `base` projected out. */
export function standardColumns(
  { values, dim }: FeatureMatrix,
  target: NoiseTarget,
): { readonly residual: Float64Array; readonly columns: StandardColumns } {
  const { items, scale } = target;
  const base = orthonormal(target.base);
  const sums = [new Float64Array(dim), ...base.map(() => new Float64Array(dim))];
  const [squares, ...products] = sums;
  items.forEach((item, row) => {
    for (let column = 0; column < dim; column++) {
      const value = values[item * dim + column] * scale[row];
      squares[column] += value * value;
      for (let at = 0; at < base.length; at++) products[at][column] += value * base[at][row];
    }
  });
  const factor = squares.map((square, column) => {
    const rest = products.reduce((left, product) => left - product[column] ** 2, square);
    return rest > leastLength * square ? 1 / Math.sqrt(rest) : 0;
  });
  const standard = new Float32Array(items.length * dim);
  items.forEach((item, row) => {
    for (let column = 0; column < dim; column++) {
      let value = values[item * dim + column] * scale[row];
      for (let at = 0; at < base.length; at++) value -= base[at][row] * products[at][column];
      standard[row * dim + column] = value * factor[column];
    }
  });
  return {
    residual: projectOut(target.values, target.base),
    columns: { nRows: items.length, nColumns: dim, values: standard },
  };
}

/** `column` without its part in the span of `base`. */
export function projectOut(column: Float64Array, base: readonly Float64Array[]): Float64Array {
  const left = column.slice();
  for (const unit of orthonormal(base)) subtract(left, unit);
  return left;
}

/** Gram and Schmidt; a column that depends on those before it is left out. */
function orthonormal(base: readonly Float64Array[]): Float64Array[] {
  const units: Float64Array[] = [];
  for (const column of base) {
    const left = column.slice();
    for (const unit of units) subtract(left, unit);
    const length = Math.hypot(...left);
    if (length > leastLength * Math.hypot(...column)) units.push(left.map((v) => v / length));
  }
  return units;
}

function subtract(column: Float64Array, unit: Float64Array): void {
  let product = 0;
  for (let row = 0; row < unit.length; row++) product += column[row] * unit[row];
  for (let row = 0; row < unit.length; row++) column[row] -= product * unit[row];
}
