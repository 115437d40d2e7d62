import { describe, expect, it } from "vitest";
import { denseGram } from "../../../src/compute/kernels/slim-gram.js";
import { createSlimSolver } from "../../../src/compute/kernels/slim-items.js";
import type { ComputePool } from "../../../src/compute/pool/pool.js";
import { createRandom } from "../../../src/compute/random.js";
import { sparseFromTriples, type SparseMatrix } from "../../../src/compute/sparse.js";
import { testPools } from "./both-backends.js";

const { twin, compiled } = testPools();

/** Items by users; popular items share most users, as real ones do. */
function randomItems(nItems: number, nUsers: number, nEntries: number): SparseMatrix {
  const random = createRandom(1, "items");
  const items = Int32Array.from({ length: nEntries }, () =>
    Math.floor(nItems * random.uniform() ** 2),
  );
  const users = Int32Array.from({ length: nEntries }, () => random.integer(nUsers));
  return sparseFromTriples(nItems, nUsers, items, users, new Float32Array(nEntries).fill(1));
}

function gramOf(pool: ComputePool, byItem: SparseMatrix): Float32Array {
  const workspace = pool.workspace();
  const gram = denseGram(workspace, pool, byItem).slice();
  workspace.release();
  return gram;
}

interface Settings {
  readonly l1: number;
  readonly l2: number;
  readonly tolerance: number;
  readonly candidates?: { readonly offsets: Int32Array; readonly items: Int32Array };
}

function solve(pool: ComputePool, nItems: number, gram: Float32Array, settings: Settings) {
  const { l1, l2, tolerance, candidates } = settings;
  const workspace = pool.workspace();
  const solver = createSlimSolver(workspace, pool, {
    nItems,
    gram: workspace.copyOf(gram),
    l1,
    l2,
    tolerance,
    ...(candidates === undefined
      ? {}
      : {
          candidates: {
            offsets: workspace.copyOf(candidates.offsets),
            items: workspace.copyOf(candidates.items),
          },
        }),
  });
  const weights = new Float32Array(nItems * nItems);
  let nUnfinished = 0;
  for (let first = 0; first < nItems; first += 100) {
    const solved = solver(first, Math.min(nItems, first + 100));
    weights.set(solved.weights, first * nItems);
    nUnfinished += solved.nUnfinished;
  }
  workspace.release();
  expect(nUnfinished).toBe(0);
  return weights;
}

/**
 * How far one item is from the conditions of the optimum, in units of G_kk + l2, the curvature: where a weight
 * is positive the gradient of the whole objective must be 0, where it is 0 not negative.
 */
function violation(
  gram: Float32Array,
  weights: Float32Array,
  item: number,
  { l1, l2 }: Settings,
): number {
  const nItems = Math.sqrt(gram.length);
  const own = weights.subarray(item * nItems, (item + 1) * nItems);
  let worst = own[item] === 0 ? 0 : Number.POSITIVE_INFINITY;
  for (let k = 0; k < nItems; k++) {
    if (k === item) continue;
    if (own[k] < 0) return Number.POSITIVE_INFINITY;
    let gradient = l1 + l2 * own[k] - gram[item * nItems + k];
    for (let l = 0; l < nItems; l++) gradient += gram[k * nItems + l] * own[l];
    const distance = own[k] > 0 ? Math.abs(gradient) : Math.max(0, -gradient);
    worst = Math.max(worst, distance / (gram[k * nItems + k] + l2));
  }
  return worst;
}

describe("Gram matrix of ones", () => {
  it("counts common columns, whoever counts", () => {
    const byItem = randomItems(70, 50, 900);
    const expected = gramOf(twin, byItem);
    const set = (row: number): Set<number> =>
      new Set(byItem.columns.subarray(byItem.offsets[row], byItem.offsets[row + 1]));
    for (const [a, b] of [
      [0, 0],
      [3, 40],
      [69, 1],
    ] as const) {
      const common = [...set(a)].filter((column) => set(b).has(column)).length;
      expect(expected[a * 70 + b]).toBe(common);
    }
    for (const pool of compiled) expect([...gramOf(pool, byItem)]).toEqual([...expected]);
  });
});

