import { MoviolaError } from "../common/errors.js";
import { checkValues } from "./errors.js";
import { meanOf } from "./moments.js";

/** Where the variance of a metric comes from, when every seed evaluates the same units. */
export interface VarianceComponents {
  readonly mean: number;
  /** Variance between seeds: what another seed would change in the mean. */
  readonly seeds: number;
  /** Variance between units (users): what other users would change. */
  readonly units: number;
  /** What is left: units that answer differently to different seeds. */
  readonly residual: number;
  /** Each component's part of the variance of the grand mean; its square root is a standard error. */
  readonly ofMean: { readonly seeds: number; readonly units: number; readonly residual: number };
  readonly nSeeds: number;
  readonly nUnits: number;
}

/**
 * Splits the variance of `values[seed][unit]` into seeds, units and residual: random effects,
 * two-way layout with one observation a cell (analysis of variance estimators; a negative estimate
 * becomes 0). Needs two seeds and two units. Throws `E_STATS_EMPTY`, `E_STATS_LENGTH`,
 * `E_STATS_NUMBER`.
 */
export function varianceComponents(values: readonly Float64Array[]): VarianceComponents {
  const nSeeds = values.length;
  const nUnits = nSeeds === 0 ? 0 : values[0].length;
  checkTable(values, nUnits);
  const seedMeans = values.map(meanOf);
  const mean = meanOf(seedMeans);
  const unitMeans = new Float64Array(nUnits);
  for (const row of values) row.forEach((value, unit) => (unitMeans[unit] += value / nSeeds));
  let seedSquares = 0;
  for (const seedMean of seedMeans) seedSquares += nUnits * (seedMean - mean) ** 2;
  let unitSquares = 0;
  for (const unitMean of unitMeans) unitSquares += nSeeds * (unitMean - mean) ** 2;
  let residualSquares = 0;
  values.forEach((row, seed) => {
    row.forEach((value, unit) => {
      residualSquares += (value - seedMeans[seed] - unitMeans[unit] + mean) ** 2;
    });
  });
  const residual = residualSquares / ((nSeeds - 1) * (nUnits - 1));
  const seeds = Math.max(0, (seedSquares / (nSeeds - 1) - residual) / nUnits);
  const units = Math.max(0, (unitSquares / (nUnits - 1) - residual) / nSeeds);
  const ofMean = {
    seeds: seeds / nSeeds,
    units: units / nUnits,
    residual: residual / (nSeeds * nUnits),
  };
  return { mean, seeds, units, residual, ofMean, nSeeds, nUnits };
}

function checkTable(values: readonly Float64Array[], nUnits: number): void {
  checkValues(
    "seeds",
    values.map(() => 0),
    2,
  );
  for (const [seed, row] of values.entries()) {
    checkValues(`seed ${seed}`, row, 2);
    if (row.length !== nUnits) {
      throw new MoviolaError("E_STATS_LENGTH", "Every seed must evaluate the same units", {
        where: `seed ${seed}`,
        expected: `${nUnits} values`,
        got: String(row.length),
      });
    }
  }
}
