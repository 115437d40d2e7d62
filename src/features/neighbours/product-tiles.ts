/** Dot products of a block of rows with another: `products[i * tileSize + j]` for rows first + i, second + j. */
export interface ProductTile {
  readonly first: number;
  readonly firstCount: number;
  readonly second: number;
  readonly secondCount: number;
  /** Overwritten when the next tile is visited. */
  readonly products: Float64Array;
}

/** Rows on each side of a tile: both sides' rows of a few hundred numbers stay in a core's cache. */
export const tileSize = 32;

/**
 * Visits the dot products of all pairs of the rows of `rows` (`[nRows x dim]`), in tiles with
 * `second >= first`: each pair is computed once, and those within a tile on the diagonal stand in it
 * twice.
 */
export function visitProducts(
  rows: Float64Array,
  dim: number,
  visit: (tile: ProductTile) => void,
): void {
  const nRows = dim === 0 ? 0 : rows.length / dim;
  const products = new Float64Array(tileSize * tileSize);
  for (let first = 0; first < nRows; first += tileSize) {
    const firstCount = Math.min(tileSize, nRows - first);
    for (let second = first; second < nRows; second += tileSize) {
      const secondCount = Math.min(tileSize, nRows - second);
      const tile = { first, firstCount, second, secondCount, products };
      fillTile(rows, dim, tile);
      visit(tile);
    }
  }
}

function fillTile(rows: Float64Array, dim: number, tile: ProductTile): void {
  const { first, firstCount, second, secondCount, products } = tile;
  for (let i = 0; i < firstCount; i += 2) {
    for (let j = 0; j < secondCount; j += 4) {
      if (i + 2 <= firstCount && j + 4 <= secondCount) {
        fillEight(rows, dim, (first + i) * dim, (second + j) * dim, products, i * tileSize + j);
      } else {
        fillEdge(rows, dim, tile, i, j);
      }
    }
  }
}

/** Two rows by four: each number that is fetched is used more than once. */
function fillEight(
  rows: Float64Array,
  dim: number,
  one: number,
  other: number,
  products: Float64Array,
  to: number,
): void {
  let [a0, a1, a2, a3, b0, b1, b2, b3] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let axis = 0; axis < dim; axis++) {
    const a = rows[one + axis];
    const b = rows[one + dim + axis];
    const c0 = rows[other + axis];
    const c1 = rows[other + dim + axis];
    const c2 = rows[other + 2 * dim + axis];
    const c3 = rows[other + 3 * dim + axis];
    a0 += a * c0;
    a1 += a * c1;
    a2 += a * c2;
    a3 += a * c3;
    b0 += b * c0;
    b1 += b * c1;
    b2 += b * c2;
    b3 += b * c3;
  }
  products[to] = a0;
  products[to + 1] = a1;
  products[to + 2] = a2;
  products[to + 3] = a3;
  products[to + tileSize] = b0;
  products[to + tileSize + 1] = b1;
  products[to + tileSize + 2] = b2;
  products[to + tileSize + 3] = b3;
}

function fillEdge(rows: Float64Array, dim: number, tile: ProductTile, i: number, j: number): void {
  for (let row = i; row < Math.min(i + 2, tile.firstCount); row++) {
    for (let column = j; column < Math.min(j + 4, tile.secondCount); column++) {
      const one = (tile.first + row) * dim;
      const other = (tile.second + column) * dim;
      let sum = 0;
      for (let axis = 0; axis < dim; axis++) sum += rows[one + axis] * rows[other + axis];
      tile.products[row * tileSize + column] = sum;
    }
  }
}
