import type { RatingPredictor } from "../contract.js";
import { MoviolaError } from "../../common/errors.js";
import { restoreNetwork } from "../shared/graph/rating-network.js";
import { checkItems, checkUsers } from "../shared/index-checks.js";
import { factsOf } from "../shared/graph/network-state.js";
import { tokenPlan } from "./content.js";
import { tokenNames } from "./network.js";
import { xiaDefinition } from "./xia.js";

/** How [CLS] looks at the tokens of pairs. */
export interface XiaAttention {
  /** `[nTokens]` such as `[CLS]`, `user id`, .. `poster`, `[SEP]`. */
  readonly tokens: readonly string[];
  readonly layers: number;
  readonly heads: number;
  /** `[n x layers x heads x nTokens]` shares that add up to 1 over the tokens. */
  readonly weights: Float32Array;
}

/** Pairs that are looked at in one run. */
const batchSize = 1024;

/**
 * The attention weights of [CLS] in each layer and head of a fitted model `xia`, for pairs `(users[k],
 * items[k])`: what the rating is read from, and from where. Throws `E_MODEL_UNFITTED`, `E_MODEL_STATE` for
 * another model, `E_MODEL_PAIRS`, `E_MODEL_USER`, `E_MODEL_ITEM`.
 */
export async function xiaAttention(
  model: RatingPredictor,
  users: Int32Array,
  items: Int32Array,
): Promise<XiaAttention> {
  const state = model.state();
  if (state.id !== xiaDefinition.id) {
    throw new MoviolaError("E_MODEL_STATE", "Only the model xia has these attention weights", {
      expected: xiaDefinition.id,
      got: state.id,
    });
  }
  if (users.length !== items.length) {
    throw new MoviolaError("E_MODEL_PAIRS", "Pairs need as many users as items", {
      expected: `${users.length} items`,
      got: String(items.length),
    });
  }
  checkUsers(users, state.nUsers);
  checkItems(items, state.nItems);
  const settings = xiaDefinition.readSettings(state.config);
  const { layers, heads } = settings;
  const tokens = tokenNames(tokenPlan(factsOf(state), settings));
  const perPair = layers * heads * tokens.length;
  const weights = new Float32Array(users.length * perPair);
  const { session, parameters } = restoreNetwork(xiaDefinition, state, settings);
  try {
    for (let start = 0; start < users.length; start += batchSize) {
      const end = start + batchSize;
      const part = [users.slice(start, end), items.slice(start, end)] as const;
      const { attention } = await session.run(parameters, ...part);
      weights.set(attention as Float32Array, start * perPair);
    }
  } finally {
    await session.close();
  }
  return { tokens, layers, heads, weights };
}
