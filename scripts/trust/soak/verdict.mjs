/**
 * Whether a quantity stays flat. The floors of the samples after warm-up are regressed on time; growth is what the line rises
 * from the middle of the first third to the middle of the last, as a share of its level in the first. The 95 %
 * interval is the slope's, its standard error widened by the residuals' lag-1 correlation r: sqrt((1 + r) / (1 - r)).
 */

/** Share of the time that counts as warm-up: caches fill, pools reach their size. */
export const warmUpShare = 0.1;
/** Fewest samples after warm-up for a verdict on memory. */
export const fewestSamples = 12;

/** Samples `{ seconds, cycle, ... }` after warm-up, of which the first `cycles` are a part in a short soak. */
export function afterWarmUp(samples, cycles) {
  const end = samples.at(-1)?.seconds ?? 0;
  return samples.filter(({ seconds, cycle }) => seconds >= end * warmUpShare && cycle >= cycles);
}

/** Samples in a row that speak together, by the least of them. */
const block = 5;

/**
 * Of every five samples in a row the one with the least of `name`, without a shorter block at the end. What a fit leaves
 * with the allocator until another takes it comes and goes; a leak raises the floor.
 */
export function floorsOf(samples, name) {
  const blocks = Array.from({ length: Math.floor(samples.length / block) }, (_unused, at) =>
    samples.slice(at * block, (at + 1) * block),
  );
  return blocks.map((few) => few.reduce((one, other) => (other[name] < one[name] ? other : one)));
}

/** `{ level, share, low, high, nSamples }` of the samples' `name`; shares of the level in the first third. */
export function growthOf(samples, name) {
  const x = samples.map(({ seconds }) => seconds);
  const y = samples.map((sample) => sample[name]);
  const n = x.length;
  const [meanX, meanY] = [mean(x), mean(y)];
  const squares = x.reduce((sum, value) => sum + (value - meanX) ** 2, 0);
  const slope = x.reduce((sum, value, at) => sum + (value - meanX) * (y[at] - meanY), 0) / squares;
  const residuals = y.map((value, at) => value - meanY - slope * (x[at] - meanX));
  const error = Math.sqrt(sumOfSquares(residuals) / (n - 2) / squares) * widening(residuals);
  const span = ((x[n - 1] - x[0]) * 2) / 3;
  const level = meanY + slope * (x[0] + (x[n - 1] - x[0]) / 6 - meanX);
  const half = studentQuantile(n - 2) * error;
  const share = (value) => (value * span) / level;
  return {
    ...{ level, nSamples: n },
    ...{ share: share(slope), low: share(slope - half), high: share(slope + half) },
  };
}

/** `{ first, last, grew }`: most of the first third, least of the last third; it grew when the latter is more. */
export function countsOf(samples, name) {
  const third = Math.max(1, Math.floor(samples.length / 3));
  const first = Math.max(...samples.slice(0, third).map((sample) => sample[name]));
  const last = Math.min(...samples.slice(-third).map((sample) => sample[name]));
  return { first, last, grew: last > first };
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function sumOfSquares(values) {
  return values.reduce((sum, value) => sum + value * value, 0);
}

function widening(residuals) {
  const pairs = residuals.slice(1).reduce((sum, value, at) => sum + value * residuals[at], 0);
  const whole = sumOfSquares(residuals);
  const r = whole === 0 ? 0 : Math.min(0.95, Math.max(0, pairs / whole));
  return Math.sqrt((1 + r) / (1 - r));
}

/** 0.975 quantile of Student's t (Cornish-Fisher, three terms; under 1 % off from 4 degrees on). */
function studentQuantile(degrees) {
  const z = 1.959964;
  const terms = [(z ** 3 + z) / 4, (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96];
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  return z + terms[0] / degrees + terms[1] / degrees ** 2 + third / degrees ** 3;
}
