import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { factorOperand, scoreFactors } from "../../../src/compute/kernels/score-factors.js";
import { topKFactors } from "../../../src/compute/kernels/top-k-factors.js";
import { listMask, type FoundLists } from "../../../src/compute/kernels/top-k-list.js";
import { topKRows } from "../../../src/compute/kernels/top-k-rows.js";
import type { ComputePool } from "../../../src/compute/pool/pool.js";
import { createRandom } from "../../../src/compute/random.js";
import { rowColumns, sparseFromTriples, type SparseMatrix } from "../../../src/compute/sparse.js";
import { topKItems } from "../../../src/metrics/index.js";
import { testPools } from "./both-backends.js";

const { twin, compiled } = testPools();
const pools = [twin, ...compiled];

interface Case {
  readonly nItems: number;
  readonly rows: Float32Array;
  readonly seen: SparseMatrix;
  readonly allowed: Uint8Array;
  readonly topK: number;
}

/** Few different scores, so that ties are everywhere. */
function randomCase(seed: number, nUsers: number, nItems: number, topK: number): Case {
  const random = createRandom(seed, "top-k");
  const nSeen = random.integer(nUsers * nItems + 1);
  const draw = (bound: number): Int32Array =>
    Int32Array.from({ length: nSeen }, () => random.integer(bound));
  return {
    nItems,
    rows: Float32Array.from({ length: nUsers * nItems }, () => random.integer(5) - 2),
    seen: sparseFromTriples(nUsers, nItems, draw(nUsers), draw(nItems), new Float32Array(nSeen)),
    allowed: Uint8Array.from({ length: nItems }, () => Number(random.integer(4) > 0)),
    topK: Math.min(topK, nItems),
  };
}

function copied({ items, scores, isFinite }: FoundLists): FoundLists {
  return { items: items.slice(), scores: scores.slice(), isFinite };
}

function listsOfRows(pool: ComputePool, { nItems, rows, seen, allowed, topK }: Case): FoundLists {
  const workspace = pool.workspace();
  const users = Int32Array.from({ length: rows.length / nItems }, (_unused, user) => user);
  const mask = listMask(workspace, nItems, users, seen, allowed);
  const copy = workspace.copyOf(rows);
  const lists = copied(topKRows(pool, workspace, nItems, copy, topK, mask));
  workspace.release();
  return lists;
}

/** Items of the user's list by `topKItems`, filled up with -1. */
function expectedItems({ nItems, rows, seen, allowed, topK }: Case, user: number): number[] {
  const barred = new Set([...rowColumns(seen, user)]);
  allowed.forEach((value, item) => value === 0 && barred.add(item));
  const excluded = Int32Array.from(barred).sort();
  const row = rows.subarray(user * nItems, (user + 1) * nItems);
  const list = [...topKItems(row, excluded, topK)];
  return [...list, ...new Array<number>(topK - list.length).fill(-1)];
}

describe("lists out of rows of scores", () => {
  it("are those of topKItems on scores full of ties, with seen and barred items", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 45 }),
        (seed, nUsers, nItems, topK) => {
          const given = randomCase(seed, nUsers, nItems, topK);
          const [reference, ...others] = pools.map((pool) => listsOfRows(pool, given));
          for (let user = 0; user < nUsers; user++) {
            const own = reference.items.subarray(user * given.topK, (user + 1) * given.topK);
            expect([...own]).toEqual(expectedItems(given, user));
            own.forEach((item, place) => {
              const score = item < 0 ? 0 : given.rows[user * nItems + item];
              expect(reference.scores[user * given.topK + place]).toBe(score);
            });
          }
          for (const other of others) expect(other).toEqual(reference);
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each([
    [Number.NaN, 3],
    [Infinity, 8],
    [-Infinity, 12],
  ])("say that a score is %d at item %i, masked or not", (value, item) => {
    for (const isSeen of [0, 1]) {
      const given = randomCase(7, 1, 13, 2);
      given.rows[item] = value;
      const seen = sparseFromTriples(
        1,
        13,
        new Int32Array(isSeen),
        new Int32Array(isSeen).fill(item),
        new Float32Array(isSeen),
      );
      for (const pool of pools) {
        expect(listsOfRows(pool, { ...given, seen }).isFinite).toBe(false);
        expect(listsOfRows(pool, randomCase(7, 1, 13, 2)).isFinite).toBe(true);
      }
    }
  });
});

