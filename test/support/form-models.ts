import { sparseFromTriples, type SparseMatrix } from "../../src/compute/sparse.js";
import { createRandom } from "../../src/compute/random.js";
import type { Recommender } from "../../src/models/contract.js";
import type { FactorForm, ProductForm, ScoreForm } from "../../src/models/score-form.js";
import { formScorer } from "../../src/models/shared/form-scorer.js";
import { stubRecommender } from "./stub-models.js";

/** A recommender whose scores are `form`; `scoreUsers` works them out in plain loops. */
export function formRecommender(form: ScoreForm, nItems: number): Recommender {
  const scoreUser = formScorer(form);
  const scoreUsers = (users: Int32Array): Float32Array => {
    const scores = new Float32Array(users.length * nItems);
    users.forEach((user, position) => {
      scoreUser(user, scores.subarray(position * nItems, (position + 1) * nItems));
    });
    return scores;
  };
  return { ...stubRecommender(nItems, () => 0), scoreUsers, form: () => form };
}

/** The same scores without a form. */
export function withoutForm(model: Recommender): Recommender {
  return { ...model, form: () => undefined };
}

/** About `n` random pairs with values from `value`. */
export function randomSparse(
  name: string,
  nRows: number,
  nColumns: number,
  n: number,
  value: (random: { normal(): number; integer(bound: number): number }) => number,
): SparseMatrix {
  const random = createRandom(1, name);
  const draw = (bound: number): Int32Array =>
    Int32Array.from({ length: n }, () => random.integer(bound));
  const values = Float32Array.from({ length: n }, () => value(random));
  return sparseFromTriples(nRows, nColumns, draw(nRows), draw(nColumns), values);
}

/** Forms of each kind over the same users and items; small whole numbers, so that many scores tie. */
export function tiedForms(nUsers: number, nItems: number): Record<string, ScoreForm> {
  const random = createRandom(1, "tied forms");
  const whole = (length: number): Float32Array =>
    Float32Array.from({ length }, () => random.integer(5) - 2);
  const factors: FactorForm = {
    kind: "factors",
    nFactors: 3,
    userFactors: whole(3 * nUsers),
    itemFactors: whole(3 * nItems),
  };
  const left = randomSparse("left", nUsers, nItems, 5 * nUsers, () => 1);
  const right = randomSparse("right", nItems, nItems, 6 * nItems, (own) => own.integer(4) - 1);
  const sparse: ProductForm = { kind: "product", left, right };
  const dense: ProductForm = {
    kind: "product",
    left,
    right: { nRows: nItems, nColumns: nItems, values: whole(nItems * nItems) },
  };
  return { factors, biased: { ...factors, itemBias: whole(nItems) }, sparse, dense };
}
