import type { Dataset } from "../dataset.js";
import { IdMap } from "../id-map.js";

/** The data set without users and items that have no rating; those left keep their order. */
export function onlyRated(dataset: Dataset): Dataset {
  const { interactions, users, items } = dataset;
  const user = presence(interactions.userIndex, users);
  const item = presence(interactions.itemIndex, items);
  return dataset.with({
    users: new IdMap(user.kept.map((index) => users.ids[index])),
    items: new IdMap(item.kept.map((index) => items.ids[index])),
    userAttributes: user.kept.map((index) => dataset.userAttributes[index]),
    itemContent: item.kept.map((index) => dataset.itemContent[index]),
    interactions: {
      ...interactions,
      userIndex: interactions.userIndex.map((index) => user.newIndex[index]),
      itemIndex: interactions.itemIndex.map((index) => item.newIndex[index]),
    },
  });
}

function presence(column: Int32Array, map: IdMap): { kept: number[]; newIndex: Int32Array } {
  const newIndex = new Int32Array(map.size).fill(-1);
  for (const index of column) newIndex[index] = 0;
  const kept: number[] = [];
  newIndex.forEach((mark, index) => {
    if (mark === 0) newIndex[index] = kept.push(index) - 1;
  });
  return { kept, newIndex };
}
