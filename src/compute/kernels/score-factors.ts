/**
 * Scores of users by factors, the whole rows. A score is
 *   s = b_i;  s = fl(s + fl(u_f * v_if)) for f = 0, 1, ..., nFactors - 1,
 * fl being rounding to single precision: the same bits whatever the number of threads, the size of the
 * block and the place in it, and the same as `src/models/shared/form-scorer.ts` gives.
 */
import type { Kernel } from "../pool/kernel.js";
import type { ComputePool } from "../pool/pool.js";
import type { Workspace } from "../pool/workspace.js";

/** Items of one panel; the compiled kernels have the same number. */
const panelItems = 8;
const usersPerTask = 16;
/** A tile of 4 users and 8 items. */
const scratchBytes = 128;

/** Users and items as vectors whose products are the scores. */
export interface FactorMatrices {
  readonly nFactors: number;
  /** `[nUsers x nFactors]` */
  readonly userFactors: Float32Array;
  /** `[nItems x nFactors]` */
  readonly itemFactors: Float32Array;
  /** `[nItems]`; 0 when left out. */
  readonly itemBias?: Float32Array;
}

/** {@link FactorMatrices} in a workspace, items as the kernels read them. */
export interface FactorOperand {
  readonly nItems: number;
  readonly nFactors: number;
  /** `[nUsers x nFactors]` */
  readonly userFactors: Float32Array;
  /**
   * `[ceil(nItems / 8) x (nFactors + 1) x 8]`: of eight items the biases, then one factor after
   * another; zeros behind the last item.
   */
  readonly panels: Float32Array;
}

/** Copies factors into `workspace`; throws `E_COMPUTE_MEMORY`. */
export function factorOperand(
  workspace: Workspace,
  nItems: number,
  { nFactors, userFactors, itemFactors, itemBias }: FactorMatrices,
): FactorOperand {
  const panelLength = (nFactors + 1) * panelItems;
  const panels = workspace.float32(Math.ceil(nItems / panelItems) * panelLength);
  for (let item = 0; item < nItems; item++) {
    const lane = item % panelItems;
    let at = ((item - lane) / panelItems) * panelLength + lane;
    panels[at] = itemBias === undefined ? 0 : itemBias[item];
    const start = item * nFactors;
    for (let factor = 0; factor < nFactors; factor++) {
      at += panelItems;
      panels[at] = itemFactors[start + factor];
    }
  }
  return { nItems, nFactors, userFactors: workspace.copyOf(userFactors), panels };
}

/** One score, out of the arrays of a {@link FactorOperand}. */
export function factorScore(
  nFactors: number,
  userFactors: Float32Array,
  panels: Float32Array,
  user: number,
  item: number,
): number {
  const lane = item % panelItems;
  let at = ((item - lane) / panelItems) * (nFactors + 1) * panelItems + lane;
  let score = panels[at];
  for (let factor = user * nFactors; factor < (user + 1) * nFactors; factor++) {
    at += panelItems;
    score = Math.fround(score + Math.fround(userFactors[factor] * panels[at]));
  }
  return score;
}

const kernel: Kernel<
  [
    nUsers: number,
    nItems: number,
    nFactors: number,
    users: Int32Array,
    userFactors: Float32Array,
    panels: Float32Array,
    scores: Float32Array,
    scratch: Uint8Array,
  ]
> = {
  name: "scoreFactors",
  twin: (task, _slot, nUsers, nItems, nFactors, users, userFactors, panels, scores) => {
    const first = task * usersPerTask;
    for (let at = first; at < Math.min(first + usersPerTask, nUsers); at++) {
      for (let item = 0; item < nItems; item++) {
        scores[at * nItems + item] = factorScore(nFactors, userFactors, panels, users[at], item);
      }
    }
  },
};

/**
 * Writes the scores of `users` (indices into the user factors) over all items to `scores`
 * `[users.length x nItems]`; the arrays are in `workspace`, of `pool`.
 */
export function scoreFactors(
  pool: ComputePool,
  workspace: Workspace,
  { nItems, nFactors, userFactors, panels }: FactorOperand,
  users: Int32Array,
  scores: Float32Array,
): void {
  const nUsers = users.length;
  const nTasks = Math.ceil(nUsers / usersPerTask);
  const scratch = workspace.scratch(scratchBytes);
  pool.run(kernel, nTasks, nUsers, nItems, nFactors, users, userFactors, panels, scores, scratch);
}
