/** Neighbours and cosines of matrices whose rows all are vectors. */
import { genreAgreement } from "../neighbours/genre-agreement.js";
import { nearestItems, neighbourOverlap } from "../neighbours/nearest-items.js";
import type { PlainMatrix } from "../feature-set.js";

/** Neighbours that are compared. */
const count = 10;

function allRows(values: Float32Array, dim: number): PlainMatrix {
  const nItems = values.length / dim;
  return { nItems, dim, values, missing: new Uint8Array(nItems) };
}

/** A matrix `[rows x dim]`. */
export interface Rows {
  readonly values: Float32Array;
  readonly dim: number;
}

/** Mean share of each row's ten nearest rows that are nearest in both matrices, 0 to 1; 0 without rows. */
export function sharedNeighbours(one: Rows, other: Rows): number {
  const nearest = [one, other].map(({ values, dim }) => {
    return nearestItems(allRows(values, dim), { topK: count });
  });
  const overlap = neighbourOverlap(nearest[0], nearest[1]);
  return Number.isNaN(overlap) ? 0 : overlap;
}

/** Mean Jaccard index of the genres of each row, where it has some, with those of its ten nearest. */
export function genresOfNearest(
  { values, dim }: Rows,
  genres: readonly (readonly string[])[],
): Float64Array {
  const content = genres.map((own) => ({ genres: own }));
  return genreAgreement(allRows(values, dim), content, { topK: count }).nearest;
}

/** Cosine of two vectors; 0 when one is all zeros. */
export function cosineOf(one: Float32Array, other: Float32Array): number {
  let [dot, squares, otherSquares] = [0, 0, 0];
  one.forEach((value, at) => {
    dot += value * other[at];
    squares += value * value;
    otherSquares += other[at] * other[at];
  });
  return squares === 0 || otherSquares === 0 ? 0 : dot / Math.sqrt(squares * otherSquares);
}
