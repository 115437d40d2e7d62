/**
 * Scores from the matrices of a form, one user at a time, in plain loops. Every product and every sum is
 * rounded to single precision, in the order that `src/compute/kernels/score-factors.ts` and
 * `score-products.ts` state: a score has the same bits here and there, so that lists and metrics do not
 * depend on who worked the scores out.
 */
import type { FactorForm, ProductForm, ScoreForm } from "../score-form.js";
import type { UserScorer } from "./recommender-model.js";

/** Scores one user from the matrices of a form. */
export function formScorer(form: ScoreForm): UserScorer {
  return form.kind === "factors" ? factorScorer(form) : productScorer(form);
}

function factorScorer({ nFactors, userFactors, itemFactors, itemBias }: FactorForm): UserScorer {
  return (user, scores) => {
    const own = userFactors.subarray(user * nFactors, (user + 1) * nFactors);
    for (let item = 0; item < scores.length; item++) {
      let sum = itemBias === undefined ? 0 : itemBias[item];
      const start = item * nFactors;
      for (let factor = 0; factor < nFactors; factor++) {
        sum = Math.fround(sum + Math.fround(own[factor] * itemFactors[start + factor]));
      }
      scores[item] = sum;
    }
  };
}

function productScorer({ left, right }: ProductForm): UserScorer {
  return (user, scores) => {
    for (let entry = left.offsets[user]; entry < left.offsets[user + 1]; entry++) {
      const row = left.columns[entry];
      const weight = left.values[entry];
      if ("offsets" in right) {
        for (let at = right.offsets[row]; at < right.offsets[row + 1]; at++) {
          scores[right.columns[at]] += Math.fround(weight * right.values[at]);
        }
      } else {
        const start = row * right.nColumns;
        for (let item = 0; item < scores.length; item++) {
          scores[item] += Math.fround(weight * right.values[start + item]);
        }
      }
    }
  };
}
