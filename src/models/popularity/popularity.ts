/**
 * Popularity: the same list for everyone, the sanity floor that a personal model must beat.
 *
 * Equation: s_i = number of users with item i in train; with `halfLifeDays` h > 0,
 * s_i = sum over those rows of 0.5^((t_last - t_ui) / h), t_last the latest training time in days,
 * so that recent interest counts more (Ji et al., "A Re-visit of the Popularity Baseline in
 * Recommender Systems", SIGIR 2020, DecayPop, with a half-life for their decay).
 * Every row counts as one, whatever its rating. Users without history get the same list.
 */
import { MoviolaError } from "../../common/errors.js";
import type { Interactions } from "../../data/dataset.js";
import type { Recommender } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";
import type { PositiveTable } from "../shared/positive-table.js";
import { recommenderModel } from "../shared/recommender-model.js";
import { realNumber } from "../shared/settings.js";
import { floatArray } from "../shared/state-arrays.js";

const secondsPerDay = 86_400;

/** Popularity. Setting: `halfLifeDays` (0 = plain counts; otherwise above 0, in days). */
export const popularity: ModelEntry<Recommender> = recommenderModel({
  id: "popularity",
  title: "Popularity",
  source: "sanity floor; Ji et al. 2020 for the decay",
  floor: true,
  defaults: { halfLifeDays: 0 },
  // 0 counts all time. That recent popularity is the stronger floor: Y. Ji et al., "A Re-visit of the Popularity
  // Baseline in Recommender Systems", SIGIR 2020.
  searchSpace: { halfLifeDays: [0, 7, 30, 90, 365] },
  readSettings: (config) => ({ halfLifeDays: realNumber(config, "halfLifeDays", { minimum: 0 }) }),
  learn: (table, { halfLifeDays }, input) => {
    const popularityOfItem =
      halfLifeDays === 0 ? counts(table) : decayed(input.train.interactions, table, halfLifeDays);
    return Promise.resolve({ arrays: { popularity: popularityOfItem } });
  },
  scorer: (state) => {
    const popularityOfItem = floatArray(state, "popularity", state.nItems);
    return (_user, scores) => scores.set(popularityOfItem);
  },
});

function counts(table: PositiveTable): Float32Array {
  const { offsets } = table.byItem;
  return Float32Array.from(
    { length: table.nItems },
    (_unused, item) => offsets[item + 1] - offsets[item],
  );
}

function decayed(rows: Interactions, table: PositiveTable, halfLifeDays: number): Float32Array {
  const { timestamp, itemIndex, nRows } = rows;
  if (timestamp === undefined) {
    throw new MoviolaError("E_MODEL_TIME", "Decayed popularity needs times", {
      where: "halfLifeDays",
      expected: "a training part with timestamps",
      got: "none",
      remedy: "Set halfLifeDays to 0 for plain counts",
    });
  }
  const latest = timestamp.reduce((latest, time) => Math.max(latest, time), -Infinity);
  const sums = new Float64Array(table.nItems);
  for (let row = 0; row < nRows; row++) {
    const ageDays = (latest - timestamp[row]) / secondsPerDay;
    sums[itemIndex[row]] += 0.5 ** (ageDays / halfLifeDays);
  }
  return Float32Array.from(sums);
}
