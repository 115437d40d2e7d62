import { MoviolaError } from "../common/errors.js";

/** Throws `E_STATS_EMPTY` for no value and `E_STATS_NUMBER` for one that is not finite. */
export function checkValues(name: string, values: ArrayLike<number>, atLeast = 1): void {
  if (values.length < atLeast) {
    throw new MoviolaError("E_STATS_EMPTY", "There are too few values for this statistic", {
      where: name,
      expected: `at least ${atLeast}`,
      got: String(values.length),
    });
  }
  for (let index = 0; index < values.length; index++) {
    if (Number.isFinite(values[index])) continue;
    throw new MoviolaError("E_STATS_NUMBER", "A value is not a finite number", {
      where: `${name}, position ${index}`,
      expected: "a finite number",
      got: String(values[index]),
      remedy: "Leave out the units that have no value, in every system that is compared",
    });
  }
}

/** Throws `E_STATS_LENGTH` unless both have the same length; then as {@link checkValues}. */
export function checkPairs(first: ArrayLike<number>, second: ArrayLike<number>, atLeast = 1): void {
  if (first.length !== second.length) {
    throw new MoviolaError("E_STATS_LENGTH", "A paired comparison needs the same units twice", {
      expected: `${first.length} values in both`,
      got: `${first.length} and ${second.length}`,
      remedy: "Compare on the users (or ratings) that both systems have",
    });
  }
  checkValues("first", first, atLeast);
  checkValues("second", second, atLeast);
}

/** Throws `E_STATS_OPTION` unless `count` is a whole number from 1. */
export function checkCount(name: string, count: number): void {
  if (Number.isSafeInteger(count) && count >= 1) return;
  throw optionError(name, "a whole number from 1", count);
}

/** Throws `E_STATS_OPTION` unless `share` lies strictly between 0 and 1. */
export function checkShare(name: string, share: number): void {
  if (share > 0 && share < 1) return;
  throw optionError(name, "a number above 0 and below 1", share);
}

/** An `E_STATS_OPTION` error. */
export function optionError(name: string, expected: string, got: unknown): MoviolaError {
  return new MoviolaError("E_STATS_OPTION", "A statistic was asked for with a wrong setting", {
    where: name,
    expected,
    got: String(got),
  });
}
