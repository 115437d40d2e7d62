import { createRandom } from "../../compute/random.js";
import type { Interactions } from "../../data/dataset.js";
import { rowsWhere, takeRows } from "../../data/interactions.js";
import { hashSplit } from "../../data/split/assemble.js";
import type { TuningParts } from "./tuning-parts.js";

/**
 * The rows of a share of the users with a training row, 0 to 1, at least one: train and validation alike,
 * so that what is measured is what could be learned. Users are drawn by `seed`; a smaller share lies in a
 * larger one. The recipe names the number of users, so that runs on a share are runs of their own.
 */
export function shareOfUsers(parts: TuningParts, share: number, seed: number): TuningParts {
  if (share >= 1) return parts;
  const users = trainingUsers(parts);
  const order = createRandom(seed, "select/halving/users").permutation(users.length);
  const nKept = Math.max(1, Math.round(users.length * share));
  const isKept = new Uint8Array(parts.train.nUsers);
  for (const place of order.subarray(0, nKept)) isKept[users[place]] = 1;
  const keptRows = (rows: Interactions): Interactions =>
    takeRows(
      rows,
      rowsWhere(rows.nRows, (row) => isKept[rows.userIndex[row]] === 1),
    );
  const train = { ...parts.train, interactions: keptRows(parts.train.interactions) };
  const valid = { ...parts.valid, interactions: keptRows(parts.valid.interactions) };
  const settings = { ...parts.recipe.settings, searchUsers: nKept, searchSeed: seed };
  const recipe = { ...parts.recipe, settings };
  const { datasetHash } = parts;
  const hash = hashSplit(recipe, parts.hash, [train.interactions, valid.interactions]);
  return { recipe, datasetHash, hash, train, valid };
}

/** How many users have a training row. */
export function countTrainingUsers(parts: TuningParts): number {
  return trainingUsers(parts).length;
}

/** Users with a training row, ascending. */
function trainingUsers({ train }: TuningParts): Int32Array {
  const hasRow = new Uint8Array(train.nUsers);
  for (const user of train.interactions.userIndex) hasRow[user] = 1;
  return rowsWhere(train.nUsers, (user) => hasRow[user] === 1);
}
