import { MoviolaError } from "../../common/errors.js";

/** `E_MODEL_EMPTY`: the training part has no rows. */
export function emptyError(): MoviolaError {
  return new MoviolaError("E_MODEL_EMPTY", "There is nothing to learn from", {
    expected: "a training part with at least one row",
    got: "no rows",
    remedy: "Loosen the filter, or give the training part a larger share of the split",
  });
}
