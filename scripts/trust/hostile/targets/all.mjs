/** Every target, by name. */
import { argumentTargets } from "./arguments.mjs";
import { arrayTargets } from "./arrays.mjs";
import { documentTargets } from "./documents.mjs";
import { fileTargets } from "./files.mjs";
import { pageTargets } from "./pages.mjs";
import { programTargets } from "./program.mjs";
import { ratingTargets } from "./ratings.mjs";
import { storeTargets } from "./stores.mjs";
import { submissionTargets } from "./submissions.mjs";

/**
 * A target is a reader: `seeds` are valid files (`files`: bytes by name; `forms`: how each is mutated;
 * `seal`: what makes its hashes right again), `read` reads a folder, `check` says what is wrong with
 * what came out, `weight` is its share of the cases.
 */
export const targets = [
  ...ratingTargets,
  ...arrayTargets,
  ...storeTargets,
  ...documentTargets,
  ...fileTargets,
  ...submissionTargets,
  ...pageTargets,
  ...argumentTargets,
  ...programTargets,
];

/** Valid files of a target, made on first use. */
export async function seedsOf(target) {
  if (typeof target.seeds === "function") target.seeds = await target.seeds();
  return target.seeds;
}
