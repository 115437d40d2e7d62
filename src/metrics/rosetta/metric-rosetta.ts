import { implicitEntries } from "./implicit.js";
import { mmrecEntries } from "./mmrec.js";
import { rankUser } from "./ranked-user.js";
import { ranxEntries } from "./ranx.js";
import { recboleEntries } from "./recbole.js";
import { recommendersEntries } from "./recommenders.js";
import { checkRosettaInput, exampleInput, type RosettaInput } from "./rosetta-input.js";
import { RosettaTable } from "./rosetta-table.js";
import { scikitLearnEntries } from "./scikit-learn.js";
import { trecEvalEntries } from "./trec-eval.js";

/**
 * Reads one result under the conventions of MMRec, RecBole, implicit, ranx, trec_eval, scikit-learn
 * and Microsoft Recommenders: what each tool would print for the same scores, under the tool's own
 * metric names. Without an argument a small built-in example is read, made so that the tools
 * disagree. Values are not rounded. Where a tool leaves the order of equal scores open, the lower
 * item index goes first.
 *
 * Throws `E_METRIC_SCORE`, `E_METRIC_SHAPE`, `E_METRIC_ITEMS`, `E_METRIC_GRADE`, `E_METRIC_EMPTY`,
 * `E_METRIC_PROTOCOL`.
 */
export function metricRosetta(input: RosettaInput = exampleInput): RosettaTable {
  checkRosettaInput(input);
  const { users, k, nItems } = input;
  const names = input.itemIds ?? Array.from({ length: nItems }, (_unused, item) => String(item));
  const all = users.map((user) => rankUser(user, (first, second) => first - second));
  const judged = all.filter((user) => user.ideal.length > 0);
  const laterNameFirst = users
    .map((user) => rankUser(user, (first, second) => (names[first] < names[second] ? 1 : -1)))
    .filter((user) => user.ideal.length > 0);
  return new RosettaTable([
    ...mmrecEntries(judged, k),
    ...recboleEntries(judged, k),
    ...implicitEntries(judged, k, nItems),
    ...ranxEntries(judged, k),
    ...trecEvalEntries(laterNameFirst, k),
    ...scikitLearnEntries(all, k),
    ...recommendersEntries(judged, k),
  ]);
}
