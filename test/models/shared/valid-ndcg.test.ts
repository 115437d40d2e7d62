import { afterAll, describe, expect, it } from "vitest";
import { ComputePool } from "../../../src/compute/pool/pool.js";
import { createRandom } from "../../../src/compute/random.js";
import { RankingEvaluator, rankingMeans } from "../../../src/metrics/ranking/evaluator.js";
import { formScorer } from "../../../src/models/shared/form-scorer.js";
import { positiveTable } from "../../../src/models/shared/positive-table.js";
import { validNdcg } from "../../../src/models/shared/valid-ndcg.js";
import { expectCode } from "../../support/model-contract.js";
import { fitInput, trainPart } from "../../support/parts.js";

const nUsers = 300;
const nItems = 45;
const nFactors = 3;
const random = createRandom(1, "parts");
const cells = [...random.permutation(nUsers * nItems).subarray(0, 3000)];
const pairs = cells.map((cell) => [Math.floor(cell / nItems), cell % nItems] as const);
const table = positiveTable(fitInput(trainPart(nUsers, nItems, pairs.slice(0, 2400))));
const valid = { ...trainPart(nUsers, nItems, pairs.slice(2400)), kind: "valid" as const };
const draw = (length: number) => Float32Array.from({ length }, () => random.integer(3) - 1);
const factors = {
  nFactors,
  userFactors: draw(nUsers * nFactors),
  itemFactors: draw(nItems * nFactors),
  itemBias: draw(nItems),
};

const pools = [
  new ComputePool({ threads: 1, backend: "typescript" }),
  new ComputePool({ threads: 2, backend: "wasm" }),
];
afterAll(() => {
  for (const pool of pools) pool.close();
});

describe("NDCG@10 on the validation part", () => {
  it("is what the metrics say, ties and masks included", () => {
    const score = formScorer({ kind: "factors", ...factors });
    const evaluator = new RankingEvaluator({ nItems, topK: [10], metrics: ["ndcg"] });
    for (let user = 0; user < nUsers; user++) {
      const { columns, offsets } = table.byUser;
      const relevant = pairs.slice(2400).filter(([owner]) => owner === user);
      const scores = new Float32Array(nItems);
      score(user, scores);
      const seen = columns.subarray(offsets[user], offsets[user + 1]);
      evaluator.addScores(
        user,
        scores,
        seen,
        Int32Array.from(relevant, ([, item]) => item),
      );
    }
    const expected = rankingMeans(evaluator.finish())["ndcg@10"];
    for (const pool of pools) {
      // The same numbers, added up in another order.
      expect(validNdcg(table, valid)!.measure(pool, factors)).toBeCloseTo(expected, 12);
    }
  });

  it("is NaN where a score is not finite", () => {
    const broken = { ...factors, itemBias: factors.itemBias.map(() => Number.NaN) };
    for (const pool of pools) {
      expect(validNdcg(table, valid)!.measure(pool, broken)).toBeNaN();
      expect(pool.memory.used).toBe(0);
    }
  });

  it("is not there without rows, and refuses rows outside the matrix", async () => {
    const part = (rows: [number, number][]) =>
      ({ ...trainPart(nUsers, nItems, rows), kind: "valid" }) as const;
    expect(validNdcg(table, undefined)).toBeUndefined();
    expect(validNdcg(table, part([]))).toBeUndefined();
    await expectCode("E_MODEL_USER", () => validNdcg(table, part([[nUsers, 0]])));
    await expectCode("E_MODEL_ITEM", () => validNdcg(table, part([[0, nItems]])));
  });
});
