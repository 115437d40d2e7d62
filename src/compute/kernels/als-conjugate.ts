import type { Kernel } from "../pool/kernel.js";
import type { ComputePool } from "../pool/pool.js";
import type { Workspace } from "../pool/workspace.js";
import type { RowSolver } from "./als-cholesky.js";

const kernel: Kernel<
  [
    starts: Int32Array,
    offsets: Int32Array,
    columns: Int32Array,
    weights: Float32Array,
    base: number,
    width: number,
    nSteps: number,
    factors: Float32Array,
    gram: Float32Array,
    ridges: Float32Array,
    scratch: Uint8Array,
    solution: Float32Array,
  ]
> = {
  name: "alsConjugate",
  twin: (
    task,
    _slot,
    starts,
    offsets,
    columns,
    weights,
    base,
    width,
    nSteps,
    factors,
    gram,
    ridges,
    _scratch,
    solution,
  ) => {
    for (let row = starts[task]; row < starts[task + 1]; row++) {
      const vector = solution.subarray(row * width, (row + 1) * width);
      const entries = { start: offsets[row], end: offsets[row + 1], columns, weights };
      if (entries.start === entries.end) {
        vector.fill(0);
        continue;
      }
      const matrix = { ...entries, width, factors, gram, ridge: ridges[row] };
      conjugateGradient(matrix, rightHandSide(matrix, base), nSteps, vector);
    }
  },
};

/** The matrix gram + sum over entries of w y y^T + ridge, which is never made. */
interface RowMatrix {
  readonly start: number;
  readonly end: number;
  readonly columns: Int32Array;
  readonly weights: Float32Array;
  readonly width: number;
  readonly factors: Float32Array;
  readonly gram: Float32Array;
  readonly ridge: number;
}

function conjugateGradient(
  matrix: RowMatrix,
  right: Float64Array,
  nSteps: number,
  vector: Float32Array,
): void {
  const start = imageOf(matrix, vector);
  const residual = right.map((value, at) => value - start[at]);
  const direction = residual.slice();
  let square = dot(residual, residual);
  for (let step = 0; step < nSteps && square > 1e-20; step++) {
    const image = imageOf(matrix, direction);
    const length = square / dot(direction, image);
    direction.forEach((value, at) => (vector[at] += length * value));
    image.forEach((value, at) => (residual[at] -= length * value));
    const next = dot(residual, residual);
    const kept = next / square;
    residual.forEach((value, at) => (direction[at] = value + kept * direction[at]));
    square = next;
  }
}

function rightHandSide(matrix: RowMatrix, base: number): Float64Array {
  const { start, end, columns, weights, width, factors } = matrix;
  const right = new Float64Array(width);
  for (let entry = start; entry < end; entry++) {
    const own = columns[entry] * width;
    const weight = weights[entry] + base;
    for (let at = 0; at < width; at++) right[at] += weight * factors[own + at];
  }
  return right;
}

function imageOf(matrix: RowMatrix, vector: Float32Array | Float64Array): Float64Array {
  const { start, end, columns, weights, width, factors, gram, ridge } = matrix;
  const image = new Float64Array(width);
  for (let row = 0; row < width; row++) {
    image[row] = ridge * vector[row] + dot(gram.subarray(row * width, (row + 1) * width), vector);
  }
  for (let entry = start; entry < end; entry++) {
    const own = factors.subarray(columns[entry] * width, (columns[entry] + 1) * width);
    const weight = weights[entry] * dot(own, vector);
    for (let at = 0; at < width; at++) image[at] += weight * own[at];
  }
  return image;
}

function dot(left: Float32Array | Float64Array, right: Float32Array | Float64Array): number {
  let sum = 0;
  for (let at = 0; at < left.length; at++) sum += left[at] * right[at];
  return sum;
}

/**
 * Takes `nSteps` steps of the conjugate gradient method towards the solution of `alsCholeskySolver`, from
 * what stands in `solution`. The matrix of a row is never made.
 *
 * Source: Takács, Pilászy, Tikk, "Applications of the conjugate gradient method for implicit feedback
 * collaborative filtering", RecSys 2011; the `implicit` library takes 3 steps.
 */
export function alsConjugateSolver(
  pool: ComputePool,
  workspace: Workspace,
  width: number,
  nSteps: number,
): RowSolver {
  const scratch = workspace.scratch(4 * 3 * width);
  return (rows, { base, factors, gram }, solution) => {
    const { nTasks, starts, offsets, columns, values, ridges } = rows;
    pool.run(
      kernel,
      nTasks,
      starts,
      offsets,
      columns,
      values,
      base,
      width,
      nSteps,
      factors,
      gram,
      ridges,
      scratch,
      solution,
    );
  };
}
