/** Rating models against dense numpy implementations; see `golden/make_rating.py`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Config } from "../../src/common/json.js";
import type { RatingPredictor } from "../../src/models/contract.js";
import { createModel } from "../../src/models/registry.js";
import { trainPart } from "../support/parts.js";

interface Golden {
  readonly nUsers: number;
  readonly nItems: number;
  readonly rows: readonly [number, number, number][];
  readonly cases: readonly {
    readonly model: string;
    readonly config: Config;
    /** `[nUsers][nItems]` */
    readonly predictions: readonly (readonly number[])[];
  }[];
}

const path = join(import.meta.dirname, "golden", "rating.json");
const golden = JSON.parse(readFileSync(path, "utf8")) as Golden;
const train = trainPart(golden.nUsers, golden.nItems, golden.rows);

// Parameters are kept in single precision (6e-8 relative); a prediction is a sum of a few of them.
const tolerance = 2e-6;

describe("rating models give what numpy gives", () => {
  test.each(
    golden.cases.map((one) => [`${one.model} ${JSON.stringify(one.config)}`, one] as const),
  )("%s", async (_name, { model: id, config, predictions }) => {
    const model = createModel(id, config) as RatingPredictor;
    await model.fit({ train, ratingScale: { minimum: 1, maximum: 5, step: 1 }, seed: 1 });
    const items = Int32Array.from({ length: golden.nItems }, (_unused, item) => item);
    for (const [user, expected] of predictions.entries()) {
      const got = await model.predict(
        items.map(() => user),
        items,
      );
      expected.forEach((value, item) => {
        expect(Math.abs(got[item] - value), `user ${user}, item ${item}`).toBeLessThan(tolerance);
      });
    }
  });
});
