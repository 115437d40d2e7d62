import { createRandom } from "../../compute/random.js";
import type { Dataset } from "../dataset.js";
import { assembleSplit } from "./assemble.js";
import { forEachUser, placeInOrder } from "./place.js";
import type { Fractions } from "./shares.js";
import type { Split } from "./split.js";

/**
 * `mmrec`: the recipe behind the label column of MMRec's files (Zhou 2023, "MMRec: Simplifying
 * multimodal recommendation"; `preprocessing/1splitting.ipynb`). Each user's rows in random order; of
 * fewer than 10 rows the last two are one validation and one test row, of n >= 10 rows `floor(0.2 n)`
 * are held out, half of them (rounded down) for validation, the others for test.
 *
 * Deviations: users with fewer than three rows stay in train whole (MMRec, whose data are 5-cores,
 * would leave them without a training row and then drop them); the random numbers are ours, so the
 * counts are MMRec's and the draw is not. To use the published draw, read the labels
 * (`splitByLabels`).
 */
export function splitMMRec(dataset: Dataset, options: { readonly seed: number }): Split {
  const { seed } = options;
  const random = createRandom(seed, "split/mmrec");
  const places = new Uint8Array(dataset.nRatings);
  forEachUser(dataset, (rows) => {
    placeInOrder(places, random.shuffle(rows), mmrecCounts(rows.length));
  });
  return assembleSplit(dataset, { name: "mmrec", settings: {}, seed }, places);
}

function mmrecCounts(nRows: number): Fractions {
  if (nRows < 3) return { train: nRows, valid: 0, test: 0 };
  if (nRows < 10) return { train: nRows - 2, valid: 1, test: 1 };
  const nHeldOut = Math.floor(nRows / 5);
  const valid = Math.floor(nHeldOut / 2);
  return { train: nRows - nHeldOut, valid, test: nHeldOut - valid };
}
