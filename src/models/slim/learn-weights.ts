import { MoviolaError } from "../../common/errors.js";
import { denseGram } from "../../compute/kernels/slim-gram.js";
import {
  createSlimSolver,
  slimItemsPerCall,
  type SlimProblem,
} from "../../compute/kernels/slim-items.js";
import { withWorkspace } from "../../compute/pool/shared-pool.js";
import type { Workspace } from "../../compute/pool/workspace.js";
import { transpose, type SparseMatrix } from "../../compute/sparse.js";
import { gibibytes } from "../shared/fit-size.js";
import type { FitSteps } from "../shared/fit-steps.js";
import { nearestRows } from "../shared/nearest-rows.js";
import type { PositiveTable } from "../shared/positive-table.js";

/** Settings of {@link learnWeights}. */
export interface SlimSettings {
  readonly l1: number;
  readonly l2: number;
  /** 0 for all. */
  readonly neighbours: number;
  readonly tolerance: number;
}

/** What has been learned. */
export interface LearnedWeights {
  /** `[nItems x nItems]` w_kj; row k: item of the history, column j: item that is scored. */
  readonly matrix: SparseMatrix;
  readonly nUnfinished: number;
}

const mostItems = 2 ** 14;

/** SLIM's weights; throws `E_MODEL_SIZE` above 16,384 items, `E_COMPUTE_MEMORY`, `E_MODEL_ABORTED`. */
export async function learnWeights(
  table: PositiveTable,
  settings: SlimSettings,
  steps: FitSteps,
): Promise<LearnedWeights> {
  const { byItem, nItems } = table;
  if (nItems > mostItems) throw sizeError(nItems);
  const { l1, l2, tolerance } = settings;
  return withWorkspace(async (workspace, pool) => {
    const candidates = await candidatesOf(workspace, byItem, settings.neighbours, steps);
    await steps.step(0, nItems, "items");
    const gram = denseGram(workspace, pool, byItem);
    const problem: SlimProblem = { nItems, gram, l1, l2, tolerance, ...candidates };
    const solve = createSlimSolver(workspace, pool, problem);
    const rows = new SparseRows(nItems);
    let nUnfinished = 0;
    for (let first = 0; first < nItems; first += slimItemsPerCall) {
      const last = Math.min(nItems, first + slimItemsPerCall);
      const solved = solve(first, last);
      rows.add(solved.weights);
      nUnfinished += solved.nUnfinished;
      await steps.step(last, nItems, "items");
    }
    return { matrix: transpose(rows.matrix()), nUnfinished };
  });
}

async function candidatesOf(
  workspace: Workspace,
  byItem: SparseMatrix,
  neighbours: number,
  steps: FitSteps,
): Promise<Pick<SlimProblem, "candidates">> {
  if (neighbours === 0) return {};
  const settings = { weighting: "cosine", shrinkage: 0, neighbours } as const;
  const { offsets, rows } = await nearestRows(byItem, settings, steps);
  return { candidates: { offsets: workspace.copyOf(offsets), items: workspace.copyOf(rows) } };
}

/** A square sparse matrix that grows by dense rows. */
class SparseRows {
  readonly #size: number;
  readonly #offsets: Int32Array;
  readonly #columns: number[] = [];
  readonly #values: number[] = [];
  #nRows = 0;

  constructor(size: number) {
    this.#size = size;
    this.#offsets = new Int32Array(size + 1);
  }

  add(rows: Float32Array): void {
    for (let start = 0; start < rows.length; start += this.#size) {
      for (let column = 0; column < this.#size; column++) {
        const value = rows[start + column];
        if (value === 0) continue;
        this.#columns.push(column);
        this.#values.push(value);
      }
      this.#offsets[++this.#nRows] = this.#columns.length;
    }
  }

  matrix(): SparseMatrix {
    return {
      nRows: this.#size,
      nColumns: this.#size,
      offsets: this.#offsets,
      columns: Int32Array.from(this.#columns),
      values: Float32Array.from(this.#values),
    };
  }
}

function sizeError(nItems: number): MoviolaError {
  const size = (count: number): string => gibibytes(4 * count * count);
  return new MoviolaError("E_MODEL_SIZE", "The matrix of all pairs of items would not fit", {
    expected: `at most ${mostItems} items (${size(mostItems)})`,
    got: `${nItems} items (${size(nItems)})`,
    remedy: "Filter the data by k-core, or take item-knn, whose memory grows with the neighbours",
  });
}
