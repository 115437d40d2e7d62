import { BestLists } from "./best-lists.js";
import { tileSize, visitProducts } from "./product-tiles.js";

/**
 * The `topK` nearest other rows of each row of `rows` (`[nRows x dim]`), exactly: by largest dot product
 * (the cosine, where rows have length 1) or by smallest distance, whose scores are negative squares.
 */
export function nearestRows(
  rows: Float64Array,
  dim: number,
  topK: number,
  by: "product" | "distance",
): BestLists {
  const nRows = dim === 0 ? 0 : rows.length / dim;
  const lists = new BestLists(nRows, topK);
  const squares = by === "distance" ? squaresOf(rows, dim, nRows) : new Float64Array(nRows);
  const factor = by === "distance" ? 2 : 1;
  visitProducts(rows, dim, ({ first, firstCount, second, secondCount, products }) => {
    for (let i = 0; i < firstCount; i++) {
      for (let j = first === second ? i + 1 : 0; j < secondCount; j++) {
        const [row, partner] = [first + i, second + j];
        const score = factor * products[i * tileSize + j] - squares[row] - squares[partner];
        lists.offer(row, partner, score);
        lists.offer(partner, row, score);
      }
    }
  });
  return lists;
}

function squaresOf(rows: Float64Array, dim: number, nRows: number): Float64Array {
  const squares = new Float64Array(nRows);
  for (let row = 0; row < nRows; row++) {
    for (let at = row * dim; at < (row + 1) * dim; at++) squares[row] += rows[at] * rows[at];
  }
  return squares;
}
