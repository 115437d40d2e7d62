/**
 * Random order: the lowest sanity floor of every ranking table.
 *
 * Equation: s_ui uniform in [0, 1), independent for every user and item. A user's scores come from the
 * stream `random/user <index>` of the fit's seed, so that they do not depend on who else is scored.
 * Users without history are scored like all others.
 */
import { createRandom } from "../../compute/random.js";
import type { Recommender } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";
import { recommenderModel } from "../shared/recommender-model.js";
import { stateNumber } from "../shared/state-arrays.js";

/** Random scores; no settings. */
export const random: ModelEntry<Recommender> = recommenderModel({
  id: "random",
  title: "Random",
  source: "sanity floor",
  floor: true,
  defaults: {},
  searchSpace: {},
  readSettings: () => ({}),
  learn: (_table, _settings, input) =>
    Promise.resolve({ arrays: {}, numbers: { seed: input.seed } }),
  scorer: (state) => {
    const seed = stateNumber(state, "seed");
    return (user, scores) => {
      const stream = createRandom(seed, `random/user ${user}`);
      for (let item = 0; item < scores.length; item++) scores[item] = stream.uniform();
    };
  },
});
