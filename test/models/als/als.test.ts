import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { configureCompute } from "../../../src/compute/index.js";
import type { Config } from "../../../src/common/json.js";
import type { ValidPart } from "../../../src/data/split/parts.js";
import { als } from "../../../src/models/als/als.js";
import type { FitInput, Recommender } from "../../../src/models/contract.js";
import { completeConfig } from "../../../src/models/shared/preset.js";
import type { ModelState } from "../../../src/models/state.js";
import { checkerboard } from "../../support/checkerboard.js";
import { expectCode, fingerprint } from "../../support/model-contract.js";
import { fitInput, trainPart } from "../../support/parts.js";

interface Golden {
  readonly nUsers: number;
  readonly nItems: number;
  readonly rows: readonly [number, number, number][];
  readonly als: readonly {
    readonly config: Config & { readonly embeddingSize: number };
    /** `[nUsers][embeddingSize]` */
    readonly start: readonly (readonly number[])[];
    /** `[nUsers][nItems]` */
    readonly scores: readonly (readonly number[])[];
    readonly losses: readonly number[];
  }[];
}

const path = join(import.meta.dirname, "..", "golden", "linear.json");
const golden = JSON.parse(readFileSync(path, "utf8")) as Golden;
const train = trainPart(golden.nUsers, golden.nItems, golden.rows);
const everyUser = Int32Array.from({ length: golden.nUsers }, (_unused, user) => user);

const small = { embeddingSize: 4, regularisation: 0.1, unobservedWeight: 0.2, epochs: 3 };

async function fitted(config: Config, changes: Partial<FitInput> = {}): Promise<Recommender> {
  const model = als.create(completeConfig(als, config));
  await model.fit({ ...fitInput(train), ...changes });
  return model;
}

function startOf(config: Config, userFactors: readonly (readonly number[])[]): ModelState {
  const { nUsers, nItems } = golden;
  const itemFactors = new Float32Array(nItems * userFactors[0].length);
  const arrays = { userFactors: Float32Array.from(userFactors.flat()), itemFactors };
  return { id: "als", config, nUsers, nItems, arrays, numbers: {} };
}

const pools = [{ backend: "typescript" }, { threads: 1 }, { threads: 2 }, { threads: 4 }] as const;
afterAll(() => {
  configureCompute();
});

describe("is what numpy's least squares give", () => {
  test.each(golden.als.map((one) => [JSON.stringify(one.config), one] as const))(
    "%s",
    async (_name, { config, start, scores, losses }) => {
      for (const options of pools) {
        configureCompute(options);
        const model = als.create({ ...als.defaults, ...config, solver: "cholesky" });
        const report = await model.fit({
          ...fitInput(train),
          warmStart: startOf({ ...als.defaults, ...config }, start),
        });
        const got = model.scoreUsers(everyUser);
        // Single precision through three solutions of systems with condition numbers of some 100.
        scores.flat().forEach((score, cell) => {
          expect(Math.abs(got[cell] - score)).toBeLessThan(2e-5);
        });
        report.curve.forEach(({ values }, epoch) => {
          expect(Math.abs(values.loss / losses[epoch] - 1)).toBeLessThan(1e-5);
        });
        expect(report.curve).toHaveLength(losses.length);
      }
    },
  );
});

describe("fit", () => {
  test("1, 2 and 4 threads give the same bytes", async () => {
    for (const solver of ["cholesky", "conjugate-gradient"]) {
      const prints: string[] = [];
      for (const threads of [1, 2, 4]) {
        configureCompute({ threads });
        prints.push(fingerprint(await fitted({ ...small, solver })));
      }
      expect(new Set(prints).size).toBe(1);
    }
  });

  test("the loss falls with every epoch", async () => {
    for (const solver of ["cholesky", "conjugate-gradient"]) {
      const model = als.create({ ...als.defaults, ...small, solver, epochs: 8 });
      const { curve } = await model.fit(fitInput(train));
      const losses = curve.map(({ values }) => values.loss);
      for (let epoch = 1; epoch < losses.length; epoch++) {
        // Exact solutions cannot raise it; rounding may, at the end.
        expect(losses[epoch]).toBeLessThan(losses[epoch - 1] * (1 + 1e-6));
      }
    }
  });

  test("goes on from where an earlier fit stopped", async () => {
    const exact = { ...small, solver: "cholesky" };
    const whole = await fitted({ ...exact, epochs: 5 });
    const first = await fitted({ ...exact, epochs: 3 });
    const second = await fitted({ ...exact, epochs: 2 }, { warmStart: first.state() });
    expect(second.scoreUsers(everyUser)).toEqual(whole.scoreUsers(everyUser));
  });

  test("keeps the best epoch on validation and stops after it", async () => {
    const part = checkerboard({ positivesOnly: true });
    const diagonal = Array.from({ length: 30 }, (_unused, at) => [at, at, 5] as const);
    const valid: ValidPart = { ...trainPart(31, 31, diagonal), kind: "valid" };
    const model = als.create({ ...als.defaults, ...small, epochs: 40, patience: 2 });
    const { epochs, curve } = await model.fit({ ...fitInput(part), valid });
    expect(epochs).toBeLessThan(40);
    const values = curve.map((point) => point.values.validNdcg);
    const best = values.indexOf(Math.max(...values));
    expect(epochs).toBe(best + 3);
    const again = als.create({ ...als.defaults, ...small, epochs: best + 1 });
    await again.fit(fitInput(part));
    const users = Int32Array.of(0, 7);
    expect(model.scoreUsers(users)).toEqual(again.scoreUsers(users));
  });

  test("more factors than items act like as many as there are items", async () => {
    const model = await fitted({ ...small, embeddingSize: 100_000 });
    const { numbers } = model.state();
    expect(numbers.nFactors).toBe(golden.nItems);
  });

  test("the preset has its own settings, unless they are given", async () => {
    const one = await fitted({ preset: "implicit", embeddingSize: 4 });
    expect(one.state().config).toMatchObject({
      epochs: 15,
      regularisation: 0.01,
      unobservedWeight: 1,
    });
    const same = await fitted(one.state().config);
    expect(fingerprint(same)).toBe(fingerprint(one));
    const other = await fitted({ preset: "implicit", embeddingSize: 4, alpha: 9 });
    expect(other.state().config).toMatchObject({ epochs: 15, alpha: 9 });
    expect(fingerprint(other)).not.toBe(fingerprint(one));
    // With the same settings it still is another problem and another start.
    const plain = await fitted({ ...one.state().config, preset: "none" });
    expect(fingerprint(plain)).not.toBe(fingerprint(one));
  });
});

