import { describe, expect, it } from "vitest";
import {
  bprBlocks,
  BprEpochs,
  type BprFactors,
  type BprOutcome,
  type BprRates,
  type BprSampling,
} from "../../../src/compute/kernels/bpr-epochs.js";
import type { ComputePool } from "../../../src/compute/pool/pool.js";
import { createRandom } from "../../../src/compute/random.js";
import { sparseFromTriples, type SparseMatrix } from "../../../src/compute/sparse.js";
import { relativeDifference, testPools } from "./both-backends.js";
import { referenceEpoch } from "./bpr-reference.js";

const { twin, compiled } = testPools();
const once: BprSampling = { negatives: "uniform", replacement: false, tries: 64 };
const rates: BprRates = {
  learningRate: 0.1,
  user: 0.01,
  positive: 0.02,
  negative: 0.03,
  bias: 0.04,
  learnsBias: true,
};

function matrixOf(nUsers: number, nItems: number, pairs: readonly [number, number][]) {
  const users = Int32Array.from(pairs, ([user]) => user);
  const items = Int32Array.from(pairs, ([, item]) => item);
  return sparseFromTriples(nUsers, nItems, users, items, new Float32Array(pairs.length).fill(1));
}

/** About one cell in eight, low items more often; user 0 has none. */
function randomMatrix(nUsers: number, nItems: number): SparseMatrix {
  const random = createRandom(1, "pairs");
  const pairs: [number, number][] = [];
  for (let user = 1; user < nUsers; user++) {
    for (let item = 0; item < nItems; item++) {
      if (random.uniform() < 0.25 * (1 - item / nItems)) pairs.push([user, item]);
    }
  }
  return matrixOf(nUsers, nItems, pairs);
}

interface Trained {
  readonly users: Float32Array;
  readonly items: Float32Array;
  readonly bias: Float32Array;
  readonly outcome: BprOutcome;
}

function train(
  pool: ComputePool,
  matrix: SparseMatrix,
  width: number,
  fill: (factors: BprFactors) => void,
  options: { sampling?: BprSampling; epochs?: number; rates?: BprRates } = {},
): Trained {
  const workspace = pool.workspace();
  const factors = {
    width,
    userFactors: workspace.float32(matrix.nRows * width),
    itemFactors: workspace.float32(matrix.nColumns * width),
    itemBias: workspace.float32(matrix.nColumns),
  };
  fill(factors);
  const epochs = new BprEpochs(pool, workspace, matrix, options.sampling ?? once, factors);
  let outcome: BprOutcome = { loss: 0, samples: 0 };
  for (let epoch = 1; epoch <= (options.epochs ?? 1); epoch++) {
    outcome = epochs.run(createRandom(1, `test/${epoch}`), options.rates ?? rates);
  }
  const { userFactors, itemFactors, itemBias } = factors;
  const result = {
    users: userFactors.slice(),
    items: itemFactors.slice(),
    bias: itemBias.slice(),
    outcome,
  };
  workspace.release();
  return result;
}

function fillRandomly({ userFactors, itemFactors, itemBias }: BprFactors): void {
  const random = createRandom(2, "factors");
  for (const array of [userFactors, itemFactors, itemBias]) {
    for (let at = 0; at < array.length; at++) array[at] = 0.3 * random.normal();
  }
}

/**
 * How often each user had each item as positive (counted up) or negative (counted down): items are
 * unit vectors, so that tiny steps, all of nearly the same size, add up in the user's vector.
 */
function countDraws(pool: ComputePool, matrix: SparseMatrix, sampling: BprSampling, epochs = 1) {
  const width = Math.ceil(matrix.nColumns / 8) * 8;
  const learningRate = 1e-6;
  const none = { user: 0, positive: 0, negative: 0, bias: 0, learnsBias: false };
  const { users, outcome } = train(
    pool,
    matrix,
    width,
    ({ itemFactors }) => {
      for (let item = 0; item < matrix.nColumns; item++) itemFactors[item * width + item] = 1;
    },
    { sampling, epochs, rates: { learningRate, ...none } },
  );
  const counts = (user: number): number[] => {
    const row = [...users.subarray(user * width, user * width + matrix.nColumns)];
    const exact = row.map((value) => (2 * value) / learningRate);
    const rest = exact.map((count) => Math.abs(count - Math.round(count)));
    expect(Math.max(...rest)).toBeLessThan(0.1);
    return exact.map(Math.round);
  };
  return { counts, samples: outcome.samples };
}

