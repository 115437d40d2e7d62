/** Rows and columns of a tile; the compiled kernels have the same number. */
export const tileSide: number = 128;

/** Numbers of a tile. */
export const tileLength: number = tileSide * tileSide;

/** In which precision a matrix is kept. */
export type FloatArray = Float32Array | Float64Array;

/**
 * A symmetric matrix by the tiles of its lower triangle: tile (r, c), c <= r, row-major, is number
 * r (r + 1) / 2 + c. Behind row and column `size` it is the unit matrix. Of a tile on the diagonal the
 * lower triangle counts.
 */
export interface SymmetricTiles {
  readonly size: number;
  /** Rows of tiles. */
  readonly nTiles: number;
  /** `[nTiles * (nTiles + 1) / 2 * tileLength]` */
  readonly values: FloatArray;
}

/** Numbers of the tiles of a matrix of `size` rows. */
export function tilesLength(size: number): number {
  const nTiles = Math.ceil(size / tileSide);
  return ((nTiles * (nTiles + 1)) / 2) * tileLength;
}

/** Where the tile in row `row`, column `column` of tiles begins, `column <= row`. */
export function tileStart(row: number, column: number): number {
  return ((row * (row + 1)) / 2 + column) * tileLength;
}

/** Position of a cell of the lower triangle. */
export function cellPosition(row: number, column: number): number {
  const tile = tileStart(Math.floor(row / tileSide), Math.floor(column / tileSide));
  return tile + (row % tileSide) * tileSide + (column % tileSide);
}

/** The matrix times `vector` `[size]`, in double precision. */
export function timesVector(
  { size, nTiles, values }: SymmetricTiles,
  vector: Float64Array,
): Float64Array {
  const image = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    const tileRow = Math.floor(row / tileSide);
    const factor = vector[row];
    let sum = 0;
    for (let tileColumn = 0; tileColumn <= tileRow && tileColumn < nTiles; tileColumn++) {
      const first = tileColumn * tileSide;
      const start = tileStart(tileRow, tileColumn) + (row % tileSide) * tileSide - first;
      for (let column = first; column < Math.min(first + tileSide, row); column++) {
        const value = values[start + column];
        sum += value * vector[column];
        image[column] += value * factor;
      }
    }
    image[row] += sum + values[cellPosition(row, row)] * factor;
  }
  return image;
}

/**
 * The whole matrix, `[size x size]`, each column times its entry of `scale` `[size]`, in single
 * precision; a tile after the other, so that what is turned stays in the cache.
 */
export function scaledMatrix(
  { size, nTiles, values }: SymmetricTiles,
  scale: Float64Array,
): Float32Array {
  const whole = new Float32Array(size * size);
  for (let tileRow = 0; tileRow < nTiles; tileRow++) {
    const lastRow = Math.min((tileRow + 1) * tileSide, size);
    for (let tileColumn = 0; tileColumn <= tileRow; tileColumn++) {
      const start = tileStart(tileRow, tileColumn);
      const firstRow = tileRow * tileSide;
      const firstColumn = tileColumn * tileSide;
      const lastColumn = Math.min(firstColumn + tileSide, size);
      for (let row = firstRow; row < lastRow; row++) {
        const from = start + (row - firstRow) * tileSide - firstColumn;
        for (let column = firstColumn; column < Math.min(lastColumn, row + 1); column++) {
          whole[row * size + column] = values[from + column] * scale[column];
        }
      }
      for (let column = firstColumn; column < lastColumn; column++) {
        const from = start + (column - firstColumn);
        for (let row = Math.max(firstRow, column + 1); row < lastRow; row++) {
          whole[column * size + row] = values[from + (row - firstRow) * tileSide] * scale[row];
        }
      }
    }
  }
  return whole;
}
