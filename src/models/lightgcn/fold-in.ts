import { withWorkspace } from "../../compute/pool/shared-pool.js";
import type { Learned } from "../shared/learned.js";
import { padRows, trimRows } from "../shared/padded-rows.js";
import type { PositiveTable } from "../shared/positive-table.js";
import { floatArray } from "../shared/state-arrays.js";
import type { ModelState } from "../state.js";
import { LightGcnLearner } from "./learner.js";
import type { LightGcnSettings } from "./settings.js";

/**
 * Users of `table` by the same propagation with the items' embeddings as they were learned and own
 * embeddings of 0. What the state knows of items stays.
 */
export function foldInLightGcn(
  state: ModelState,
  table: PositiveTable,
  settings: LightGcnSettings,
): Promise<Learned> {
  const { nFactors } = settings;
  const itemFactors = floatArray(state, "itemFactors", state.nItems * nFactors);
  const itemEmbeddings = floatArray(state, "itemEmbeddings", state.nItems * nFactors);
  return withWorkspace((workspace, pool) => {
    const learner = new LightGcnLearner(workspace, pool, table, settings, 1);
    const start = table.nUsers * learner.width;
    padRows(itemEmbeddings, nFactors, learner.embeddings.subarray(start), learner.width);
    learner.updateMeans();
    const arrays = {
      userFactors: trimRows(learner.sides(learner.means).users, learner.width, nFactors),
      itemFactors,
      userEmbeddings: new Float32Array(table.nUsers * nFactors),
      itemEmbeddings,
    };
    return Promise.resolve({ arrays });
  });
}