describe("SLIM's descent", () => {
  it("solves a case made by hand", () => {
    // Item 2 is compared with 0 and 1, which share no user: w = (G - l1) / (G_kk + l2), or 0.
    const gram = Float32Array.of(4, 0, 3, 0, 5, 1, 3, 1, 6);
    for (const pool of [twin, ...compiled]) {
      const weights = solve(pool, 3, gram, { l1: 1, l2: 2, tolerance: 1e-9 });
      expect(weights[6]).toBeCloseTo(2 / 6, 6);
      // On the bound: the gradient is l1 exactly, and the weight 0.
      expect(weights[7]).toBe(0);
      expect(weights[8]).toBe(0);
      expect(weights[2]).toBeCloseTo(2 / 8, 6);
      expect(weights[1]).toBe(0);
    }
  });

  const nItems = 220;
  const gram = gramOf(twin, randomItems(nItems, 300, 9000));

  it.each([
    { l1: 0.5, l2: 1 },
    { l1: 3, l2: 20 },
    { l1: 0, l2: 5 },
  ])("meets the conditions of the optimum for every item, %o", (penalties) => {
    const settings = { ...penalties, tolerance: 1e-7 };
    const weights = solve(compiled[1], nItems, gram, settings);
    const items = Array.from({ length: nItems }, (_unused, item) => item);
    const worst = items.map((item) => violation(gram, weights, item, settings));
    // The tolerance, and the rounding of about 50 weights below 1 to single precision.
    expect(Math.max(...worst)).toBeLessThan(2e-6);
    // Both cases occur: weights inside, and weights on the bound.
    const positive = weights.filter((weight) => weight > 0).length;
    expect(positive).toBeGreaterThan(nItems);
    expect(positive).toBeLessThan(0.9 * nItems * nItems);
  });

  it("agrees with its twin, and with itself on any number of threads", () => {
    const settings = { l1: 1, l2: 10, tolerance: 1e-8 };
    const expected = solve(twin, nItems, gram, settings);
    const [one, ...others] = compiled.map((pool) => solve(pool, nItems, gram, settings));
    // With l2 above 0 there is one optimum; both are near it by the tolerance times the condition.
    const differences = one.map((value, at) => Math.abs(value - expected[at]));
    expect(Math.max(...differences)).toBeLessThan(1e-5);
    const bytes = (weights: Float32Array): string => Buffer.from(weights.buffer).toString("base64");
    for (const other of others) expect(bytes(other)).toBe(bytes(one));
  });

  it("solves also what has more weights than a working set", () => {
    // Each item but the last shares a user with item 0 alone, and all of them with the last.
    const size = 700;
    const diagonal = new Float32Array(size * size);
    for (let at = 0; at < size; at++) diagonal[at * size + at] = 3;
    for (let at = 0; at < size - 1; at++) {
      diagonal[at * size + size - 1] = 1;
      diagonal[(size - 1) * size + at] = 1;
    }
    const settings = { l1: 0.25, l2: 1, tolerance: 1e-7 };
    const weights = solve(compiled[0], size, diagonal, settings);
    const last = weights.subarray((size - 1) * size);
    expect(last.subarray(0, size - 1).every((value) => Math.abs(value - 0.1875) < 1e-6)).toBe(true);
  });

  it("gives weights to candidates only", () => {
    const offsets = Int32Array.from({ length: nItems + 1 }, (_unused, at) => Math.min(3, 3 * at));
    const candidates = { offsets, items: Int32Array.of(0, 7, 9) };
    for (const pool of [twin, compiled[2]]) {
      const weights = solve(pool, nItems, gram, { l1: 0, l2: 1, tolerance: 1e-6, candidates });
      const positive = [...weights.keys()].filter((at) => weights[at] > 0);
      expect(positive).toEqual([7, 9]);
    }
  });
});
