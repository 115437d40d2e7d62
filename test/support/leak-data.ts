import { createRandom } from "../../src/compute/index.js";
import type { Dataset } from "../../src/data/index.js";
import type { FeatureMatrix } from "../../src/models/contract.js";
import { datasetOf, type Row } from "./dataset-of.js";

const nUsers = 400;
const nItems = 120;

/**
 * 400 users and 120 films of different popularity and quality with about 14,000 ratings at times of their
 * own; every film is rated often enough for what is held out of it to be told from chance.
 */
export function filmRows(seed = 1): Row[] {
  const random = createRandom(seed, "test/leaks");
  const films = Array.from({ length: nItems }, () => ({
    share: 0.1 + 0.4 * random.uniform(),
    quality: 2 + 2 * random.uniform(),
  }));
  const rows: Row[] = [];
  for (let user = 0; user < nUsers; user++) {
    films.forEach(({ share, quality }, item) => {
      if (random.uniform() > share) return;
      const rating = Math.min(5, Math.max(1, Math.round(quality + random.normal())));
      rows.push([user, item, rating, 1_000_000 + random.integer(1_000_000)]);
    });
  }
  return rows;
}

/** {@link filmRows} as a data set. */
export function filmDataset(seed = 1): Dataset {
  return datasetOf(filmRows(seed));
}

/** Features of every item from a function of item and column. */
export function matrixOf(
  nRows: number,
  dim: number,
  valueOf: (item: number, column: number) => number,
): FeatureMatrix {
  const values = Float32Array.from({ length: nRows * dim }, (_unused, at) =>
    valueOf(Math.floor(at / dim), at % dim),
  );
  return { nItems: nRows, dim, values, missing: new Uint8Array(nRows) };
}

/** Normal numbers that know nothing. */
export function noiseMatrix(nRows: number, dim: number, seed = 1): FeatureMatrix {
  const random = createRandom(seed, "test/leaks/noise");
  return matrixOf(nRows, dim, () => random.normal());
}

/** `[nItems]` number of rows and mean rating of each item. */
export function itemMeans({ interactions, nItems: nAll }: Dataset): {
  readonly count: Float64Array;
  readonly mean: Float64Array;
} {
  const count = new Float64Array(nAll);
  const sum = new Float64Array(nAll);
  interactions.itemIndex.forEach((item, row) => {
    count[item]++;
    sum[item] += interactions.rating[row];
  });
  return { count, mean: sum.map((total, item) => total / Math.max(1, count[item])) };
}
