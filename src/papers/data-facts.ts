import type { Dataset } from "../data/dataset.js";

/** Names of the facts that a claim can ask of a data set. */
export const factNames = ["nUsers", "nItems", "nRatings", "nRatedItems", "fewestOfUser"] as const;

/** A fact's name. */
export type FactName = (typeof factNames)[number];

/** Counts of a data set that claims of arithmetic rest on; `fewestOfUser` is the shortest history. */
export function factsOf(dataset: Dataset): Readonly<Record<FactName, number>> {
  const { userIndex, itemIndex } = dataset.interactions;
  const { nUsers, nItems, nRatings } = dataset;
  const ofUser = new Int32Array(nUsers);
  for (const user of userIndex) ofUser[user]++;
  const fewestOfUser = ofUser.reduce((one, other) => Math.min(one, other), nRatings);
  return { nUsers, nItems, nRatings, nRatedItems: new Set(itemIndex).size, fewestOfUser };
}
