import type { Config } from "../../common/json.js";
import type { SearchSpace } from "../search-space.js";
import type { NearestRowsSettings } from "./nearest-rows.js";
import { oneOf, realNumber, wholeNumber } from "./settings.js";
import { weightings } from "./weighting.js";

/** What item-kNN and user-kNN for ranking have in common. */
export const knnDefinition: {
  readonly floor: boolean;
  readonly defaults: Config;
  readonly searchSpace: SearchSpace;
  readSettings(config: Config): NearestRowsSettings;
} = {
  floor: false,
  defaults: { neighbours: 100, weighting: "tf-idf", shrinkage: 10 },
  // M. Ferrari Dacrema et al., "A Troubling Analysis of Reproducibility and Progress in Recommender Systems
  // Research", TOIS 39(2), 2021: 5 to 1,000 neighbours, shrinkage 0 to 1,000, weighting none, TF-IDF or BM25,
  // drawn evenly there. Here small values are as likely as large ones.
  searchSpace: {
    neighbours: { low: 5, high: 1000, scale: "log", integer: true },
    weighting: weightings,
    shrinkage: [0, 1, 3, 10, 30, 100, 300, 1000],
  },
  readSettings: (config) => ({
    neighbours: wholeNumber(config, "neighbours", { minimum: 1 }),
    weighting: oneOf(config, "weighting", weightings),
    shrinkage: realNumber(config, "shrinkage", { minimum: 0 }),
  }),
};
