import { MoviolaError, type ErrorCode } from "../../common/errors.js";

/** An error of one user's input to a ranking evaluation. */
export function userError(
  code: ErrorCode,
  summary: string,
  userIndex: number,
  details: { readonly expected: string; readonly got: string; readonly remedy?: string },
): MoviolaError {
  return new MoviolaError(code, summary, { where: `user ${userIndex}`, ...details });
}

/** Throws `E_METRIC_SCORE` at the first score that is not finite. */
export function checkScores(userIndex: number, scores: Float32Array, nItems: number): void {
  if (scores.length !== nItems) {
    throw userError("E_METRIC_SHAPE", "A row of scores has the wrong length", userIndex, {
      expected: `${nItems} scores, one for each item`,
      got: `${scores.length}`,
    });
  }
  // x - x is 0 for every finite x and NaN for all others, so that one sum tells of any of them.
  let trace = 0;
  for (let item = 0; item < nItems; item++) trace += scores[item] - scores[item];
  if (trace === 0) return;
  const item = scores.findIndex((score) => !Number.isFinite(score));
  throw new MoviolaError("E_METRIC_SCORE", "A score is not a finite number", {
    where: `user ${userIndex}, item ${item}`,
    expected: "a finite number for every item",
    got: String(scores[item]),
    remedy: "Mend the model; items to leave out belong in the list of excluded items",
  });
}
