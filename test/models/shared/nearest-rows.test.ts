import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sparseFromTriples, type SparseMatrix } from "../../../src/compute/sparse.js";
import { createFitSteps } from "../../../src/models/shared/fit-steps.js";
import { nearestRows, type NearestRows } from "../../../src/models/shared/nearest-rows.js";
import { weightings, type Weighting } from "../../../src/models/shared/weighting.js";
import { fitInput, trainPart } from "../../support/parts.js";

const steps = createFitSteps("test", fitInput(trainPart(1, 1, [[0, 0]])));

function matrixOf(rows: readonly (readonly number[])[], nColumns: number): SparseMatrix {
  const triples = rows.flatMap((columns, row) => columns.map((column) => [row, column] as const));
  return sparseFromTriples(
    rows.length,
    nColumns,
    Int32Array.from(triples, ([row]) => row),
    Int32Array.from(triples, ([, column]) => column),
    new Float32Array(triples.length).fill(1),
  );
}

function similarity(nearest: NearestRows, row: number, other: number): number {
  for (let entry = nearest.offsets[row]; entry < nearest.offsets[row + 1]; entry++) {
    if (nearest.rows[entry] === other) return nearest.similarities[entry];
  }
  return 0;
}

/** The header's formulas once more, in the plainest way, as an independent reference. */
function naiveSimilarity(
  rows: readonly number[][],
  nColumns: number,
  a: number,
  b: number,
  weighting: Weighting,
  shrinkage: number,
): number {
  const n = rows.length;
  const idf = (column: number): number =>
    Math.log(n) - Math.log(1 + rows.filter((row) => row.includes(column)).length);
  const meanLength = rows.flat().length / n;
  const weight = (row: number, column: number): number => {
    if (!rows[row].includes(column)) return 0;
    if (weighting === "tf-idf") return idf(column);
    if (weighting === "bm25")
      return (idf(column) * 2.2) / (1.2 * (0.25 + (0.75 * rows[row].length) / meanLength) + 1);
    return 1;
  };
  const columns = Array.from({ length: nColumns }, (_unused, column) => column);
  const dot = (x: number, y: number): number =>
    columns.reduce((sum, column) => sum + weight(x, column) * weight(y, column), 0);
  const common = rows[a].filter((column) => rows[b].includes(column)).length;
  if (common === 0) return 0;
  if (weighting === "jaccard")
    return common / (rows[a].length + rows[b].length - common + shrinkage);
  if (weighting === "bm25") return (dot(a, b) * common) / (common + shrinkage);
  const norm = Math.sqrt(dot(a, a) * dot(b, b)) + shrinkage;
  return norm === 0 ? 0 : dot(a, b) / norm;
}

describe("nearestRows", () => {
  test("cosine of two rows with one column in common: 1 / sqrt(2 * 3)", async () => {
    const nearest = await nearestRows(
      matrixOf(
        [
          [0, 1],
          [1, 2, 3],
        ],
        4,
      ),
      { weighting: "cosine", shrinkage: 0, neighbours: 5 },
      steps,
    );
    expect(similarity(nearest, 0, 1)).toBeCloseTo(1 / Math.sqrt(6), 6);
  });

  test("jaccard of the same rows: 1 of 4", async () => {
    const nearest = await nearestRows(
      matrixOf(
        [
          [0, 1],
          [1, 2, 3],
        ],
        4,
      ),
      { weighting: "jaccard", shrinkage: 0, neighbours: 5 },
      steps,
    );
    expect(similarity(nearest, 1, 0)).toBe(0.25);
  });

  test("keeps the strongest, ties to the lower index, never the row itself", async () => {
    const rows = [[0, 1], [0, 1], [0, 1], [1]];
    const nearest = await nearestRows(
      matrixOf(rows, 2),
      { weighting: "cosine", shrinkage: 0, neighbours: 1 },
      steps,
    );
    expect([...nearest.rows]).toEqual([1, 0, 0, 0]);
  });

  test.each(weightings)("%s agrees with the formula on random rows", async (weighting) => {
    const rowsArbitrary = fc.array(
      fc.uniqueArray(fc.integer({ min: 0, max: 7 }), { maxLength: 8 }),
      { minLength: 2, maxLength: 9 },
    );
    await fc.assert(
      fc.asyncProperty(rowsArbitrary, fc.constantFrom(0, 3), async (rows, shrinkage) => {
        const nearest = await nearestRows(
          matrixOf(rows, 8),
          { weighting, shrinkage, neighbours: 100 },
          steps,
        );
        for (let a = 0; a < rows.length; a++) {
          for (let b = 0; b < rows.length; b++) {
            const expected =
              a === b ? 0 : Math.max(0, naiveSimilarity(rows, 8, a, b, weighting, shrinkage));
            // Similarities are stored in single precision.
            expect(similarity(nearest, a, b)).toBeCloseTo(expected, 5);
          }
        }
      }),
      { numRuns: 60, seed: 7 },
    );
  });
});
