import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sparseFromTriples, type SparseMatrix } from "../../src/compute/sparse.js";
import { tridiagonalEigen } from "../../src/compute/symmetric-tridiagonal.js";
import { truncatedSvd, type TruncatedSvd } from "../../src/compute/truncated-svd.js";
import { expectCode } from "../support/model-contract.js";

type Entry = readonly [number, number, number];

interface Golden {
  readonly cases: readonly {
    readonly name: string;
    readonly nRows: number;
    readonly nColumns: number;
    readonly rank: number;
    readonly entries: readonly Entry[];
    readonly singularValues: readonly number[];
    readonly product: readonly (readonly number[])[];
  }[];
}

const path = join(import.meta.dirname, "golden", "svd.json");
const golden = JSON.parse(readFileSync(path, "utf8")) as Golden;

function matrixOf(nRows: number, nColumns: number, entries: readonly Entry[]): SparseMatrix {
  return sparseFromTriples(
    nRows,
    nColumns,
    Int32Array.from(entries, ([row]) => row),
    Int32Array.from(entries, ([, column]) => column),
    Float32Array.from(entries, ([, , value]) => value),
  );
}

function cell(svd: TruncatedSvd, row: number, column: number): number {
  let sum = 0;
  for (let k = 0; k < svd.rank; k++) {
    sum += svd.left[row * svd.rank + k] * svd.singularValues[k] * svd.right[column * svd.rank + k];
  }
  return sum;
}

/** Largest deviation of the columns' inner products from those of unit, orthogonal columns. */
function skew(vectors: Float64Array, rank: number): number {
  let worst = 0;
  for (let a = 0; a < rank; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = a === b ? -1 : 0;
      for (let at = 0; at < vectors.length; at += rank) sum += vectors[at + a] * vectors[at + b];
      worst = Math.max(worst, Math.abs(sum));
    }
  }
  return worst;
}

describe("truncatedSvd", () => {
  test.each(golden.cases.map((one) => [one.name, one] as const))(
    "gives what numpy.linalg.svd gives: %s",
    (_name, { nRows, nColumns, rank, entries, singularValues, product }) => {
      const svd = truncatedSvd(matrixOf(nRows, nColumns, entries), rank);
      expect(svd.rank).toBe(rank);
      singularValues.forEach((value, k) => expect(svd.singularValues[k]).toBeCloseTo(value, 8));
      product.forEach((row, r) =>
        row.forEach((value, c) => expect(cell(svd, r, c)).toBeCloseTo(value, 7)),
      );
    },
  );

  test("has orthonormal columns, and gives the matrix back at full rank", () => {
    const entry = fc.tuple(fc.nat({ max: 8 }), fc.nat({ max: 5 }), fc.integer({ min: -5, max: 5 }));
    const entries = fc.uniqueArray(entry, { minLength: 1, selector: ([r, c]) => `${r} ${c}` });
    fc.assert(
      fc.property(entries, fc.nat(), (drawn, seed) => {
        const svd = truncatedSvd(matrixOf(9, 6, drawn), 6, { seed });
        // Vectors of a small singular value carry the rounding of the large ones.
        expect(skew(svd.left, svd.rank)).toBeLessThan(1e-6);
        expect(skew(svd.right, svd.rank)).toBeLessThan(1e-6);
        const value = (row: number, column: number): number =>
          drawn.find(([r, c]) => r === row && c === column)?.[2] ?? 0;
        for (let row = 0; row < 9; row++) {
          for (let column = 0; column < 6; column++) {
            expect(cell(svd, row, column)).toBeCloseTo(value(row, column), 5);
          }
        }
      }),
    );
  });

  test("finds repeated singular values of a small matrix", () => {
    const diagonal = [3, 3, 3, 2, 1].map((value, at): Entry => [at, at, value]);
    const svd = truncatedSvd(matrixOf(5, 5, diagonal), 4);
    [3, 3, 3, 2].forEach((value, k) => expect(svd.singularValues[k]).toBeCloseTo(value, 10));
  });

  test("a rank above that of the matrix acts like it, down to no triplets at all", () => {
    const one: Entry[] = [
      [0, 0, 1],
      [0, 1, 2],
      [1, 0, 2],
      [1, 1, 4],
    ];
    const svd = truncatedSvd(matrixOf(4, 3, one), 99);
    expect(svd.rank).toBe(1);
    expect(svd.singularValues[0]).toBeCloseTo(5, 12);
    expect(truncatedSvd(matrixOf(4, 3, []), 2).rank).toBe(0);
  });

  test("the same seed gives the same bytes; the seed hardly matters; signs are fixed", () => {
    const { nRows, nColumns, entries } = golden.cases[0];
    const matrix = matrixOf(nRows, nColumns, entries);
    expect(truncatedSvd(matrix, 4, { seed: 1 })).toEqual(truncatedSvd(matrix, 4, { seed: 1 }));
    const first = truncatedSvd(matrix, 4, { seed: 1 });
    const second = truncatedSvd(matrix, 4, { seed: 2 });
    first.right.forEach((value, at) => expect(second.right[at]).toBeCloseTo(value, 6));
    for (let k = 0; k < 4; k++) {
      const column = first.right.filter((_value, at) => at % 4 === k);
      expect(Math.max(...column)).toBe(Math.max(...column.map(Math.abs)));
    }
  });

  test("refuses a matrix with NaN", () => {
    return expectCode("E_SVD_CONVERGENCE", () =>
      truncatedSvd(
        matrixOf(3, 3, [
          [0, 0, Number.NaN],
          [0, 1, 2],
          [1, 0, 2],
        ]),
        2,
      ),
    );
  });
});

describe("tridiagonalEigen", () => {
  test("of the second-difference matrix: 2 - 2 cos(k pi / (n + 1))", () => {
    const n = 12;
    const { values, vectors } = tridiagonalEigen(
      new Float64Array(n).fill(2),
      new Float64Array(n - 1).fill(-1),
    );
    values.forEach((value, at) =>
      expect(value).toBeCloseTo(2 - 2 * Math.cos(((n - at) * Math.PI) / (n + 1)), 12),
    );
    const first = vectors.subarray(0, n);
    const scale = first[0] / Math.sin((n * Math.PI) / (n + 1));
    first.forEach((component, at) =>
      expect(component).toBeCloseTo(scale * Math.sin(((at + 1) * n * Math.PI) / (n + 1)), 10),
    );
  });

  test("of a diagonal matrix: the diagonal, descending", () => {
    const { values } = tridiagonalEigen(Float64Array.of(1, 3, 2), Float64Array.of(0, 0));
    expect([...values]).toEqual([3, 2, 1]);
  });
});
