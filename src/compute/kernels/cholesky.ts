/**
 * Solves `matrix` x = `vector` in double precision for a symmetric positive definite matrix
 * `[size x size]`, of which the upper triangle is read; both are overwritten, `vector` by x. Not positive
 * definite: x is NaN. (U^T U = matrix; Golub and Van Loan, "Matrix Computations", section 4.2.)
 */
export function solvePositiveDefinite(
  matrix: Float64Array,
  size: number,
  vector: Float64Array,
): void {
  for (let row = 0; row < size; row++) {
    const pivot = Math.sqrt(matrix[row * size + row]);
    for (let column = row; column < size; column++) matrix[row * size + column] /= pivot;
    for (let below = row + 1; below < size; below++) {
      const factor = matrix[row * size + below];
      for (let column = below; column < size; column++) {
        matrix[below * size + column] -= factor * matrix[row * size + column];
      }
    }
  }
  for (let row = 0; row < size; row++) {
    vector[row] /= matrix[row * size + row];
    for (let column = row + 1; column < size; column++) {
      vector[column] -= matrix[row * size + column] * vector[row];
    }
  }
  for (let row = size - 1; row >= 0; row--) {
    for (let column = row + 1; column < size; column++) {
      vector[row] -= matrix[row * size + column] * vector[column];
    }
    vector[row] /= matrix[row * size + row];
  }
}
