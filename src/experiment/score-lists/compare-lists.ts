import { effectSize, holm, pairedRandomisationTest, type PairedTest } from "../../stats/index.js";
import { MoviolaError } from "../../common/errors.js";
import type { ListScores } from "./score-lists.js";

/** One metric of two sets of lists over the same users. */
export interface ListComparison extends PairedTest {
  readonly metric: string;
  /** `pValue` after Holm's correction over the metrics of the comparison. */
  readonly adjustedPValue: number;
  /** Cohen's d of the paired differences. */
  readonly cohensD: number;
}

/**
 * Compares two sets of lists metric by metric: paired randomisation over users, Holm over metrics.
 * Throws `E_LIST_USERS` when they were not scored on the same users.
 */
export function compareLists(first: ListScores, second: ListScores, seed = 1): ListComparison[] {
  const sameUsers =
    first.units.userIndex.length === second.units.userIndex.length &&
    first.units.userIndex.every((user, at) => second.units.userIndex[at] === user);
  if (!sameUsers) {
    throw new MoviolaError("E_LIST_USERS", "Two sets of lists were scored on different users", {
      where: `${first.name} against ${second.name}`,
      remedy: "Score both against the same train and test files",
    });
  }
  const metrics = Object.keys(first.metrics);
  const tests = metrics.map((metric) =>
    pairedRandomisationTest(first.units.values[metric], second.units.values[metric], { seed }),
  );
  const adjusted = holm(tests.map((test) => test.pValue));
  return metrics.map((metric, at) => ({
    metric,
    ...tests[at],
    adjustedPValue: adjusted[at],
    cohensD: effectSize(first.units.values[metric], second.units.values[metric]).cohensD,
  }));
}
