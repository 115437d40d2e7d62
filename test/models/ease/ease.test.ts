import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { configureCompute } from "../../../src/compute/index.js";
import type { TrainPart } from "../../../src/data/split/parts.js";
import type { FitInput, Recommender } from "../../../src/models/contract.js";
import { ease } from "../../../src/models/ease/ease.js";
import { expectCode, fingerprint } from "../../support/model-contract.js";
import { fitInput, trainPart } from "../../support/parts.js";

interface Golden {
  readonly nUsers: number;
  readonly nItems: number;
  readonly rows: readonly [number, number, number][];
  readonly ease: readonly {
    readonly regularisation: number;
    /** `[nUsers][nItems]` */
    readonly scores: readonly (readonly number[])[];
  }[];
}

const path = join(import.meta.dirname, "..", "golden", "linear.json");
const golden = JSON.parse(readFileSync(path, "utf8")) as Golden;
const train = trainPart(golden.nUsers, golden.nItems, golden.rows);

async function fitted(
  regularisation: number,
  part: TrainPart = train,
  changes: Partial<FitInput> = {},
): Promise<Recommender> {
  const model = ease.create({ regularisation });
  await model.fit({ ...fitInput(part), ...changes });
  return model;
}

function usersOf(model: Recommender): Int32Array {
  return Int32Array.from({ length: model.state().nUsers }, (_unused, user) => user);
}

const pools = [{ backend: "typescript" }, { threads: 1 }, { threads: 2 }, { threads: 4 }] as const;
afterAll(() => {
  configureCompute();
});

test.each(golden.ease.map((one) => [one.regularisation, one.scores] as const))(
  "is numpy's closed form with regularisation %d",
  async (regularisation, scores) => {
    const expected = scores.flat();
    const prints: string[] = [];
    for (const options of pools) {
      configureCompute(options);
      const model = await fitted(regularisation);
      const got = model.scoreUsers(usersOf(model));
      // Single precision; the condition number is below 50.
      expected.forEach((score, cell) => expect(Math.abs(got[cell] - score)).toBeLessThan(5e-6));
      if ("threads" in options) prints.push(fingerprint(model));
    }
    expect(new Set(prints).size).toBe(1);
  },
);

describe("a badly conditioned matrix", () => {
  // Items 0 and 1 are liked by the same users, 2 by others: X^T X has the eigenvalue 0.
  const rows: [number, number, number][] = [];
  for (let user = 0; user < 3000; user++) {
    if (user % 3 === 0) rows.push([user, 2, 1]);
    else rows.push([user, 0, 1], [user, 1, 1]);
  }
  const twins = trainPart(3000, 3, rows);

  test.each([1e-3, 1e-5, 1e-7])("is solved in double precision: %d", async (regularisation) => {
    const model = await fitted(regularisation, twins);
    // By hand: P = (n - n J + r I)^-1 on the twins, so B_01 = n / (n + r) with n = 2000 common users.
    const { weights } = model.state().arrays;
    expect(Math.abs(weights[1] - 2000 / (2000 + regularisation))).toBeLessThan(1e-6);
    expect(Math.abs(weights[3] - 2000 / (2000 + regularisation))).toBeLessThan(1e-6);
    expect([0, 2, 4, 5, 6, 7, 8].every((cell) => Math.abs(weights[cell]) < 1e-6)).toBe(true);
  });

  test("without regularisation it cannot be inverted", async () => {
    await expectCode("E_MODEL_DIVERGED", () => fitted(0, twins));
  });
});

test("new users are taken over exactly", async () => {
  const model = await fitted(20);
  const before = model.scoreUsers(Int32Array.of(5));
  const own = golden.rows.filter(([user]) => user === 5).map(([, item]) => [1, item, 1] as const);
  await model.partialFit!(fitInput(trainPart(2, golden.nItems, own)));
  expect(model.scoreUsers(Int32Array.of(1))).toEqual(before);
  expect(model.scoreUsers(Int32Array.of(0)).every((score) => score === 0)).toBe(true);
});

test("a catalogue too large is refused before anything is allocated, with the estimate", async () => {
  const part = trainPart(1, 60_000, [[0, 0, 1]]);
  await expectCode("E_MODEL_SIZE", () => fitted(500, part));
  await expect(fitted(500, part)).rejects.toThrow(/GiB for 60000 items/);
});

test("a fit that is stopped gives its memory back", async () => {
  const pool = configureCompute({ threads: 2 });
  const controller = new AbortController();
  const onProgress = (): void => controller.abort();
  const changes = { signal: controller.signal, onProgress };
  await expectCode("E_MODEL_ABORTED", () => fitted(20, train, changes));
  expect(pool.memory.used).toBe(0);
});
