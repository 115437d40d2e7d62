import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { adamStep, createAdam, type AdamOptions } from "../../../src/compute/kernels/adam.js";
import type { ComputePool } from "../../../src/compute/pool/pool.js";
import { createRandom } from "../../../src/compute/random.js";
import { relativeDifference, testPools } from "./both-backends.js";

interface Golden {
  readonly parameters: number[];
  readonly gradients: number[][];
  readonly cases: {
    readonly settings: Required<AdamOptions> & { readonly learningRate: number };
    readonly after: number[];
  }[];
}

const golden = JSON.parse(
  readFileSync(new URL("../golden/adam.json", import.meta.url), "utf8"),
) as Golden;
const { twin, compiled } = testPools();

function descend(
  pool: ComputePool,
  parameters: ArrayLike<number>,
  gradients: readonly ArrayLike<number>[],
  { learningRate, ...options }: AdamOptions & { readonly learningRate: number },
): Float32Array {
  const workspace = pool.workspace();
  const state = createAdam(workspace, workspace.copyOf(Float32Array.from(parameters)));
  for (const gradient of gradients) {
    state.gradient.set(gradient);
    adamStep(pool, state, learningRate, options);
    expect(state.gradient.every((value) => value === 0)).toBe(true);
  }
  const after = state.parameters.slice();
  workspace.release();
  return after;
}

describe("Adam", () => {
  it.each(golden.cases)("goes where PyTorch's formula goes in ten steps: %o", (given) => {
    for (const pool of [twin, ...compiled]) {
      const after = descend(pool, golden.parameters, golden.gradients, given.settings);
      // Single precision against double over ten steps.
      expect(relativeDifference(after, given.after)).toBeLessThan(1e-6);
    }
  });

  it("moves by the learning rate in its first step, whatever the size of the gradient", () => {
    const after = descend(twin, [1, 1, 1], [[1e-4, 5, -300]], { learningRate: 0.1 });
    expect(relativeDifference(after, [0.9, 0.9, 1.1])).toBeLessThan(1e-4);
  });

  it("leaves a parameter that never had a gradient", () => {
    expect(descend(compiled[0], [0.3], [[0], [0]], { learningRate: 0.1 })[0]).toBe(
      Math.fround(0.3),
    );
  });

  it("agrees with its twin over several tasks, with the same bytes on every number of threads", () => {
    const random = createRandom(1, "adam");
    const draw = (): Float32Array => Float32Array.from({ length: 50003 }, () => random.normal());
    const parameters = draw();
    const gradients = [draw(), draw(), draw()];
    const settings = { learningRate: 0.01, regularisation: 0.1 };
    const expected = descend(twin, parameters, gradients, settings);
    const [one, ...others] = compiled.map((pool) => descend(pool, parameters, gradients, settings));
    // The twin rounds to single precision less often.
    expect(relativeDifference(one, expected)).toBeLessThan(1e-6);
    for (const other of others) expect(other).toEqual(one);
  });
});
