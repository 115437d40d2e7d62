import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  rowColumns,
  rowOfEachEntry,
  rowValues,
  sparseFromTriples,
  transpose,
  type SparseMatrix,
} from "../../src/compute/index.js";
import { findEntry } from "../../src/compute/sparse.js";

type Triple = readonly [row: number, column: number, value: number];

function fromTriples(nRows: number, nColumns: number, triples: readonly Triple[]): SparseMatrix {
  return sparseFromTriples(
    nRows,
    nColumns,
    Int32Array.from(triples, ([row]) => row),
    Int32Array.from(triples, ([, column]) => column),
    Float32Array.from(triples, ([, , value]) => value),
  );
}

/** Cells as `row,column` with values, by plain means. */
function cells(matrix: SparseMatrix): Map<string, number> {
  const rows = rowOfEachEntry(matrix);
  return new Map(
    Array.from(matrix.columns, (column, entry) => [
      `${rows[entry]},${column}`,
      matrix.values[entry],
    ]),
  );
}

const cases = fc
  .record({ nRows: fc.integer({ min: 1, max: 8 }), nColumns: fc.integer({ min: 1, max: 8 }) })
  .chain(({ nRows, nColumns }) =>
    fc.record({
      nRows: fc.constant(nRows),
      nColumns: fc.constant(nColumns),
      triples: fc.array(
        fc.tuple(
          fc.nat({ max: nRows - 1 }),
          fc.nat({ max: nColumns - 1 }),
          fc.integer({ min: -9, max: 9 }),
        ),
        { maxLength: 40 },
      ),
    }),
  );

describe("sparseFromTriples", () => {
  it("puts a known matrix into rows, columns ascending", () => {
    const matrix = fromTriples(3, 4, [
      [2, 3, 1],
      [0, 2, 2],
      [2, 0, 3],
      [0, 1, 4],
    ]);
    expect([...matrix.offsets]).toEqual([0, 2, 2, 4]);
    expect([...matrix.columns]).toEqual([1, 2, 0, 3]);
    expect([...matrix.values]).toEqual([4, 2, 3, 1]);
    expect([...rowColumns(matrix, 2)]).toEqual([0, 3]);
    expect([0, 1, 2, 3].map((column) => findEntry(matrix, 2, column))).toEqual([
      matrix.offsets[2],
      -1,
      -1,
      matrix.offsets[2] + 1,
    ]);
    expect(findEntry(matrix, 1, 0)).toBe(-1);
    expect([...rowValues(matrix, 0)]).toEqual([4, 2]);
    expect([...rowColumns(matrix, 1)]).toEqual([]);
  });

  it("keeps the later of two triples for one cell", () => {
    const matrix = fromTriples(2, 2, [
      [1, 1, 5],
      [0, 0, 1],
      [1, 1, 7],
    ]);
    expect([...matrix.values]).toEqual([1, 7]);
    expect([...matrix.offsets]).toEqual([0, 1, 2]);
  });

  it("holds exactly the cells given, whatever the triples", () => {
    fc.assert(
      fc.property(cases, ({ nRows, nColumns, triples }) => {
        const matrix = fromTriples(nRows, nColumns, triples);
        const expected = new Map(
          triples.map(([row, column, value]) => [`${row},${column}`, value]),
        );
        expect(cells(matrix)).toEqual(expected);
        expect(matrix.offsets[0]).toBe(0);
        expect(matrix.offsets[nRows]).toBe(matrix.columns.length);
        for (let row = 0; row < nRows; row++) {
          const columns = [...rowColumns(matrix, row)];
          expect(columns).toEqual([...new Set(columns)].sort((a, b) => a - b));
        }
      }),
    );
  });

  it("takes no triples and no rows", () => {
    expect([...fromTriples(0, 0, []).offsets]).toEqual([0]);
    expect([...fromTriples(2, 3, []).offsets]).toEqual([0, 0, 0]);
  });
});

describe("transpose", () => {
  it("exchanges rows and columns, and twice is nothing", () => {
    fc.assert(
      fc.property(cases, ({ nRows, nColumns, triples }) => {
        const matrix = fromTriples(nRows, nColumns, triples);
        const turned = transpose(matrix);
        const expected = triples.map(([row, column, value]): Triple => [column, row, value]);
        expect(turned).toEqual(fromTriples(nColumns, nRows, expected));
        expect(transpose(turned)).toEqual(matrix);
      }),
    );
  });
});
