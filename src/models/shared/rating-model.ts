/**
 * What all rating predictors have in common: a model is a definition (settings, learning, scoring of
 * one pair), and this file makes of it an object that keeps the contract of `RatingPredictor`.
 */
import { MoviolaError } from "../../common/errors.js";
import type { Config } from "../../common/json.js";
import type { FitInput, FitReport, ModelDescription, RatingPredictor } from "../contract.js";
import type { ModelEntry } from "../registry.js";
import type { ModelState, StateArray } from "../state.js";
import { createFitSteps, type FitSteps } from "./fit-steps.js";
import { checkItems, checkUsers } from "./index-checks.js";
import { ratingTable, type RatingTable } from "./rating-table.js";
import { stateNumber } from "./state-arrays.js";

/** What a definition's `learn` gives: the arrays and numbers that scoring needs. */
export interface LearnedRatings {
  readonly arrays: Readonly<Record<string, StateArray>>;
  readonly numbers?: Readonly<Record<string, number>>;
  /** Left out by a closed-form model. */
  readonly report?: FitReport;
}

/** Predicts one pair, unclipped; both indices are inside the matrix. */
export type PairScorer = (user: number, item: number) => number;

/** One rating predictor. `Settings` are its `Config`, checked and typed. */
export interface RatingModelDefinition<Settings> {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly floor: boolean;
  /** False for a model whose predictions are left outside the scale on purpose. */
  readonly clipped: boolean;
  readonly defaults: Config;
  readonly searchSpace: ModelEntry["searchSpace"];
  /** Throws `E_MODEL_CONFIG` on a value that the model cannot work with. */
  readSettings(config: Config): Settings;
  learn(
    table: RatingTable,
    settings: Settings,
    input: FitInput,
    steps: FitSteps,
  ): Promise<LearnedRatings>;
  /** Throws `E_MODEL_STATE` when arrays are missing or of the wrong length. */
  scorer(state: ModelState, settings: Settings): PairScorer;
}

/** The registry's entry of a rating predictor. */
export function ratingModel<Settings>(
  definition: RatingModelDefinition<Settings>,
): ModelEntry<RatingPredictor> {
  const { id, defaults, searchSpace } = definition;
  return {
    id,
    task: "rating",
    defaults,
    searchSpace,
    create: (config) => new DefinedPredictor(definition, config),
  };
}

interface Fitted {
  readonly state: ModelState;
  readonly score: PairScorer;
  readonly minimum: number;
  readonly maximum: number;
}

class DefinedPredictor<Settings> implements RatingPredictor {
  readonly #definition: RatingModelDefinition<Settings>;
  #config: Config;
  #fitted: Fitted | undefined;

  constructor(definition: RatingModelDefinition<Settings>, config: Config) {
    definition.readSettings(config);
    this.#definition = definition;
    this.#config = { ...config };
  }

  async fit(input: FitInput): Promise<FitReport> {
    const { id } = this.#definition;
    const settings = this.#definition.readSettings(this.#config);
    const steps = createFitSteps(id, input);
    const table = ratingTable(input);
    const learned = await this.#definition.learn(table, settings, input, steps);
    const { minimum, maximum } = table.ratingScale;
    this.#adopt({
      id,
      config: this.#config,
      nUsers: table.nUsers,
      nItems: table.nItems,
      arrays: learned.arrays,
      numbers: { globalMean: table.globalMean, minimum, maximum, ...learned.numbers },
    });
    return learned.report ?? { epochs: 0, curve: [] };
  }

  describe(): ModelDescription {
    const { id, title, floor, source } = this.#definition;
    return { id, title, task: "rating", floor, source, config: this.#config };
  }

  state(): ModelState {
    return this.#require().state;
  }

  restore(state: ModelState): void {
    if (state.id !== this.#definition.id) {
      throw new MoviolaError("E_MODEL_STATE", "This state is of another model", {
        expected: this.#definition.id,
        got: state.id,
      });
    }
    this.#adopt(state);
  }

  predict(users: Int32Array, items: Int32Array): Float32Array {
    const { state, score, minimum, maximum } = this.#require();
    if (users.length !== items.length) throw pairsError(users.length, items.length);
    checkUsers(users, state.nUsers);
    checkItems(items, state.nItems);
    const predictions = new Float32Array(users.length);
    const { clipped } = this.#definition;
    for (let pair = 0; pair < users.length; pair++) {
      const value = score(users[pair], items[pair]);
      predictions[pair] = clipped ? Math.min(maximum, Math.max(minimum, value)) : value;
    }
    return predictions;
  }

  #adopt(state: ModelState): void {
    const settings = this.#definition.readSettings(state.config);
    const score = this.#definition.scorer(state, settings);
    const minimum = stateNumber(state, "minimum");
    const maximum = stateNumber(state, "maximum");
    this.#config = state.config;
    this.#fitted = { state, score, minimum, maximum };
  }

  #require(): Fitted {
    if (this.#fitted !== undefined) return this.#fitted;
    throw new MoviolaError(
      "E_MODEL_UNFITTED",
      `The model "${this.#definition.id}" knows nothing yet`,
      {
        remedy: "Call `fit` or `restore` first",
      },
    );
  }
}

function pairsError(nUsers: number, nItems: number): MoviolaError {
  return new MoviolaError("E_MODEL_PAIRS", "Pairs need as many users as items", {
    expected: `${nUsers} items`,
    got: String(nItems),
  });
}
