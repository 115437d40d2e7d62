import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rankRelevant } from "../../../src/compute/kernels/rank-relevant.js";
import type { ComputePool } from "../../../src/compute/pool/pool.js";
import { createRandom } from "../../../src/compute/random.js";
import { rowColumns, sparseFromTriples, type SparseMatrix } from "../../../src/compute/sparse.js";
import { RankFinder } from "../../../src/metrics/ranking/rank-finder.js";
import { testPools } from "./both-backends.js";

const { twin, compiled } = testPools();
const pools = [twin, ...compiled];

function randomPairs(name: string, seed: number, nUsers: number, nItems: number): SparseMatrix {
  const random = createRandom(seed, name);
  const n = random.integer(nUsers * nItems + 1);
  const draw = (bound: number): Int32Array =>
    Int32Array.from({ length: n }, () => random.integer(bound));
  return sparseFromTriples(nUsers, nItems, draw(nUsers), draw(nItems), new Float32Array(n));
}

function ranksOf(
  pool: ComputePool,
  rows: Float32Array,
  relevant: SparseMatrix,
  masked: SparseMatrix,
  withTies: boolean,
) {
  const workspace = pool.workspace();
  const { nRows: nUsers, nColumns: nItems } = relevant;
  const operand = {
    ranks: workspace.int32(relevant.columns.length),
    nExcluded: workspace.int32(nUsers),
    tieCorrections: workspace.float64(nUsers),
    faults: workspace.int32(nUsers),
  };
  const lists = ({ offsets, columns }: SparseMatrix) => ({
    offsets: workspace.copyOf(offsets),
    items: workspace.copyOf(columns),
  });
  const users = workspace.copyOf(Int32Array.from({ length: nUsers }, (_unused, user) => user));
  const own = workspace.copyOf(rows);
  rankRelevant(pool, nItems, users, own, lists(relevant), lists(masked), withTies, operand);
  const result = {
    ranks: operand.ranks.slice(),
    nExcluded: operand.nExcluded.slice(),
    tieCorrections: operand.tieCorrections.slice(),
    faults: operand.faults.slice(),
  };
  workspace.release();
  return result;
}

describe("places of relevant items", () => {
  it("are those of RankFinder on scores full of ties, with masked items", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 1, max: 18 }),
        fc.integer({ min: 1, max: 60 }),
        fc.boolean(),
        (seed, nUsers, nItems, withTies) => {
          const random = createRandom(seed, "scores");
          const rows = Float32Array.from({ length: nUsers * nItems }, () => random.integer(6) - 3);
          const relevant = randomPairs("relevant", seed, nUsers, nItems);
          const masked = randomPairs("masked", seed, nUsers, nItems);
          const [reference, ...others] = pools.map((pool) =>
            ranksOf(pool, rows, relevant, masked, withTies),
          );
          for (const other of others) expect(other).toEqual(reference);
          const finder = new RankFinder(nItems, withTies);
          for (let user = 0; user < nUsers; user++) {
            const items = rowColumns(relevant, user);
            const excluded = rowColumns(masked, user).filter((item) => !items.includes(item));
            const row = rows.subarray(user * nItems, (user + 1) * nItems);
            finder.fromScores(user, row, excluded, items, undefined);
            const [start, end] = relevant.offsets.subarray(user, user + 2);
            const own = reference.ranks.slice(start, end).sort();
            expect(own).toEqual(finder.ranks.slice(0, items.length));
            expect(reference.nExcluded[user]).toBe(excluded.length);
            expect(reference.tieCorrections[user] + 0).toBe(finder.tieCorrection + 0);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("are not made for a user with a score that is not finite, who is named", () => {
    for (const [value, item] of [
      [Number.NaN, 0],
      [Infinity, 12],
      [-Infinity, 8],
    ]) {
      const rows = new Float32Array(3 * 13);
      rows[13 + item] = value;
      const relevant = sparseFromTriples(
        3,
        13,
        Int32Array.of(0, 1, 2),
        Int32Array.of(4, 4, 4),
        new Float32Array(3),
      );
      const nothing = new Int32Array(0);
      const none = sparseFromTriples(3, 13, nothing, nothing, new Float32Array(0));
      for (const pool of pools) {
        const { faults, ranks } = ranksOf(pool, rows, relevant, none, false);
        expect([...faults]).toEqual([0, 1, 0]);
        expect([...ranks]).toEqual([5, 0, 5]);
      }
    }
  });
});
