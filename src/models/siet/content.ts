import type { FitInput } from "../contract.js";
import { categories } from "../shared/graph/categories.js";
import { itemGenres } from "../shared/graph/item-genres.js";
import { rowShares } from "../shared/graph/row-shares.js";
import type { NetworkData, NetworkTable } from "../shared/graph/network-types.js";
import type { RatingTable } from "../shared/rating-table.js";
import { historyData } from "./histories.js";
import { userAttributes } from "./network.js";
import type { SietSettings } from "./settings.js";

/** Histories, attributes of users, and genres: `[nItems x nGenres]` rows that add up to 1, or to 0. */
export function prepareSiet(
  { nUsers, nItems }: RatingTable,
  _settings: SietSettings,
  { train, userAttributes: users = [], itemContent = [] }: FitInput,
): NetworkData {
  const histories = historyData(train);
  const tables: Record<string, NetworkTable> = { ...histories.tables };
  const numbers: Record<string, number> = { ...histories.numbers };
  for (const name of userAttributes) {
    const { values, nValues } = categories(users, name);
    numbers[`${name}Count`] = nValues;
    if (nValues > 0) tables[name] = { rows: nUsers, values };
  }
  const { names, values } = itemGenres(itemContent, nItems);
  numbers.genreCount = names.length;
  if (names.length > 0) tables.genres = { rows: nItems, values: rowShares(values, names.length) };
  return { tables, numbers };
}
