/**
 * What all rating predictors have in common: a model is a definition (settings, learning, scoring of
 * one pair), and this file makes of it an object that keeps the contract of `RatingPredictor`.
 */
import { MoviolaError } from "../../common/errors.js";
import type { Config } from "../../common/json.js";
import type { FitInput, FitReport, RatingPredictor } from "../contract.js";
import type { FeatureUse, ModelEntry } from "../model-entry.js";
import type { ModelState } from "../state.js";
import { DefinedModel, estimateOf, type ModelIdentity } from "./defined-model.js";
import { createFitSteps, type FitSteps } from "./fit-steps.js";
import { checkItems, checkUsers } from "./index-checks.js";
import type { Learned } from "./learned.js";
import { ratingTable, type RatingTable } from "./rating-table.js";
import { stateNumber } from "./state-arrays.js";

/** Predicts one pair, unclipped; both indices are inside the matrix. */
export type PairScorer = (user: number, item: number) => number;

/** Predicts many pairs at once, for models that run a graph. */
export interface BatchScorer {
  /**
   * Unclipped predictions of pairs `(users[k], items[k])`, `[users.length]`, at least one; both indices
   * are inside the matrix. Each must depend on its own pair alone, whatever else is in the batch.
   * `timestamps` as in `RatingPredictor`.
   */
  predictMany(
    users: Int32Array,
    items: Int32Array,
    timestamps?: Float64Array,
  ): Promise<Float32Array>;
}

/** One rating predictor. `Settings` are its `Config`, checked and typed. */
export interface RatingModelDefinition<Settings> extends ModelIdentity<Settings> {
  /** False for a model whose predictions are left outside the scale on purpose. */
  readonly clipped: boolean;
  readonly defaults: Config;
  readonly searchSpace: ModelEntry["searchSpace"];
  /** See `ModelEntry`. */
  readonly features?: FeatureUse;
  learn(table: RatingTable, settings: Settings, input: FitInput, steps: FitSteps): Promise<Learned>;
  /**
   * How a state predicts: pair by pair, or many pairs at once. Throws `E_MODEL_STATE` when arrays are
   * missing or of the wrong length.
   */
  scorer(state: ModelState, settings: Settings): PairScorer | BatchScorer;
}

/** The registry's entry of a rating predictor. */
export function ratingModel<Settings>(
  definition: RatingModelDefinition<Settings>,
): ModelEntry<RatingPredictor> {
  const { id, defaults, searchSpace, features } = definition;
  return {
    id,
    task: "rating",
    defaults,
    searchSpace,
    // The contract asks for a fallback where an item has no training row; each model documents its own.
    scoresColdItems: true,
    ...(features === undefined ? {} : { features }),
    ...estimateOf(definition),
    create: (config) => new DefinedPredictor(definition, config),
  };
}

/** How a state predicts, and where predictions end. */
interface Predicting {
  readonly scorer: PairScorer | BatchScorer;
  readonly minimum: number;
  readonly maximum: number;
}

class DefinedPredictor<Settings>
  extends DefinedModel<Settings, Predicting>
  implements RatingPredictor
{
  protected readonly task = "rating";
  readonly #definition: RatingModelDefinition<Settings>;

  constructor(definition: RatingModelDefinition<Settings>, config: Config) {
    super(definition, config);
    this.#definition = definition;
  }

  async fit(input: FitInput): Promise<FitReport> {
    const { id } = this.#definition;
    const steps = createFitSteps(id, input);
    const table = ratingTable(input);
    const learned = await this.#definition.learn(table, this.settings(), input, steps);
    const { nUsers, nItems, globalMean } = table;
    const { minimum, maximum } = table.ratingScale;
    const numbers = { globalMean, minimum, maximum, ...learned.numbers };
    this.adopt({ id, config: this.config, nUsers, nItems, arrays: learned.arrays, numbers });
    return learned.report ?? { epochs: 0, curve: [] };
  }

  async withFeatures(input: FitInput): Promise<RatingPredictor> {
    const state = await this.rereadState(input);
    const other = new DefinedPredictor(this.#definition, this.config);
    other.adopt(state);
    return other;
  }

  predict(
    users: Int32Array,
    items: Int32Array,
    timestamps?: Float64Array,
  ): Float32Array | Promise<Float32Array> {
    const { state, score: predicting } = this.requireFitted();
    if (users.length !== items.length) throw pairsError("items", users.length, items.length);
    if (timestamps !== undefined && users.length !== timestamps.length) {
      throw pairsError("timestamps", users.length, timestamps.length);
    }
    checkUsers(users, state.nUsers);
    checkItems(items, state.nItems);
    const { scorer } = predicting;
    const predictions = new Float32Array(users.length);
    if (typeof scorer === "function") {
      for (let pair = 0; pair < users.length; pair++) {
        predictions[pair] = clipped(scorer(users[pair], items[pair]), predicting);
      }
      return predictions;
    }
    if (users.length === 0) return predictions;
    return scorer
      .predictMany(users, items, timestamps)
      .then((values) => values.map((value) => clipped(value, predicting)));
  }

  protected scorerOf(state: ModelState, settings: Settings): Predicting {
    const scorer = this.#definition.scorer(state, settings);
    if (!this.#definition.clipped) return { scorer, minimum: -Infinity, maximum: Infinity };
    const minimum = stateNumber(state, "minimum");
    const maximum = stateNumber(state, "maximum");
    return { scorer, minimum, maximum };
  }
}

function clipped(value: number, { minimum, maximum }: Predicting): number {
  return Math.min(maximum, Math.max(minimum, value));
}

function pairsError(column: string, nUsers: number, got: number): MoviolaError {
  return new MoviolaError("E_MODEL_PAIRS", `Pairs need as many users as ${column}`, {
    expected: `${nUsers} ${column}`,
    got: String(got),
  });
}
