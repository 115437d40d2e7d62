import { MoviolaError } from "../../common/errors.js";
import { unitErrors } from "../evaluate/rating.js";
import type { PerUnitValues } from "../run-record.js";
import type { StoredRun } from "../store/stored-run.js";

/** True for a metric of which more is better. */
export function isHigherBetter(metric: string): boolean {
  return metric !== "rmse" && metric !== "mae";
}

/**
 * One run's values of a metric by unit: the metric of each user, or the squared (`rmse`) or absolute
 * (`mae`) error of each rating. Throws `E_COMPARE_METRIC` when the run did not take it.
 */
export function unitColumn(run: StoredRun, metric: string): Float64Array {
  const { record, units } = run;
  if (!(metric in record.metrics)) {
    throw new MoviolaError("E_COMPARE_METRIC", "A run did not take this metric", {
      where: `run ${record.id} of "${record.manifest.model.id}"`,
      expected: `one of ${Object.keys(record.metrics).join(", ")}`,
      got: metric,
      remedy: "Run all models with the same metrics, or compare those that all have",
    });
  }
  if (units.unit === "user") return units.values[metric];
  return unitErrors(metric, units.values.prediction, units.values.rating);
}

/** True when both runs have the same users (and items) in the same order. */
export function hasSameUnits(one: PerUnitValues, other: PerUnitValues): boolean {
  return (
    isEqual(one.userIndex, other.userIndex) &&
    isEqual(one.itemIndex ?? one.userIndex, other.itemIndex ?? other.userIndex)
  );
}

function isEqual(one: Int32Array, other: Int32Array): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}
