import { MoviolaError } from "../common/errors.js";
import type { ScoreForm } from "../models/score-form.js";
import { checkUsers } from "../models/shared/index-checks.js";

/** Throws `E_MODEL_ITEM` unless the form scores `nItems` items: kernels do not look where they read. */
export function checkForm(form: ScoreForm, nItems: number): void {
  const own =
    form.kind === "product" ? form.right.nColumns : form.itemFactors.length / form.nFactors;
  if (own === nItems) return;
  throw new MoviolaError("E_MODEL_ITEM", "The model knows another number of items", {
    where: "scores of the model",
    expected: `${nItems} items`,
    got: `${own} items`,
    remedy: "Fit the model on the data set that it is used for",
  });
}

/** Throws `E_MODEL_USER` for a user that the form has no row for. */
export function checkFormUsers(form: ScoreForm, users: Int32Array): void {
  const nUsers =
    form.kind === "product" ? form.left.nRows : form.userFactors.length / form.nFactors;
  checkUsers(users, nUsers);
}
