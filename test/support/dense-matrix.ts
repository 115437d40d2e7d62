/** Small dense matrices in double precision, for tests that compute a network by its equations. */
import { expect } from "vitest";

export type Matrix = readonly (readonly number[])[];

/** Rows of `width` numbers. */
export function matrixOf(values: ArrayLike<number>, width: number): Matrix {
  return Array.from({ length: values.length / width }, (_unused, row) =>
    Array.from({ length: width }, (_none, column) => values[row * width + column]),
  );
}

export function map(
  matrix: Matrix,
  change: (value: number, row: number, column: number) => number,
) {
  return matrix.map((row, at) => row.map((value, column) => change(value, at, column)));
}

export function add(...matrices: Matrix[]): Matrix {
  return map(matrices[0], (_value, row, column) =>
    matrices.reduce((sum, each) => sum + each[row][column], 0),
  );
}

export function scale(matrix: Matrix, factor: number): Matrix {
  return map(matrix, (value) => value * factor);
}

export function times(a: Matrix, b: Matrix): Matrix {
  return map(a, (value, row, column) => value * b[row][column]);
}

export function turned(matrix: Matrix): Matrix {
  return matrix[0].map((_value, column) => matrix.map((row) => row[column]));
}

export function product(a: Matrix, b: Matrix): Matrix {
  const columns = turned(b);
  return a.map((row) => columns.map((column) => dot(row, column)));
}

/** x W + b */
export function affine(x: Matrix, weight: Matrix, bias?: readonly number[]): Matrix {
  return map(product(x, weight), (value, _row, column) => value + (bias?.[column] ?? 0));
}

export function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, at) => sum + value * b[at], 0);
}

export function cosine(a: readonly number[], b: readonly number[]): number {
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** s_ij / sqrt(d_i d_j) with the row sums d; 0 where a sum is not above 0. */
export function normalised(matrix: Matrix): Matrix {
  const roots = matrix.map((row) => {
    const sum = row.reduce((total, value) => total + value, 0);
    return sum > 0 ? 1 / Math.sqrt(sum) : 0;
  });
  return map(matrix, (value, row, column) => value * roots[row] * roots[column]);
}

/** Users and items as one graph, `[(nUsers + nItems) x (nUsers + nItems)]`, not normalised. */
export function bipartite(relation: Matrix): Matrix {
  const [nUsers, nItems] = [relation.length, relation[0].length];
  const zeros = (n: number): number[] => Array.from({ length: n }, () => 0);
  return [
    ...relation.map((row) => [...zeros(nUsers), ...row]),
    ...turned(relation).map((row) => [...row, ...zeros(nItems)]),
  ];
}

/** The mean of x, A x, .., A^layers x. */
export function smoothed(adjacency: Matrix, x: Matrix, layers: number): Matrix {
  const steps = [x];
  for (let layer = 0; layer < layers; layer++) steps.push(product(adjacency, steps.at(-1)!));
  return scale(add(...steps), 1 / steps.length);
}

/** The cosines of the `neighbours` nearest rows of each row, itself among them, or 1 for each; else 0. */
export function nearest(rows: Matrix, neighbours: number, weights: "binary" | "cosine"): Matrix {
  return rows.map((row) => {
    const cosines = rows.map((other) => cosine(row, other));
    const least = [...cosines].sort((a, b) => b - a)[neighbours - 1];
    return cosines.map((value) => {
      if (value < least) return 0;
      return weights === "binary" ? 1 : value;
    });
  });
}

/** The mean over triples of ln(1 + exp(s_uj - s_ui)). */
export function rankingLoss(
  users: Matrix,
  items: Matrix,
  triples: readonly { user: number; positive: number; negative: number }[],
): number {
  return mean(
    triples.map(({ user, positive, negative }) =>
      Math.log1p(Math.exp(dot(users[user], items[negative]) - dot(users[user], items[positive]))),
    ),
  );
}

/** InfoNCE of rows that belong together, the others being negatives. */
export function contrast(own: Matrix, other: Matrix, temperature: number): number {
  return mean(
    own.map((row, at) => {
      const logits = other.map((each) => cosine(row, each) / temperature);
      return Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0)) - logits[at];
    }),
  );
}

/** Every number within `tolerance`; default: some roundings of single precision. */
export function expectRows(actual: Matrix, expected: Matrix, tolerance = 1e-5): void {
  expect(actual.map(({ length }) => length)).toEqual(expected.map(({ length }) => length));
  map(actual, (value, row, column) => {
    const difference = Math.abs(value - expected[row][column]);
    expect(difference, `row ${row}, column ${column}`).toBeLessThan(tolerance);
    return value;
  });
}
