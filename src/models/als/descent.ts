import { alsCholeskySolver, type RowSolver } from "../../compute/kernels/als-cholesky.js";
import { alsConjugateSolver } from "../../compute/kernels/als-conjugate.js";
import { alsEntryLoss } from "../../compute/kernels/als-loss.js";
import { alsRows, type AlsRows } from "../../compute/kernels/als-rows.js";
import { factorGram, type FactorGram } from "../../compute/kernels/gram-factors.js";
import type { ComputePool } from "../../compute/pool/pool.js";
import type { Workspace } from "../../compute/pool/workspace.js";
import type { AlsProblem } from "./problem.js";
import type { AlsSettings } from "./settings.js";

/** Steps of the conjugate gradient method; those of `implicit`. */
const nSteps = 3;

/** One side while it is learned. */
interface Side {
  readonly rows: AlsRows;
  /** `[nRows x width]` */
  readonly factors: Float32Array;
  readonly grams: FactorGram;
  /** `[width x width]` unobservedWeight * sum of y y^T as of the last `measureGram`. */
  readonly gram: Float32Array;
}

/** Alternating least squares on the kernels, in a workspace. */
export class AlsDescent {
  readonly users: Side;
  readonly items: Side;
  readonly #problem: AlsProblem;
  readonly #solve: RowSolver;
  readonly #solveExactly: RowSolver;
  readonly #entryLoss: ReturnType<typeof alsEntryLoss>;

  constructor(
    pool: ComputePool,
    workspace: Workspace,
    problem: AlsProblem,
    solver: AlsSettings["solver"],
  ) {
    const { width } = problem;
    const sideOf = (side: AlsProblem["users"]): Side => ({
      rows: alsRows(workspace, side),
      factors: workspace.float32(side.nRows * width),
      grams: factorGram(pool, workspace, side.nRows, width),
      gram: workspace.float32(width * width),
    });
    this.#problem = problem;
    this.users = sideOf(problem.users);
    this.items = sideOf(problem.items);
    this.#solveExactly = alsCholeskySolver(pool, workspace, width);
    this.#solve =
      solver === "cholesky"
        ? this.#solveExactly
        : alsConjugateSolver(pool, workspace, width, nSteps);
    this.#entryLoss = alsEntryLoss(pool, workspace, width, this.users.rows.nTasks);
  }

  /** Solves the items, given the users. */
  updateItems(): void {
    this.#measureGram(this.users);
    this.#solve(this.items.rows, this.#systemOf(this.users), this.items.factors);
  }

  /** Solves the users, given the items; `exactly` whatever the solver. */
  updateUsers(exactly = false): void {
    this.#measureGram(this.items);
    const solve = exactly ? this.#solveExactly : this.#solve;
    solve(this.users.rows, this.#systemOf(this.items), this.users.factors);
  }

  /** The whole loss, after `updateUsers`; see the header of `als.ts`. */
  loss(): number {
    const { users, items } = this;
    const { unobservedWeight, base } = this.#problem;
    this.#measureGram(users);
    let everywhere = 0;
    if (unobservedWeight > 0) {
      users.gram.forEach((value, at) => (everywhere += value * items.gram[at]));
      everywhere /= unobservedWeight;
    }
    const entries = this.#entryLoss(users.rows, base, users.factors, items.factors);
    return entries + everywhere + this.#penalty(users) + this.#penalty(items);
  }

  #measureGram({ grams, factors, gram }: Side): void {
    grams.compute(factors, this.#problem.unobservedWeight, gram);
  }

  #systemOf({ factors, gram }: Side): Parameters<RowSolver>[1] {
    const { nFactors, width, base } = this.#problem;
    return { nFactors, width, factors, gram, base };
  }

  #penalty({ rows, factors }: Side): number {
    const { width } = this.#problem;
    let sum = 0;
    for (let row = 0; row < rows.nRows; row++) {
      let square = 0;
      for (let at = row * width; at < (row + 1) * width; at++) square += factors[at] * factors[at];
      sum += rows.ridges[row] * square;
    }
    return sum;
  }
}