describe("users after the fit", () => {
  for (const config of [
    small,
    { ...small, confidence: "rating", alpha: 0.5 },
    { ...small, solver: "conjugate-gradient" },
    { ...small, preset: "implicit" },
  ]) {
    test(`fold-in and explanation are exact: ${JSON.stringify(config)}`, async () => {
      const model = await fitted(config);
      const scores = model.scoreUsers(everyUser);
      for (const [user, item] of [
        [0, 0],
        [3, 7],
        [12, 2],
      ]) {
        const { items, contributions } = model.explain!(user, item)!;
        const history = golden.rows.filter(([one]) => one === user).map(([, other]) => other);
        expect([...items]).toEqual(history);
        const sum = contributions.reduce((total, value) => total + value, 0);
        // The factors are in single precision, the explanation in double.
        expect(Math.abs(sum - scores[user * golden.nItems + item])).toBeLessThan(1e-4);
      }
      await model.partialFit!(fitInput(train));
      expect(model.scoreUsers(everyUser)).toEqual(scores);
    });
  }

  test("a folded-in user has the score of the same history in the fit", async () => {
    const model = await fitted(small);
    const before = model.scoreUsers(Int32Array.of(5));
    const own = golden.rows.filter(([user]) => user === 5);
    const rows = own.map(([, item, rating]) => [1, item, rating] as const);
    await model.partialFit!(fitInput(trainPart(2, golden.nItems, rows)));
    expect(model.scoreUsers(Int32Array.of(1))).toEqual(before);
    expect(model.scoreUsers(Int32Array.of(0)).every((score) => score === 0)).toBe(true);
  });
});

describe("refuses", () => {
  const rated = (rating: number) => trainPart(2, 2, [[0, 0, 1], [1, 1, rating]]); // prettier-ignore

  test("a confidence that is negative or no number", async () => {
    const confidence = "rating";
    await expectCode("E_MODEL_RATING", () => fitted({ confidence }, { train: rated(-1) }));
    await expectCode("E_MODEL_RATING", () => fitted({ confidence }, { train: rated(Number.NaN) }));
    await expectCode("E_MODEL_CONFIG", () => fitted({ alpha: -1 }));
    const model = await fitted({ confidence }, { train: rated(1) });
    await expectCode("E_MODEL_RATING", () => model.partialFit!(fitInput(rated(-1))));
  });

  test("a start of another model or shape", async () => {
    const { state } = { state: (await fitted(small)).state() };
    const from = (warmStart: ModelState) => () => fitted(small, { warmStart });
    await expectCode("E_MODEL_STATE", from({ ...state, id: "bpr" }));
    const other = (await fitted({ ...small, embeddingSize: 5 })).state();
    await expectCode("E_MODEL_STATE", from(other));
  });

  test("factors that would not fit, before anything is allocated", async () => {
    const wide = trainPart(20, 200_000, [[0, 0, 1]]);
    const fit = () => fitted({ embeddingSize: 100_000 }, { train: wide });
    await expectCode("E_MODEL_SIZE", fit);
  });

  test("equations without a single solution", async () => {
    const config = { ...small, regularisation: 0, unobservedWeight: 0 };
    await expectCode("E_MODEL_DIVERGED", () => fitted(config));
  });

  test("a pair twice counts once, with the higher rating", async () => {
    const rows = [[0, 0, 2], [0, 1, 1], [1, 1, 4]] as const; // prettier-ignore
    const config = { ...small, confidence: "rating" };
    const once = await fitted(config, { train: trainPart(2, 2, rows) });
    const twice = trainPart(2, 2, [[0, 0, 1], ...rows, [0, 0, 1]]);
    expect(fingerprint(await fitted(config, { train: twice }))).toBe(fingerprint(once));
  });
});
