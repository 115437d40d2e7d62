import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  RankingEvaluator,
  rankingMetricNames,
  type RankingResult,
} from "../../../src/metrics/index.js";
import { naiveMetrics, naiveRanking, type NaiveUser } from "./naive.js";

const topK = [1, 3, 7, 50];

/** Few levels of scores, so that ties are common; lists of any size, also all items relevant. */
const userArbitrary: fc.Arbitrary<NaiveUser> = fc.integer({ min: 1, max: 20 }).chain((nItems) =>
  fc
    .record({
      scores: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: nItems, maxLength: nItems }),
      roles: fc.array(fc.constantFrom("relevant", "excluded", "other"), {
        minLength: nItems,
        maxLength: nItems,
      }),
      grades: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: nItems, maxLength: nItems }),
      order: fc.array(fc.nat(), { minLength: nItems, maxLength: nItems }),
    })
    .map(({ scores, roles, grades, order }) => {
      const relevant = [...roles.keys()]
        .filter((item) => roles[item] === "relevant")
        .sort((first, second) => order[first] - order[second]);
      return {
        scores,
        excluded: [...roles.keys()].filter((item) => roles[item] === "excluded"),
        relevant,
        grades: relevant.map((item) => grades[item]),
      };
    }),
);
const usersArbitrary = fc.array(userArbitrary, { minLength: 1, maxLength: 6 });

function padded(users: readonly NaiveUser[]): NaiveUser[] {
  const nItems = Math.max(...users.map(({ scores }) => scores.length));
  return users.map((user) => {
    const missing = Array.from({ length: nItems - user.scores.length }, () => -9);
    return { ...user, scores: [...user.scores, ...missing] };
  });
}

function evaluate(users: readonly NaiveUser[], first = 0): RankingResult {
  const nItems = users[0].scores.length;
  const evaluator = new RankingEvaluator({ nItems, topK, metrics: rankingMetricNames });
  users.forEach((user, index) => {
    evaluator.addScores(
      first + index,
      Float32Array.from(user.scores),
      Int32Array.from(user.excluded),
      Int32Array.from(user.relevant),
      Float32Array.from(user.grades),
    );
  });
  return evaluator.finish();
}

describe("the ranking evaluator", () => {
  it("agrees with the plainly written metrics for every user, K and metric", () => {
    fc.assert(
      fc.property(usersArbitrary, (some) => {
        const users = padded(some);
        const judged = users.filter(({ relevant }) => relevant.length > 0);
        const { values, userIndex, skippedUsers } = evaluate(users);
        expect([...userIndex]).toEqual(judged.map((user) => users.indexOf(user)));
        expect(skippedUsers).toBe(users.length - judged.length);
        judged.forEach((user, index) => {
          for (const k of topK) {
            for (const [name, value] of Object.entries(naiveMetrics(user, k))) {
              const fullName = name.startsWith("auc") ? name : `${name}@${k}`;
              expect(values[fullName][index], fullName).toBeCloseTo(value, 12);
            }
          }
        });
      }),
      { numRuns: 300 },
    );
  });

  it("pools implicit's precision over users", () => {
    fc.assert(
      fc.property(usersArbitrary, (some) => {
        const users = padded(some);
        const judged = users.filter(({ relevant }) => relevant.length > 0);
        fc.pre(judged.length > 0);
        const { values } = evaluate(users);
        for (const k of topK) {
          const hits = judged.map((user) => naiveMetrics(user, k)["precision"] * k);
          const possible = judged.map(({ relevant }) => Math.min(k, relevant.length));
          const mean = sum([...values[`implicit-precision@${k}`]]) / judged.length;
          expect(mean).toBeCloseTo(sum(hits) / sum(possible), 12);
        }
      }),
    );
  });

  it("gives the same for a list of all candidates as for the scores", () => {
    fc.assert(
      fc.property(userArbitrary, (user) => {
        const nItems = user.scores.length;
        const metrics = rankingMetricNames.filter((name) => name !== "auc-half-ties");
        const evaluator = new RankingEvaluator({ nItems, topK, metrics });
        const ranking = Int32Array.from(naiveRanking(user));
        const grades = Float32Array.from(user.grades);
        const relevant = Int32Array.from(user.relevant);
        evaluator.addRanking(0, ranking, relevant, grades, user.excluded.length);
        const expected = { ...evaluate([user]).values };
        delete expected["auc-half-ties"];
        expect(evaluator.finish().values).toEqual(expected);
      }),
    );
  });

  it("does not depend on the order of users", () => {
    fc.assert(
      fc.property(usersArbitrary, (some) => {
        const users = padded(some);
        const forwards = evaluate(users).values;
        const backwards = evaluate([...users].reverse()).values;
        for (const [name, values] of Object.entries(forwards)) {
          const reversed = [...backwards[name]].reverse();
          reversed.forEach((value, index) => expect(value).toBeCloseTo(values[index], 12));
        }
      }),
    );
  });

  it("does not depend on a strictly increasing change of the scores", () => {
    fc.assert(
      fc.property(userArbitrary, (user) => {
        const changed = { ...user, scores: user.scores.map((score) => Math.exp(2 * score) + 5) };
        expect(evaluate([changed]).values).toEqual(evaluate([user]).values);
      }),
    );
  });

  it("stays within 0 and 1, and is 1 for a perfect ranking that K can hold", () => {
    fc.assert(
      fc.property(userArbitrary, (user) => {
        fc.pre(user.relevant.length > 0);
        const perfect = user.scores.map((_score, item) => {
          return user.grades[user.relevant.indexOf(item)] ?? 0;
        });
        for (const values of Object.values(evaluate([user]).values)) {
          expect(values[0]).toBeGreaterThanOrEqual(0);
          expect(values[0]).toBeLessThanOrEqual(1 + 1e-12);
        }
        const best = evaluate([{ ...user, scores: perfect }]).values;
        for (const name of ["recall@50", "map-all@50", "auc", "auc-half-ties", "mrr@1"]) {
          expect(best[name][0], name).toBe(1);
        }
        for (const k of topK) {
          for (const name of ["ndcg", "ndcg-linear", "ndcg-exponential", "map", "hit-rate"]) {
            expect(best[`${name}@${k}`][0], name).toBeCloseTo(1, 12);
          }
        }
      }),
    );
  });
});

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
