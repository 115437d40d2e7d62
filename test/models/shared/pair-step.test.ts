import { describe, expect, it } from "vitest";
import type { PairSamples } from "../../../src/compute/kernels/pair-loss.js";
import type { ComputePool } from "../../../src/compute/pool/pool.js";
import { createRandom } from "../../../src/compute/random.js";
import { PairStep, type PairDecay } from "../../../src/models/shared/pair-step.js";
import { relativeDifference, testPools } from "../../compute/kernels/both-backends.js";

const { twin, compiled } = testPools();

interface Case {
  readonly shape: { readonly nUsers: number; readonly nItems: number; readonly width: number };
  readonly samples: PairSamples;
  readonly users: Float32Array;
  readonly items: Float32Array;
}

function randomCase(nUsers: number, nItems: number, width: number, nSamples: number): Case {
  const random = createRandom(5, "pair-step");
  const draw = (bound: number): Int32Array =>
    Int32Array.from({ length: nSamples }, () => random.integer(bound));
  const table = (rows: number): Float32Array =>
    Float32Array.from({ length: rows * width }, () => random.normal());
  return {
    shape: { nUsers, nItems, width },
    samples: { users: draw(nUsers), positives: draw(nItems), negatives: draw(nItems) },
    users: table(nUsers),
    items: table(nItems),
  };
}

/** Loss and gradient, users' rows before items'. */
function step(pool: ComputePool, given: Case, decay: PairDecay) {
  const workspace = pool.workspace();
  const { users, positives, negatives } = given.samples;
  const samples = {
    users: workspace.copyOf(users),
    positives: workspace.copyOf(positives),
    negatives: workspace.copyOf(negatives),
  };
  const tables = { users: workspace.copyOf(given.users), items: workspace.copyOf(given.items) };
  const gradient = {
    users: workspace.float32(given.users.length),
    items: workspace.float32(given.items.length),
  };
  const pairs = new PairStep(workspace, pool, given.shape, users.length);
  const touched = pairs.group(samples);
  const loss =
    pairs.addGradient(samples, touched, tables, gradient) +
    pairs.addDecay(users.length, touched, tables, gradient, decay);
  const all = Float32Array.of(...gradient.users, ...gradient.items);
  workspace.release();
  return { loss, gradient: all };
}

/** The mean loss with its decay, in double precision, of users' rows before items'. */
function meanLoss(given: Case, decay: PairDecay, values: Float64Array): number {
  const { shape, samples } = given;
  const n = samples.users.length;
  const squares = [0, 0, 0];
  let loss = 0;
  for (let sample = 0; sample < n; sample++) {
    const rows = [
      samples.users[sample],
      shape.nUsers + samples.positives[sample],
      shape.nUsers + samples.negatives[sample],
    ].map((row) => values.subarray(row * shape.width, (row + 1) * shape.width));
    let margin = 0;
    for (let at = 0; at < shape.width; at++) margin += rows[0][at] * (rows[1][at] - rows[2][at]);
    rows.forEach((row, kind) => row.forEach((value) => (squares[kind] += value * value)));
    loss += Math.log1p(Math.exp(-margin));
  }
  const sizes = squares.map((sum) => (decay.form === "squared" ? sum / 2 : Math.sqrt(sum)));
  return (loss + decay.regularisation * (sizes[0] + sizes[1] + sizes[2])) / n;
}

const decays: PairDecay[] = [
  { regularisation: 0, form: "squared" },
  { regularisation: 0.3, form: "squared" },
  { regularisation: 0.3, form: "norm" },
];

describe("a step over pairs", () => {
  it("is what the definition says on a sample made by hand", () => {
    const given: Case = {
      shape: { nUsers: 1, nItems: 2, width: 2 },
      samples: {
        users: Int32Array.of(0),
        positives: Int32Array.of(1),
        negatives: Int32Array.of(0),
      },
      users: Float32Array.of(1, 2),
      items: Float32Array.of(0.5, 0, 0, 0.25),
    };
    // x = (1, 2) . (-0.5, 0.25) = 0: loss ln 2, coefficient -1/2.
    for (const pool of [twin, ...compiled]) {
      const { loss, gradient } = step(pool, given, decays[0]);
      expect(loss).toBeCloseTo(Math.LN2, 12);
      expect([...gradient]).toEqual([0.25, -0.125, 0.5, 1, -0.5, -1]);
    }
  });

  it.each(decays)("has the gradient of its loss, by central differences: %o", (decay) => {
    const given = randomCase(4, 6, 5, 12);
    const values = Float64Array.of(...given.users, ...given.items);
    const { loss, gradient } = step(compiled[1], given, decay);
    expect(loss / 12).toBeCloseTo(meanLoss(given, decay, values), 5);
    const numeric = Array.from(values, (value, at) => {
      const moved = (by: number): number => {
        const other = values.slice();
        other[at] = value + by;
        return meanLoss(given, decay, other);
      };
      return (moved(1e-5) - moved(-1e-5)) / 2e-5;
    });
    // Single precision against double.
    expect(relativeDifference(gradient, numeric)).toBeLessThan(1e-5);
  });

  it.each([1, 7, 64])(
    "gives the same bytes on all threads, and the twin's numbers at width %i",
    (width) => {
      const given = randomCase(300, 200, width, 1000);
      const expected = step(twin, given, decays[1]);
      const [one, ...others] = compiled.map((pool) => step(pool, given, decays[1]));
      for (const other of others) expect(other).toEqual(one);
      // The twin multiplies in double precision.
      expect(relativeDifference(one.gradient, expected.gradient)).toBeLessThan(1e-5);
      expect(one.loss / expected.loss).toBeCloseTo(1, 6);
    },
  );

  it("stays finite where margins are huge", () => {
    const given = randomCase(3, 4, 2, 6);
    const users = given.users.map((value) => value * 1e4);
    const { loss, gradient } = step(compiled[0], { ...given, users }, decays[0]);
    expect(Number.isFinite(loss)).toBe(true);
    expect(gradient.every(Number.isFinite)).toBe(true);
  });
});
