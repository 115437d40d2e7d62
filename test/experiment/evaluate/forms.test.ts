import { afterEach, describe, expect, it } from "vitest";
import { configureCompute } from "../../../src/compute/pool/shared-pool.js";
import { rowColumns, rowValues, sparseFromTriples } from "../../../src/compute/sparse.js";
import { evaluateRanking } from "../../../src/experiment/evaluate/ranking.js";
import {
  RankingEvaluator,
  rankingMetricNames,
  rankingProtocolOf,
  type RankingResult,
} from "../../../src/metrics/index.js";
import type { Recommender } from "../../../src/models/contract.js";
import {
  formRecommender,
  randomSparse,
  tiedForms,
  withoutForm,
} from "../../support/form-models.js";
import { stubRecommender } from "../../support/stub-models.js";

const nUsers = 300;
const nItems = 61;
const protocol = rankingProtocolOf(nItems, ["ndcg@1", "ndcg@5", "ndcg@10", "ndcg@100"]);
const metrics = rankingMetricNames.flatMap((name) =>
  name.startsWith("auc") ? [name] : protocol.topK.map((k) => `${name}@${k}`),
);
const train = rows("train", 2000);
const heldOut = rows("held out", 1500);

function rows(name: string, n: number) {
  const pairs = randomSparse(name, nUsers, nItems, n, (random) => 1 + random.integer(5));
  const userIndex = new Int32Array(pairs.columns.length);
  for (let user = 0; user < nUsers; user++) {
    userIndex.fill(user, pairs.offsets[user], pairs.offsets[user + 1]);
  }
  return {
    nRows: userIndex.length,
    userIndex,
    itemIndex: pairs.columns,
    rating: pairs.values,
  };
}

/** User after user by `addScores`, in place of the kernels. */
function oneByOne(model: Recommender): RankingResult {
  const evaluator = new RankingEvaluator(rankingProtocolOf(nItems, metrics));
  const matrix = ({ userIndex, itemIndex, rating }: typeof train) =>
    sparseFromTriples(nUsers, nItems, userIndex, itemIndex, rating);
  const relevant = matrix(heldOut);
  const masked = matrix(train);
  for (let user = 0; user < nUsers; user++) {
    const items = rowColumns(relevant, user);
    if (items.length === 0) continue;
    const excluded = rowColumns(masked, user).filter((item) => !items.includes(item));
    const scores = model.scoreUsers(Int32Array.of(user));
    evaluator.addScores(user, scores, excluded, items, rowValues(relevant, user));
  }
  return evaluator.finish();
}

function evaluate(model: Recommender) {
  return evaluateRanking({
    model,
    nUsers,
    nItems,
    metrics,
    heldOut,
    masked: [train],
    all: [train, heldOut],
    seed: 1,
  });
}

afterEach(() => {
  configureCompute().close();
});

describe("an evaluation by kernels", () => {
  it.each(Object.entries(tiedForms(nUsers, nItems)))(
    "gives every metric as one user after another does: %s",
    async (_name, form) => {
      const model = formRecommender(form, nItems);
      const { userIndex, values } = oneByOne(model);
      const backends = [
        { backend: "typescript" as const },
        ...[1, 2, 4].map((threads) => ({ backend: "wasm" as const, threads })),
      ];
      for (const backend of backends) {
        configureCompute(backend);
        for (const asked of [model, withoutForm(model)]) {
          const { units } = await evaluate(asked);
          expect(units.userIndex).toEqual(userIndex);
          expect(units.values).toEqual(values);
        }
      }
    },
  );

  it("names the first user and item with a score that is not finite", async () => {
    for (const value of [Number.NaN, Infinity, -Infinity]) {
      const broken = stubRecommender(nItems, (user, item) =>
        user >= 270 && item === 60 ? value : 0,
      );
      const user = heldOut.userIndex.find((index) => index >= 270)!;
      await expect(evaluate(broken)).rejects.toThrow(
        new RegExp(`E_METRIC_SCORE(.|\\n)*user ${user}, item 60`),
      );
    }
  });

  it("refuses scores of the wrong shape", async () => {
    await expect(evaluate(stubRecommender(nItems - 1, () => 0))).rejects.toThrow("E_METRIC_SHAPE");
  });
});