describe("a step", () => {
  it("is what the equations say on a case worked by hand", () => {
    // x = 1 * (0.5 - 0) + 2 * (0 - 0.25) + 0.1 + 0.2 = 0.3, z = 1 / (1 + e^0.3) = 0.4255575
    for (const pool of [twin, ...compiled]) {
      const { users, items, bias, outcome } = train(pool, matrixOf(1, 2, [[0, 0]]), 8, (all) => {
        all.userFactors.set([1, 2]);
        all.itemFactors.set([0.5, 0, 0, 0, 0, 0, 0, 0, 0, 0.25]);
        all.itemBias.set([0.1, -0.2]);
      });
      const expected = [1.0202779, 1.9873611, 0.5415557, 0.0851115, -0.0425557, 0.1641385];
      const got = [users[0], users[1], items[0], items[1], items[8], items[9]];
      expect(relativeDifference(got, expected)).toBeLessThan(1e-7);
      expect(relativeDifference(bias, [0.1421557, -0.2417557])).toBeLessThan(5e-7);
      expect(outcome.samples).toBe(1);
      expect(outcome.loss).toBeCloseTo(0.5543552, 6);
    }
  });

  it("leaves biases alone when they are not learned", () => {
    const fixed = { ...rates, learnsBias: false };
    for (const pool of [twin, ...compiled]) {
      const matrix = randomMatrix(20, 30);
      const { bias } = train(pool, matrix, 8, (all) => all.itemBias.fill(0.5), { rates: fixed });
      expect(bias.every((value) => value === 0.5)).toBe(true);
    }
  });
});

describe("an epoch", () => {
  it.each([
    [20, 30, 1],
    [45, 130, 2],
    [130, 550, 8],
  ])("of %i users and %i items is the reference's, in %i blocks", (nUsers, nItems, nBlocks) => {
    expect(bprBlocks(nUsers, nItems)).toBe(nBlocks);
    const matrix = randomMatrix(nUsers, nItems);
    const liked = Array.from({ length: nUsers }, (_unused, user) => [
      ...matrix.columns.subarray(matrix.offsets[user], matrix.offsets[user + 1]),
    ]);
    const start = train(twin, matrix, 8, fillRandomly, { epochs: 0 });
    const rows = (flat: Float32Array, count: number): number[][] =>
      Array.from({ length: count }, (_unused, row) => [...flat.subarray(row * 8, row * 8 + 8)]);
    const reference = {
      users: rows(start.users, nUsers),
      items: rows(start.items, nItems),
      bias: [...start.bias],
    };
    const loss = referenceEpoch(liked, reference, nBlocks, createRandom(1, "test/1"), rates);
    for (const pool of [twin, ...compiled]) {
      const { users, items, bias, outcome } = train(pool, matrix, 8, fillRandomly);
      // Some hundred steps a row, each rounded to single precision (6e-8).
      expect(relativeDifference(users, reference.users.flat())).toBeLessThan(2e-5);
      expect(relativeDifference(items, reference.items.flat())).toBeLessThan(2e-5);
      expect(relativeDifference(bias, reference.bias)).toBeLessThan(2e-5);
      expect(outcome.samples).toBe(matrix.columns.length);
      expect(Math.abs(outcome.loss / loss - 1)).toBeLessThan(1e-5);
    }
  });

  it.each([
    [{ ...once, negatives: "popularity" as const }, 64],
    [{ negatives: "popularity" as const, replacement: true, tries: 1 }, 104],
    [{ ...once, replacement: true }, 8],
  ])("gives the same bytes on 1, 2 and 4 threads: %o, width %i", (sampling, width) => {
    const options = { sampling, epochs: 3 };
    const matrix = randomMatrix(140, 600);
    const expected = train(twin, matrix, width, fillRandomly, options);
    const [one, ...others] = compiled.map((pool) =>
      train(pool, matrix, width, fillRandomly, options),
    );
    // The compiled dot product adds in another order; the difference grows over some thousand steps.
    expect(relativeDifference(one.users, expected.users)).toBeLessThan(1e-4);
    expect(relativeDifference(one.items, expected.items)).toBeLessThan(1e-4);
    expect(one.outcome.samples).toBe(expected.outcome.samples);
    for (const other of others) expect(other).toEqual(one);
  });
});

