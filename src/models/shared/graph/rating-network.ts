/**
 * Rating predictors that are networks: a model says how its network is built from tensors of users and items,
 * and this file trains it and predicts with it.
 *
 * Training: shuffled mini-batches of all training ratings; after each epoch the RMSE on training ratings (on
 * 20,000 drawn ones where there are more) and on the validation part, both with dropout off and with clipped
 * predictions, so that the two can be compared. With a non-empty validation part and `patience` above 0 the
 * training stops when the validation RMSE has not fallen for `patience` epochs, and the parameters of the best
 * epoch stay; else those of the last one.
 *
 * State: the parameters by the names of their layers, and the tables and numbers that the network is built
 * with. A user or item without a training row has zeros for a learned vector (`id-embedding.ts`).
 */
import type { FitInput, RatingPredictor } from "../../contract.js";
import type { ModelEntry } from "../../model-entry.js";
import type { ModelState } from "../../state.js";
import type { Learned } from "../learned.js";
import { ratingModel } from "../rating-model.js";
import { buildNetwork, type BuiltNetwork } from "./build-network.js";
import { NetworkFit } from "./network-fit.js";
import { sessionOf, type NetworkSession } from "./network-session.js";
import type { NetworkSettings } from "./network-settings.js";
import { factsOf, networkStateError, parametersOf, tableName } from "./network-state.js";
import type { RatingNetworkDefinition } from "./network-types.js";

/** The registry's entry of a rating predictor that is a network. */
export function ratingNetworkModel<Settings extends NetworkSettings>(
  definition: RatingNetworkDefinition<Settings>,
): ModelEntry<RatingPredictor> {
  return ratingModel<Settings>({
    ...definition,
    clipped: true,
    ...(definition.rereadTables === undefined
      ? {}
      : { reread: (state, input, settings) => reread(definition, state, input, settings) }),
    learn: (table, settings, input, steps) =>
      new NetworkFit(definition, settings, { table, input, steps }).learn(),
    scorer: (state, settings) => {
      const { session, parameters } = restoreNetwork(definition, state, settings);
      return {
        predictMany: (users, items, timestamps) =>
          session.predict(parameters, users, items, timestamps),
      };
    },
  });
}

function reread<Settings extends NetworkSettings>(
  definition: RatingNetworkDefinition<Settings>,
  state: ModelState,
  input: FitInput,
  settings: Settings,
): Learned {
  const arrays = { ...state.arrays };
  const tables = definition.rereadTables!(factsOf(state), settings, input);
  for (const [name, { values }] of Object.entries(tables)) arrays[tableName(name)] = values;
  return { arrays };
}

/** A fitted network for use. */
export interface RestoredNetwork {
  readonly network: BuiltNetwork;
  readonly session: NetworkSession;
  readonly parameters: Readonly<Record<string, Float32Array>>;
}

/** The network of a state; `session.run` gives its further outputs, too. Throws `E_MODEL_STATE`. */
export function restoreNetwork<Settings extends NetworkSettings>(
  definition: RatingNetworkDefinition<Settings>,
  state: ModelState,
  settings: Settings = definition.readSettings(state.config),
): RestoredNetwork {
  const network = builtFrom(definition, state, settings);
  const parameters = parametersOf(state, network.parameterLengths);
  return { network, parameters, session: sessionOf(network, definition.predictionBatch) };
}

function builtFrom<Settings extends NetworkSettings>(
  definition: RatingNetworkDefinition<Settings>,
  state: ModelState,
  settings: Settings,
): BuiltNetwork {
  const facts = factsOf(state);
  try {
    return buildNetwork(definition, settings, facts);
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error);
    throw networkStateError(state.id, "tables", "what the network can be built from", got, error);
  }
}