interface Factors {
  readonly nUsers: number;
  readonly nItems: number;
  readonly nFactors: number;
  readonly userFactors: Float32Array;
  readonly itemFactors: Float32Array;
  readonly itemBias?: Float32Array;
}

function randomFactors(nUsers: number, nItems: number, nFactors: number, biased: boolean): Factors {
  const random = createRandom(3, "factors");
  const normal = (length: number): Float32Array =>
    Float32Array.from({ length }, () => random.normal());
  return {
    nUsers,
    nItems,
    nFactors,
    userFactors: normal(nUsers * nFactors),
    itemFactors: normal(nItems * nFactors),
    ...(biased ? { itemBias: normal(nItems) } : {}),
  };
}

/** Rows of scores, and the lists that the fused kernel makes without them. */
function byFactors(pool: ComputePool, factors: Factors, users: Int32Array, given: Case) {
  const workspace = pool.workspace();
  const operand = factorOperand(workspace, factors.nItems, factors);
  const own = workspace.copyOf(users);
  const rows = workspace.float32(users.length * factors.nItems);
  scoreFactors(pool, workspace, operand, own, rows);
  const mask = listMask(workspace, factors.nItems, own, given.seen, given.allowed);
  const lists = copied(topKFactors(pool, workspace, operand, own, given.topK, mask));
  const result = { rows: rows.slice(), lists };
  workspace.release();
  return result;
}

describe("scores and lists by factors", () => {
  it("are what the definition says on a case made by hand", () => {
    const factors = {
      nUsers: 1,
      nItems: 3,
      nFactors: 2,
      userFactors: Float32Array.of(2, -1),
      itemFactors: Float32Array.of(1, 0, 0, 1, 3, 3),
      itemBias: Float32Array.of(0, 4, -1),
    };
    const seen = sparseFromTriples(1, 3, Int32Array.of(0), Int32Array.of(1), Float32Array.of(1));
    const given = { ...randomCase(1, 1, 3, 3), seen, allowed: Uint8Array.of(1, 1, 1) };
    for (const pool of pools) {
      const { rows, lists } = byFactors(pool, factors, Int32Array.of(0), given);
      expect([...rows]).toEqual([2, 3, 2]);
      expect([...lists.items]).toEqual([0, 2, -1]);
      expect([...lists.scores]).toEqual([2, 2, 0]);
    }
  });

  it.each([
    [1, 1, 1, 1],
    [5, 7, 3, 4],
    [37, 8, 16, 8],
    [70, 101, 33, 20],
    [33, 64, 64, 64],
  ])(
    "of %i users and %i items at %i dimensions are the same bytes on all backends, and agree with the rows",
    (nUsers, nItems, nFactors, topK) => {
      for (const biased of [false, true]) {
        const factors = randomFactors(nUsers, nItems, nFactors, biased);
        const random = createRandom(4, "users");
        // Any list of users: some twice, in no order.
        const users = Int32Array.from({ length: nUsers + 3 }, () => random.integer(nUsers));
        const given = randomCase(5, nUsers, nItems, topK);
        const [reference, ...others] = pools.map((pool) => byFactors(pool, factors, users, given));
        expect(reference.lists.isFinite).toBe(true);
        users.forEach((user, position) => {
          const row = reference.rows.subarray(position * nItems, (position + 1) * nItems);
          const rows = new Float32Array(nUsers * nItems);
          rows.set(row, user * nItems);
          const own = reference.lists.items.subarray(position * topK, (position + 1) * topK);
          expect([...own]).toEqual(expectedItems({ ...given, rows }, user));
        });
        for (const other of others) expect(other).toEqual(reference);
      }
    },
  );

  it("do not depend on who else is scored, and say when one is not finite", () => {
    const factors = randomFactors(40, 21, 5, true);
    const given = { ...randomCase(6, 40, 21, 4), allowed: new Uint8Array(21).fill(1) };
    const all = Int32Array.from({ length: 40 }, (_unused, user) => user);
    const whole = byFactors(compiled[0], factors, all, given);
    const alone = byFactors(compiled[1], factors, Int32Array.of(17), given);
    expect(alone.rows).toEqual(whole.rows.slice(17 * 21, 18 * 21));
    expect(alone.lists.items).toEqual(whole.lists.items.slice(17 * 4, 18 * 4));
    for (const value of [Number.NaN, Infinity]) {
      factors.itemFactors[20 * 5 + 2] = value;
      for (const pool of pools) {
        expect(byFactors(pool, factors, all, given).lists.isFinite).toBe(false);
      }
    }
  });
});
