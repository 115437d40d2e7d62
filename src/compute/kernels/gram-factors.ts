import type { Kernel } from "../pool/kernel.js";
import type { ComputePool } from "../pool/pool.js";
import type { Workspace } from "../pool/workspace.js";

const mostTasks = 64;
const fewestRows = 256;

/** Upper triangles of the Gram matrices of consecutive rows, one a task, for {@link factorGram}. */
const kernel: Kernel<
  [nRows: number, width: number, rowsPerTask: number, factors: Float32Array, partials: Float32Array]
> = {
  name: "gramPartials",
  twin: (task, _slot, nRows, width, rowsPerTask, factors, partials) => {
    const last = Math.min((task + 1) * rowsPerTask, nRows);
    for (let a = 0; a < width; a++) {
      for (let b = a; b < width; b++) {
        let sum = 0;
        for (let row = task * rowsPerTask; row < last; row++) {
          sum += factors[row * width + a] * factors[row * width + b];
        }
        partials[(task * width + a) * width + b] = sum;
      }
    }
  },
};

/** Makes Gram matrices of the factors of `nRows` rows, in a workspace of the pool. */
export interface FactorGram {
  /** `gram = scale * sum over rows of y y^T`, `[width x width]`, from `factors` `[nRows x width]`. */
  compute(factors: Float32Array, scale: number, gram: Float32Array): void;
}

/** Room for the partial sums of {@link FactorGram}; `width` is a multiple of 8. */
export function factorGram(
  pool: ComputePool,
  workspace: Workspace,
  nRows: number,
  width: number,
): FactorGram {
  const rowsPerTask = Math.max(fewestRows, Math.ceil(nRows / mostTasks));
  const nTasks = Math.ceil(nRows / rowsPerTask);
  const partials = workspace.float32(nTasks * width * width);
  return {
    compute: (factors, scale, gram) => {
      pool.run(kernel, nTasks, nRows, width, rowsPerTask, factors, partials);
      addPartials(partials, nTasks, width, scale, gram);
    },
  };
}

function addPartials(
  partials: Float32Array,
  nTasks: number,
  width: number,
  scale: number,
  gram: Float32Array,
): void {
  for (let a = 0; a < width; a++) {
    for (let b = a; b < width; b++) {
      let sum = 0;
      for (let task = 0; task < nTasks; task++) sum += partials[(task * width + a) * width + b];
      gram[a * width + b] = scale * sum;
      gram[b * width + a] = gram[a * width + b];
    }
  }
}
