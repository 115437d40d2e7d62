/** Loss and gradient of a batch of (user, positive, negative) by the rows of two tables. */
import { addPairDecay, addPairGradient, pairSquares } from "../../compute/kernels/pair-gradient.js";
import { pairLoss, type PairLosses, type PairSamples } from "../../compute/kernels/pair-loss.js";
import type { ComputePool } from "../../compute/pool/pool.js";
import type { Workspace } from "../../compute/pool/workspace.js";
import { PairGrouper, type TouchedRows } from "./pair-groups.js";

/** Users' and items' rows, `[nUsers x width]` and `[nItems x width]`, in a workspace. */
export interface PairTables {
  readonly users: Float32Array;
  readonly items: Float32Array;
}

/** The rows of both tables that a batch touches. */
export interface TouchedSides {
  readonly users: TouchedRows;
  readonly items: TouchedRows;
}

/** How the rows of a batch are held small; n is the number of its samples. */
export interface PairDecay {
  readonly regularisation: number;
  /**
   * `squared`: regularisation / (2 n) times the sum of the squared lengths of the rows of all samples, as
   * in the code of LightGCN. `norm`: regularisation / n times the lengths of three matrices, the rows of
   * all users, positives and negatives, as in `EmbLoss` of RecBole and MMRec.
   */
  readonly form: "squared" | "norm";
}

/** Steps over batches of up to `batchSize` samples; arrays are of the workspace. */
export class PairStep {
  readonly #pool: ComputePool;
  readonly #width: number;
  readonly #users: PairGrouper;
  readonly #items: PairGrouper;
  readonly #losses: PairLosses;
  readonly #squares: Float64Array;
  readonly #factors: Float32Array;

  constructor(
    workspace: Workspace,
    pool: ComputePool,
    shape: { readonly nUsers: number; readonly nItems: number; readonly width: number },
    batchSize: number,
  ) {
    this.#pool = pool;
    this.#width = shape.width;
    this.#users = new PairGrouper(workspace, shape.nUsers, 2 * batchSize);
    this.#items = new PairGrouper(workspace, shape.nItems, 2 * batchSize);
    this.#losses = {
      coefficients: workspace.float32(batchSize),
      losses: workspace.float64(batchSize),
    };
    this.#squares = workspace.float64(2 * batchSize);
    this.#factors = workspace.float32(2 * batchSize);
  }

  /** Which rows the samples touch; overwritten by the next call. */
  group(samples: PairSamples): TouchedSides {
    return { users: this.#users.byUser(samples), items: this.#items.byItem(samples) };
  }

  /**
   * Adds the gradient of the mean of ln(1 + exp(-u . (p - n))) to `gradient`, and returns the sum over
   * the samples, added up in their order in double precision.
   */
  addGradient(
    samples: PairSamples,
    touched: TouchedSides,
    tables: PairTables,
    gradient: PairTables,
  ): number {
    const width = this.#width;
    const nSamples = samples.users.length;
    const { coefficients, losses } = this.#losses;
    pairLoss(this.#pool, samples, tables.users, tables.items, width, this.#losses);
    const add = (rows: TouchedRows, table: Float32Array, target: Float32Array): void => {
      addPairGradient(this.#pool, rows.groups, coefficients, 1 / nSamples, table, width, target);
    };
    add(touched.users, tables.items, gradient.users);
    add(touched.items, tables.users, gradient.items);
    let sum = 0;
    for (let sample = 0; sample < nSamples; sample++) sum += losses[sample];
    return sum;
  }

  /** Adds the gradient of the decay (see {@link PairDecay}) and returns the decay times n. */
  addDecay(
    nSamples: number,
    touched: TouchedSides,
    tables: PairTables,
    gradient: PairTables,
    { regularisation, form }: PairDecay,
  ): number {
    if (regularisation === 0) return 0;
    const { users, items } = touched;
    const userSquares = this.#squaresOf(users, tables.users);
    // Both signs of a user's entries are of the same sample.
    const owners = sumOfCounted(userSquares, users.positiveEntries);
    this.#decay(users, factorOf(owners), 0, tables.users, gradient.users);
    const itemSquares = this.#squaresOf(items, tables.items);
    const positives = sumOfCounted(itemSquares, items.positiveEntries);
    const negatives = sumOfCounted(itemSquares, items.negativeEntries);
    this.#decay(items, factorOf(positives), factorOf(negatives), tables.items, gradient.items);
    const parts = [owners, positives, negatives];
    const size = (square: number): number => (form === "squared" ? square / 2 : Math.sqrt(square));
    return regularisation * parts.reduce((sum, square) => sum + size(square), 0);

    function factorOf(square: number): number {
      const slope = form === "squared" ? 1 : square > 0 ? 1 / Math.sqrt(square) : 0;
      return (regularisation * slope) / nSamples;
    }
  }

  #squaresOf({ groups }: TouchedRows, table: Float32Array): Float64Array {
    const squares = this.#squares.subarray(0, groups.rows.length);
    pairSquares(this.#pool, groups.rows, table, this.#width, squares);
    return squares;
  }

  #decay(
    touched: TouchedRows,
    positive: number,
    negative: number,
    table: Float32Array,
    gradient: Float32Array,
  ): void {
    const { rows } = touched.groups;
    const factors = this.#factors.subarray(0, rows.length);
    for (let row = 0; row < rows.length; row++) {
      factors[row] =
        positive * touched.positiveEntries[row] + negative * touched.negativeEntries[row];
    }
    addPairDecay(this.#pool, rows, factors, table, this.#width, gradient);
  }
}

function sumOfCounted(values: Float64Array, counts: Int32Array): number {
  let sum = 0;
  for (let row = 0; row < counts.length; row++) sum += counts[row] * values[row];
  return sum;
}
