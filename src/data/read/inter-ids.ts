import type { Interactions } from "../dataset.js";
import { IdMap } from "../id-map.js";

/**
 * Positions as MMRec numbers them: an id that is a whole number is the position itself, and there
 * are as many items as the largest id or the feature matrix says. Where the ids are not whole
 * numbers, or so sparse that most positions would be empty, they keep the order of first sight.
 */
export function sortedIdMaps(
  users: IdMap,
  items: IdMap,
  interactions: Interactions,
  nFeatureRows: number,
): { users: IdMap; items: IdMap; userIndex: Int32Array; itemIndex: Int32Array } {
  const user = renumber(users, interactions.userIndex, 0);
  const item = renumber(items, interactions.itemIndex, nFeatureRows);
  return { users: user.map, items: item.map, userIndex: user.column, itemIndex: item.column };
}

function renumber(
  map: IdMap,
  column: Int32Array,
  minimumSize: number,
): { map: IdMap; column: Int32Array } {
  const isPlain = map.ids.every((id) => /^(0|[1-9]\d{0,8})$/.test(id));
  if (!isPlain) return { map, column };
  const numbers = map.ids.map(Number);
  const size = numbers.reduce((largest, number) => Math.max(largest, number + 1), minimumSize);
  if (size > 4 * Math.max(map.size, minimumSize)) return { map, column };
  return {
    map: new IdMap(Array.from({ length: size }, (_, index) => String(index))),
    column: column.map((index) => numbers[index]),
  };
}
