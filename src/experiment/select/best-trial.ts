import type { Estimate } from "../run-record.js";

/** What trials are compared by. */
interface Valued {
  readonly value?: Estimate;
}

/** The trial with the best mean, the earlier one of equals; undefined when none has a value. */
export function bestTrial<T extends Valued>(
  trials: readonly T[],
  higherIsBetter: boolean,
): T | undefined {
  return rankTrials(trials, higherIsBetter)[0];
}

/** The trials that have a value, best first, the earlier one of equals first. */
export function rankTrials<T extends Valued>(trials: readonly T[], higherIsBetter: boolean): T[] {
  const sign = higherIsBetter ? -1 : 1;
  const valued = trials.flatMap((trial) =>
    trial.value === undefined ? [] : [{ trial, mean: trial.value.mean }],
  );
  return valued.sort((one, other) => sign * (one.mean - other.mean)).map(({ trial }) => trial);
}
