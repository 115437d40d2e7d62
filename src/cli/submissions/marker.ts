/** How one file, or one baseline, becomes a value a user or a held-out rating. */
import type { Dataset } from "../../data/dataset.js";
import type { InteractionTable } from "../../data/read/interaction-table.js";
import { unitErrors } from "../../experiment/evaluate/rating.js";
import type { PerUnitValues } from "../../experiment/run-record.js";
import { runExperiment } from "../../experiment/run-experiment.js";
import { readLists } from "../../experiment/score-lists/read-lists.js";
import { scoreLists, type ListScores } from "../../experiment/score-lists/score-lists.js";
import type { GivenData } from "../support/given-files.js";
import { counted } from "../support/words.js";
import { readPredictions } from "./read-predictions.js";
import { submissionError } from "./submission-error.js";

/** A file or baseline as it was measured. */
export interface Marked {
  /** Ranking: the metric of each user; rating: the squared or absolute error of each row. */
  readonly column: Float64Array;
  /** What a reader should know, such as users without a list. */
  readonly remarks: readonly string[];
}

/** Measures files and baselines over the same users or rows. */
export interface Marker {
  readonly metric: string;
  readonly unit: "user" | "row";
  file(path: string): Promise<Marked>;
  /** A model with its default settings, fitted on the training rows; the run is not stored. */
  baseline(model: string): Promise<Marked>;
}

/** Marks recommendation lists by a ranking metric with its full name, such as `ndcg@10`. */
export function rankingMarker(given: GivenData, metric: string, seed: number): Marker {
  const { dataset, split } = given;
  return {
    metric,
    unit: "user",
    file: async (path) => {
      const scores = scoreLists(await readLists(path), { dataset, split, metrics: [metric], seed });
      return { column: scores.units.values[metric], remarks: remarksOf(scores) };
    },
    baseline: async (model) => {
      const settings = { dataset, split, model, metrics: [metric], seed, store: false } as const;
      const { units } = await runExperiment(settings);
      return { column: units.values[metric], remarks: [] };
    },
  };
}

function remarksOf({ usersWithoutList, unknownItems, seenItems }: ListScores): string[] {
  const counts: [number, string][] = [
    [usersWithoutList, counted(usersWithoutList, "user", " without a list")],
    [unknownItems, counted(unknownItems, "unknown item")],
    [seenItems, counted(seenItems, "place", " given to what users had")],
  ];
  return counts.flatMap(([count, text]) => (count > 0 ? [text] : []));
}

/** Marks predicted ratings by `rmse` or `mae` over the rows of the test file; they are taken as they are. */
export function ratingMarker(
  given: GivenData,
  test: InteractionTable,
  metric: "rmse" | "mae",
  seed: number,
): Marker {
  const { dataset, split } = given;
  const ratings = Float64Array.from(test.rating);
  const errors = (
    path: string,
    find: (user: string, item: string) => number | undefined,
  ): Marked => {
    const found = test.user.map((user, row) => find(user, test.item[row]));
    const missing = found.filter((value) => value === undefined).length;
    if (missing > 0) throw missingError(path, missing, test, found.indexOf(undefined));
    return {
      column: unitErrors(metric, Float64Array.from(found as number[]), ratings),
      remarks: [],
    };
  };
  return {
    metric,
    unit: "row",
    file: async (path) => {
      const predictions = await readPredictions(path);
      return errors(path, (user, item) => predictions.get(user)?.get(item));
    },
    baseline: async (model) => {
      const settings = { dataset, split, model, metrics: [metric], seed, store: false } as const;
      const find = predictionFinder(dataset, (await runExperiment(settings)).units);
      return errors(model, find);
    },
  };
}

/** The predictions of a run by the ids of user and item. */
function predictionFinder(
  { users, items, nItems }: Dataset,
  { userIndex, itemIndex, values }: PerUnitValues,
): (user: string, item: string) => number | undefined {
  const byPair = new Map<number, number>();
  userIndex.forEach((user, row) =>
    byPair.set(user * nItems + itemIndex![row], values.prediction[row]),
  );
  return (user, item) => byPair.get(users.indexOf(user) * nItems + items.indexOf(item));
}

function missingError(path: string, missing: number, test: InteractionTable, first: number): Error {
  const pair = `user ${JSON.stringify(test.user[first])}, item ${JSON.stringify(test.item[first])}`;
  return submissionError(
    path,
    `a prediction for each of the ${test.nRows} test rows`,
    `${missing} without one, such as ${pair}`,
    "Predict every pair that was given out",
  );
}
