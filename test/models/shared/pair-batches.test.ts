import { describe, expect, it } from "vitest";
import type { ComputePool } from "../../../src/compute/pool/pool.js";
import { createRandom } from "../../../src/compute/random.js";
import { PairBatches, type PairBatchOptions } from "../../../src/models/shared/pair-batches.js";
import { positiveTable, type PositiveTable } from "../../../src/models/shared/positive-table.js";
import { testPools } from "../../compute/kernels/both-backends.js";
import { trainPart } from "../../support/parts.js";

const { twin, compiled } = testPools();
const options = { batchSize: 1000, negatives: "uniform", seed: 3, name: "test" } as const;

function tableOf(nUsers: number, nItems: number, rows: [number, number, number][]): PositiveTable {
  const ratingScale = { minimum: 1, maximum: 5, step: 1 };
  return positiveTable({ train: trainPart(nUsers, nItems, rows), ratingScale, seed: 1 });
}

function randomTable(nUsers: number, nItems: number, nRows: number): PositiveTable {
  const random = createRandom(1, "pairs");
  return tableOf(
    nUsers,
    nItems,
    // Squares make low items popular.
    Array.from({ length: nRows }, () => [
      random.integer(nUsers),
      Math.floor(nItems * random.uniform() ** 2),
      5,
    ]),
  );
}

/** The triples of an epoch, batch after batch. */
function epochOf(pool: ComputePool, table: PositiveTable, given: PairBatchOptions, epoch = 1) {
  const workspace = pool.workspace();
  const batches = new PairBatches(workspace, pool, table, given);
  batches.startEpoch(epoch);
  const sizes: number[] = [];
  const triples: [number, number, number][] = [];
  for (let at = 0; at < batches.nBatches; at++) {
    const { users, positives, negatives } = batches.batch(at);
    sizes.push(users.length);
    users.forEach((user, k) => triples.push([user, positives[k], negatives[k]]));
  }
  workspace.release();
  return { sizes, triples };
}

function has(table: PositiveTable, user: number, item: number): boolean {
  const { offsets, columns } = table.byUser;
  return columns.subarray(offsets[user], offsets[user + 1]).includes(item);
}

describe.each(["uniform", "popularity"] as const)("batches with %s negatives", (negatives) => {
  const table = randomTable(60, 80, 2000);
  const given = { ...options, batchSize: 300, negatives };

  it("take every positive once, and negatives that the user does not have", () => {
    const { sizes, triples } = epochOf(compiled[1], table, given);
    const { columns } = table.byUser;
    expect(sizes.slice(0, -1).every((size) => size === 300)).toBe(true);
    expect(triples).toHaveLength(columns.length);
    expect(new Set(triples.map(([user, item]) => `${user} ${item}`)).size).toBe(columns.length);
    for (const [user, positive, negative] of triples) {
      expect(has(table, user, positive)).toBe(true);
      expect(has(table, user, negative)).toBe(false);
    }
  });

  it("are the same on every number of threads and in the twin, and others in another epoch", () => {
    const large = randomTable(300, 200, 20000);
    const expected = epochOf(twin, large, given);
    for (const pool of compiled) expect(epochOf(pool, large, given)).toEqual(expected);
    expect(epochOf(twin, large, given, 2)).not.toEqual(expected);
    expect(epochOf(twin, large, { ...given, seed: 4 })).not.toEqual(expected);
  });
});

describe("negatives", () => {
  const rows: [number, number, number][] = [];
  for (let user = 1; user < 3001; user++)
    rows.push([user, 0, 5], [user, 1 + (user % 3 ? 0 : 1), 5]);
  const table = tableOf(3001, 6, [[0, 5, 5], ...rows]);
  const shares = (negatives: "uniform" | "popularity", from: number): number[] => {
    const counts = new Array<number>(6).fill(0);
    const { triples } = epochOf(compiled[0], table, { ...options, negatives });
    for (const [user, , negative] of triples) if (user % 3 === from) counts[negative]++;
    const total = counts.reduce((sum, count) => sum + count, 0);
    return counts.map((count) => count / total);
  };

  it("are drawn evenly over what the user lacks", () => {
    // 2000 draws each: four standard deviations of a share of 1/4 are 0.039.
    [0, 0, 0.25, 0.25, 0.25, 0.25].forEach((share, item) => {
      expect(Math.abs(shares("uniform", 1)[item] - share)).toBeLessThan(0.039);
    });
  });

  it("are drawn by popularity among what the user lacks", () => {
    // A user of items 0 and 1 lacks item 2, which 1000 users have, and item 5, which one has.
    const drawn = shares("popularity", 1);
    expect(drawn[2]).toBeGreaterThan(0.99);
    expect(drawn[0] + drawn[1] + drawn[3] + drawn[4]).toBe(0);
  });

  it("are drawn evenly where no item that anybody has is left", () => {
    const lone = tableOf(1, 4, [
      [0, 1, 5],
      [0, 2, 5],
    ]);
    const { triples } = epochOf(compiled[0], lone, { ...options, negatives: "popularity" });
    expect(triples.every(([, , negative]) => negative === 0 || negative === 3)).toBe(true);
  });

  it("of a user who has everything do not exist: such positives are left out", () => {
    const full = tableOf(2, 2, [
      [0, 0, 5],
      [0, 1, 5],
      [1, 1, 5],
    ]);
    expect(epochOf(compiled[0], full, options).triples).toEqual([[1, 1, 0]]);
  });
});
