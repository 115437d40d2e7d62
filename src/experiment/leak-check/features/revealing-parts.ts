/**
 * Finds columns and directions of features that know held-out rows. Which users rate an item in the held-out
 * part, and how, is partly chance, and no feature that was made without these rows knows of chance: given
 * train and such a feature, what is held out of items still varies as chance alone makes it vary, or more. A
 * feature given which it varies clearly less was made from the held-out rows. Features that predict
 * well for honest reasons (a famous director, a good year) explain what is no chance, and stay silent.
 */
import type { FeatureMatrix } from "../../../models/contract.js";
import { noiseLimit } from "./noise-limit.js";
import { predictAcross } from "./direction.js";
import { projectOut, standardColumns, type StandardColumns } from "./standard-columns.js";
import type { NoiseTarget } from "./noise-target.js";

/** A column, or a direction over all columns, that knows what is held out. */
export interface RevealingPart {
  /** Position of the column; absent for a direction. */
  readonly column?: number;
  /** Variance that is left given it, in units of that of chance. */
  readonly left: number;
  readonly nItems: number;
}

/** Columns that are looked at more closely, if they explain this share of what train leaves. */
const closeColumns = 8;
const leastExplained = 0.1;

/** What of `matrix` knows the target; nothing without a target. */
export function revealingParts(
  matrix: FeatureMatrix,
  target: NoiseTarget | undefined,
): RevealingPart[] {
  if (target === undefined) return [];
  const nItems = target.items.length;
  const { residual, columns } = standardColumns(matrix, target);
  const freedom = nItems - target.base.length - 1;
  const sum = dot(residual, residual);
  const leftBy = (column: Float64Array): number => {
    const length = dot(column, column);
    const product = dot(residual, column);
    return (sum - (length > 0 ? product ** 2 / length : 0)) / freedom;
  };
  // Every column as it is, those looked at in up to six ways more, and one direction of all.
  const limit = noiseLimit(freedom, matrix.dim + 6 * closeColumns + 1);
  const found = closestColumns(columns, residual).flatMap((column): RevealingPart[] => {
    const shaped = shapesOf(matrix, target, column);
    const left = Math.min(...shaped.map((values) => leftBy(values)));
    return left < limit ? [{ column, left, nItems }] : [];
  });
  if (found.length > 0) return found;
  const left = leftBy(projectOut(predictAcross(columns, residual), target.base));
  return left < limit ? [{ left, nItems }] : [];
}

/** The columns that explain most of the residual, best first. */
function closestColumns(
  { nColumns, nRows, values }: StandardColumns,
  residual: Float64Array,
): number[] {
  const products = new Float64Array(nColumns);
  for (let row = 0; row < nRows; row++) {
    for (let column = 0; column < nColumns; column++) {
      products[column] += residual[row] * values[row * nColumns + column];
    }
  }
  const least = leastExplained * dot(residual, residual);
  return Array.from(products.keys())
    .filter((column) => products[column] ** 2 >= least)
    .sort((one, other) => products[other] ** 2 - products[one] ** 2 || one - other)
    .slice(0, closeColumns);
}

/**
 * A column as it is, with its order taken on by each shape, upwards and downwards, and what would then be held
 * out: `[n]` each.
 */
function shapesOf(
  { values, dim }: FeatureMatrix,
  { items, scale, shapes, base }: NoiseTarget,
  column: number,
): Float64Array[] {
  const own = Float64Array.from(items, (item) => values[item * dim + column]);
  const order = Int32Array.from(own.keys()).sort((one, other) => own[one] - own[other]);
  const shaped = shapes.flatMap(({ values: shape, heldOutOf }) =>
    [shape, shape.toReversed()].flatMap((directed) => {
      const taken = inOrder(own, order, directed);
      return heldOutOf === undefined ? [taken] : [taken, taken.map(heldOutOf)];
    }),
  );
  return [own, ...shaped].map((plain) =>
    projectOut(
      plain.map((value, at) => value * scale[at]),
      base,
    ),
  );
}

/** The values of `shape` in the order of `own`; equal values take their mean. */
function inOrder(own: Float64Array, order: Int32Array, shape: Float64Array): Float64Array {
  const taken = new Float64Array(own.length);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && own[order[end]] === own[order[start]]) end++;
    let mean = 0;
    for (let at = start; at < end; at++) mean += shape[at] / (end - start);
    for (let at = start; at < end; at++) taken[order[at]] = mean;
    start = end;
  }
  return taken;
}

function dot(one: Float64Array, other: Float64Array): number {
  return one.reduce((sum, value, at) => sum + value * other[at], 0);
}
