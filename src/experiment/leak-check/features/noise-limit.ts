/** Probability of a false alarm, a feature matrix and quantity. */
const falseAlarmRate = 1e-6;

/**
 * Users who choose among few items vary less than a Poisson count: by 1 - p for a share p of all users in
 * the held-out rows of an item.
 */
const leastVariance = 0.8;
/** A feature of which less would be explained is not called a leak, however many items show it. */
const highestLimit = 0.6;

/**
 * The variance below which `nTests` features with `freedom` degrees of freedom give an alarm, in units
 * of that of chance: the lower quantile of chi-squared by Wilson and Hilferty (PNAS 1931), for
 * {@link falseAlarmRate} over all tests together (Bonferroni).
 */
export function noiseLimit(freedom: number, nTests: number): number {
  // From P(Z > z) <= exp(-z^2 / 2) / 2, so that z is rather too large.
  const z = Math.sqrt(2 * Math.log(nTests / (2 * falseAlarmRate)));
  const spread = 2 / (9 * freedom);
  const quantile = Math.max(0, 1 - spread - z * Math.sqrt(spread)) ** 3;
  return Math.min(highestLimit, leastVariance * quantile);
}
