import type { Config } from "../../common/json.js";
import type { NearestRowsSettings } from "./nearest-rows.js";
import { oneOf, realNumber, wholeNumber } from "./settings.js";
import { weightings } from "./weighting.js";

/** What item-kNN and user-kNN for ranking have in common. */
export const knnDefinition: {
  readonly floor: boolean;
  readonly defaults: Config;
  readonly searchSpace: Readonly<Record<string, readonly (string | number)[]>>;
  readSettings(config: Config): NearestRowsSettings;
} = {
  floor: false,
  defaults: { neighbours: 100, weighting: "tf-idf", shrinkage: 10 },
  searchSpace: {
    neighbours: [20, 50, 100, 200, 400],
    weighting: weightings,
    shrinkage: [0, 10, 50, 100],
  },
  readSettings: (config) => ({
    neighbours: wholeNumber(config, "neighbours", { minimum: 1 }),
    weighting: oneOf(config, "weighting", weightings),
    shrinkage: realNumber(config, "shrinkage", { minimum: 0 }),
  }),
};