describe("the samples", () => {
  it("take each positive once an epoch and never as a negative", () => {
    for (const pool of compiled.slice(0, 2)) {
      for (const [nUsers, nItems] of [
        [30, 40],
        [50, 140],
        [140, 530],
      ]) {
        const matrix = randomMatrix(nUsers, nItems);
        const { counts, samples } = countDraws(pool, matrix, once);
        expect(samples).toBe(matrix.columns.length);
        for (let user = 0; user < nUsers; user++) {
          const own = matrix.columns.subarray(matrix.offsets[user], matrix.offsets[user + 1]);
          const row = counts(user);
          expect([...own].every((item) => row[item] === 1)).toBe(true);
          const drawn = row.filter((count) => count < 0).reduce((sum, count) => sum - count, 0);
          expect(drawn).toBe(own.length);
        }
      }
    }
  });

  /** Chi-square of the negatives of all users, in standard deviations from its mean. */
  function deviation(
    matrix: SparseMatrix,
    sampling: BprSampling,
    weight: (item: number) => number,
  ) {
    const epochs = 200;
    const { counts } = countDraws(compiled[0], matrix, sampling, epochs);
    let square = 0;
    let freedom = 0;
    for (let user = 1; user < matrix.nRows; user++) {
      const own = new Set(matrix.columns.subarray(matrix.offsets[user], matrix.offsets[user + 1]));
      const others = [...Array(matrix.nColumns).keys()].filter((item) => !own.has(item));
      if (own.size === 0) continue;
      const total = others.reduce((sum, item) => sum + weight(item), 0);
      const row = counts(user);
      for (const item of others) {
        const expected = (epochs * own.size * weight(item)) / total;
        square += (-row[item] - expected) ** 2 / expected;
      }
      freedom += others.length - 1;
    }
    return (square - freedom) / Math.sqrt(2 * freedom);
  }

  it("draw every other item alike, whatever the blocks", () => {
    // One block: exactly so. Several: draws of an epoch share their blocks, which adds a little variance.
    expect(Math.abs(deviation(randomMatrix(12, 40), once, () => 1))).toBeLessThan(4);
    expect(Math.abs(deviation(randomMatrix(34, 130), once, () => 1))).toBeLessThan(6);
  });

  it("draw by popularity in proportion to an item's pairs", () => {
    const matrix = randomMatrix(60, 24);
    const counts = new Float64Array(24);
    for (const item of matrix.columns) counts[item]++;
    // An item without a pair is never drawn.
    const isThere = counts.map((count) => Math.max(count, 1e-9));
    const sampling = { ...once, negatives: "popularity" as const };
    expect(Math.abs(deviation(matrix, sampling, (item) => isThere[item]))).toBeLessThan(4);
  });

  it("leave out a sample whose negative the user has, when it has one try", () => {
    const matrix = randomMatrix(60, 60);
    const sampling = { negatives: "popularity" as const, replacement: true, tries: 1 };
    const { counts, samples } = countDraws(compiled[1], matrix, sampling);
    expect(samples).toBeGreaterThan(0.5 * matrix.columns.length);
    expect(samples).toBeLessThan(matrix.columns.length);
    let positives = 0;
    for (let user = 0; user < 60; user++) {
      positives += counts(user)
        .filter((count) => count > 0)
        .reduce((sum, count) => sum + count, 0);
    }
    expect(positives).toBe(samples);
  });

  it("are none for a user who has every item", () => {
    const all = matrixOf(1, 3, [
      [0, 0],
      [0, 1],
      [0, 2],
    ]);
    for (const pool of [twin, ...compiled]) {
      const before = train(pool, all, 8, fillRandomly, { epochs: 0 });
      const after = train(pool, all, 8, fillRandomly);
      expect(after.outcome).toEqual({ loss: 0, samples: 0 });
      expect(after.users).toEqual(before.users);
    }
  });
});
