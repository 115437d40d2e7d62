import type { Kernel } from "../pool/kernel.js";
import type { ComputePool } from "../pool/pool.js";
import type { Workspace } from "../pool/workspace.js";

type Arguments = [
  nItems: number,
  firstItem: number,
  l1: number,
  l2: number,
  tolerance: number,
  maximumRounds: number,
  capacity: number,
  gram: Float32Array,
  candidateOffsets: Int32Array,
  candidates: Int32Array,
  isRestricted: number,
  scratch: Uint8Array,
  scratchBytes: number,
  weights: Float32Array,
  rounds: Int32Array,
];

// The twin has no working sets, so it needs many more rounds than the compiled kernel.
const passesPerRound = 400;

/**
 * Row `task` of `weights` becomes the w >= 0 that minimises, for the item j = firstItem + task with G = `gram`,
 *   1/2 w' G w - G_j w + l2/2 w' w + l1 sum w,  w_j = 0, and 0 for all that are no candidates,
 * by coordinate descent, until no coordinate on its own would change by more than `tolerance`; `rounds`
 * tells how long it took, -1 where `maximumRounds` were not enough. G must not be negative anywhere:
 * then the gradient G_kj - sum G_kl w_l only falls below G_kj, and an item k with G_kj <= l1 has weight 0.
 */
const kernel: Kernel<Arguments> = {
  name: "slimItems",
  twin: (task, _slot, nItems, firstItem, ...settings) => {
    const [l1, l2, tolerance, maximumRounds, , gram, offsets, candidates, isRestricted] = settings;
    const [weights, rounds] = settings.slice(-2) as [Float32Array, Int32Array];
    const item = firstItem + task;
    const own = gram.subarray(item * nItems, (item + 1) * nItems);
    const range = isRestricted
      ? candidates.slice(offsets[item], offsets[item + 1])
      : Int32Array.from({ length: nItems }, (_unused, other) => other);
    const possible = range.filter((other) => other !== item && own[other] > l1);
    const weight = new Float64Array(nItems);
    const gradient = Float64Array.from(own);
    const descend = (): number => {
      let largest = 0;
      for (const other of possible) {
        const row = gram.subarray(other * nItems, (other + 1) * nItems);
        const slope = gradient[other] + row[other] * weight[other] - l1;
        const change = Math.max(0, slope) / (row[other] + l2) - weight[other];
        if (change === 0) continue;
        weight[other] += change;
        largest = Math.max(largest, Math.abs(change));
        for (const at of possible) gradient[at] -= change * row[at];
      }
      return largest;
    };
    let pass = 0;
    // The next pass would change a weight by no more than this one, all others being as they are.
    while (descend() > tolerance / 2 && pass < maximumRounds * passesPerRound) pass++;
    weights.set(weight, task * nItems);
    rounds[task] = pass < maximumRounds * passesPerRound ? pass : -1;
  },
};

/** What {@link createSlimSolver} solves, arrays in the workspace. */
export interface SlimProblem {
  readonly nItems: number;
  /** `[nItems x nItems]` numbers of common users. */
  readonly gram: Float32Array;
  /** At least 0. */
  readonly l1: number;
  readonly l2: number;
  /** Above 0; of a weight. */
  readonly tolerance: number;
  /** Items that may have a weight for each item; left out: all. */
  readonly candidates?: { readonly offsets: Int32Array; readonly items: Int32Array };
}

/** Items that one call of a solver takes at most. */
export const slimItemsPerCall = 128;

// More than the hardest items of MovieLens 1M need (about 20).
const maximumRounds = 100;
// A working set of this many items fills 1 MiB.
const largestCapacity = 512;

/** Weights of some items. */
export interface SlimWeights {
  /** `[nSolved x nItems]` what the items' scores are made of; valid until the next call. */
  readonly weights: Float32Array;
  /** Items whose descent was given up before it met the tolerance. */
  readonly nUnfinished: number;
}

/**
 * A function that solves the items from `firstItem` to `lastItem - 1`, at most {@link slimItemsPerCall}.
 * Throws `E_COMPUTE_MEMORY`.
 */
export function createSlimSolver(
  workspace: Workspace,
  pool: ComputePool,
  problem: SlimProblem,
): (firstItem: number, lastItem: number) => SlimWeights {
  const { nItems, l1, l2, tolerance, gram, candidates } = problem;
  const capacity = Math.max(4, Math.min(nItems, largestCapacity));
  const padded = 4 * Math.ceil(capacity / 4);
  const scratchBytes = 16 * Math.ceil((40 * nItems + 24 * padded + 4 * padded * padded) / 16 + 1);
  const weights = workspace.float32(Math.min(slimItemsPerCall, nItems) * nItems);
  const rounds = workspace.int32(slimItemsPerCall);
  const operands = [
    gram,
    candidates?.offsets ?? workspace.int32(0),
    candidates?.items ?? workspace.int32(0),
    candidates === undefined ? 0 : 1,
    workspace.scratch(scratchBytes),
    scratchBytes,
    weights,
    rounds,
  ] as const;
  const settings = [l1, l2, tolerance, maximumRounds, capacity] as const;
  return (firstItem, lastItem) => {
    const nSolved = lastItem - firstItem;
    pool.run(kernel, nSolved, nItems, firstItem, ...settings, ...operands);
    const nUnfinished = rounds
      .subarray(0, nSolved)
      .reduce((n, round) => n + (round < 0 ? 1 : 0), 0);
    return { weights: weights.subarray(0, nSolved * nItems), nUnfinished };
  };
}
