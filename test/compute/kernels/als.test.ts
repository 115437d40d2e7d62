import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { alsCholeskySolver, type RowSolver } from "../../../src/compute/kernels/als-cholesky.js";
import { alsConjugateSolver } from "../../../src/compute/kernels/als-conjugate.js";
import { alsEntryLoss } from "../../../src/compute/kernels/als-loss.js";
import { alsRows, paddedWidth, taskStarts } from "../../../src/compute/kernels/als-rows.js";
import { factorGram } from "../../../src/compute/kernels/gram-factors.js";
import type { ComputePool } from "../../../src/compute/pool/pool.js";
import type { Workspace } from "../../../src/compute/pool/workspace.js";
import { createRandom } from "../../../src/compute/random.js";
import { sparseFromTriples, type SparseMatrix } from "../../../src/compute/sparse.js";
import { relativeDifference, testPools } from "./both-backends.js";

const { twin, compiled } = testPools();

interface Problem {
  readonly sparse: SparseMatrix;
  readonly nFactors: number;
  /** `[nColumns x nFactors]` */
  readonly other: Float32Array;
  readonly ridge: number;
  readonly base: number;
}

function randomProblem(nFactors: number): Problem {
  const random = createRandom(1, `als/${nFactors}`);
  const nEntries = 6000;
  const draw = (bound: number): Int32Array =>
    Int32Array.from({ length: nEntries }, () => random.integer(bound));
  const values = Float32Array.from({ length: nEntries }, () => random.uniform());
  // The last rows stay empty.
  const sparse = sparseFromTriples(310, 170, draw(300), draw(170), values);
  const other = Float32Array.from({ length: 170 * nFactors }, () => random.normal());
  return { sparse, nFactors, other, ridge: 3, base: 0.5 };
}

type Solver = (pool: ComputePool, workspace: Workspace, width: number) => RowSolver;
const steps =
  (nSteps: number): Solver =>
  (pool, workspace, width) =>
    alsConjugateSolver(pool, workspace, width, nSteps);

/** Solution `[nRows x width]` from a start of 0.1, and the loss over its entries. */
function solve(
  pool: ComputePool,
  { sparse, nFactors, other, ridge, base }: Problem,
  solver: Solver,
): { solution: Float32Array; loss: number } {
  const workspace = pool.workspace();
  const width = paddedWidth(nFactors);
  const ridges = new Float32Array(sparse.nRows).fill(ridge);
  const rows = alsRows(workspace, { ...sparse, ridges });
  const factors = workspace.float32(sparse.nColumns * width);
  const solution = workspace.float32(sparse.nRows * width);
  for (let column = 0; column < sparse.nColumns; column++) {
    factors.set(other.subarray(column * nFactors, (column + 1) * nFactors), column * width);
  }
  for (let row = 0; row < sparse.nRows; row++) {
    solution.fill(0.1, row * width, row * width + nFactors);
  }
  const gram = workspace.float32(width * width);
  factorGram(pool, workspace, sparse.nColumns, width).compute(factors, base, gram);
  solver(pool, workspace, width)(rows, { nFactors, width, factors, gram, base }, solution);
  const entryLoss = alsEntryLoss(pool, workspace, width, rows.nTasks);
  const loss = entryLoss(rows, base, solution, factors);
  const result = { solution: solution.slice(), loss };
  workspace.release();
  return result;
}

describe("normal equations of rows", () => {
  const solvers: readonly [string, Solver][] = [
    ["Cholesky", alsCholeskySolver],
    ["conjugate gradients", steps(3)],
  ];
  const cases = solvers.flatMap(([name, solver]) =>
    [1, 8, 13, 64].map((nFactors) => [name, nFactors, solver] as const),
  );

  it.each(cases)("%s: agrees with its twin at %i factors", (_name, nFactors, solver) => {
    const problem = randomProblem(nFactors);
    const expected = solve(twin, problem, solver);
    const [one, ...others] = compiled.map((pool) => solve(pool, problem, solver));
    // The twin solves in double precision; the systems have condition numbers below 1,000.
    expect(relativeDifference(one.solution, expected.solution)).toBeLessThan(1e-4);
    expect(Math.abs(one.loss / expected.loss - 1)).toBeLessThan(1e-5);
    for (const other of others) expect(other).toEqual(one);
  });

  it("conjugate gradients reach what Cholesky factors give", () => {
    const problem = randomProblem(13);
    for (const pool of [twin, compiled[1]]) {
      const exact = solve(pool, problem, alsCholeskySolver).solution;
      const three = relativeDifference(solve(pool, problem, steps(3)).solution, exact);
      const thirty = relativeDifference(solve(pool, problem, steps(30)).solution, exact);
      expect(thirty).toBeLessThan(1e-4);
      expect(thirty).toBeLessThan(three);
    }
  });

  it("gives 0 for rows without entries, whatever stood there", () => {
    for (const pool of [twin, ...compiled]) {
      for (const [, solver] of solvers) {
        const { solution } = solve(pool, randomProblem(8), solver);
        expect(solution.subarray(300 * 8).every((value) => value === 0)).toBe(true);
      }
    }
  });

  it("gives NaN where the matrix is not positive definite", () => {
    const sparse = sparseFromTriples(1, 1, Int32Array.of(0), Int32Array.of(0), Float32Array.of(-2));
    const problem = { sparse, nFactors: 1, other: Float32Array.of(1), ridge: 0.5, base: 1 };
    for (const pool of [twin, ...compiled]) {
      expect(solve(pool, problem, alsCholeskySolver).solution[0]).toBeNaN();
    }
  });
});

interface HuGolden {
  readonly other: readonly (readonly number[])[];
  readonly confidence: number;
  readonly ridge: number;
  readonly solution: readonly (readonly number[])[];
}

it("solves the least squares problem of Hu et al. as numpy does", () => {
  const path = join(import.meta.dirname, "..", "..", "models", "golden", "linear.json");
  const { nUsers, nItems, rows, hu } = JSON.parse(readFileSync(path, "utf8")) as {
    nUsers: number;
    nItems: number;
    rows: [number, number, number][];
    hu: HuGolden;
  };
  // A positive counts `confidence`, 1 of which every cell has.
  const sparse = sparseFromTriples(
    nUsers,
    nItems,
    Int32Array.from(rows, ([user]) => user),
    Int32Array.from(rows, ([, item]) => item),
    new Float32Array(rows.length).fill(hu.confidence - 1),
  );
  const other = Float32Array.from(hu.other.flat());
  const problem = { sparse, nFactors: 3, other, ridge: hu.ridge, base: 1 };
  for (const pool of [twin, ...compiled]) {
    const { solution } = solve(pool, problem, alsCholeskySolver);
    const own = hu.solution.flatMap((_row, user) => [...solution.subarray(user * 8, user * 8 + 3)]);
    // Single precision, three unknowns.
    expect(relativeDifference(own, hu.solution.flat())).toBeLessThan(2e-6);
  }
});

it("divides rows into tasks that hold each row once", () => {
  const offsets = Int32Array.of(0, 9000, 9000, 9001, 9001);
  expect([...taskStarts(offsets, 4)]).toEqual([0, 1, 4]);
  expect([...taskStarts(Int32Array.of(0), 0)]).toEqual([0]);
});
