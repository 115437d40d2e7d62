/**
 * What all recommenders have in common: a model is a definition (settings, learning, scoring of one
 * user, or the matrices whose product the scores are), and this file makes of it an object that keeps
 * the contract of `Recommender`.
 */
import { MoviolaError } from "../../common/errors.js";
import type { Config } from "../../common/json.js";
import type { FitInput, FitReport, Recommender, ScoreParts } from "../contract.js";
import type { FeatureUse, ModelEntry } from "../model-entry.js";
import type { ScoreForm } from "../score-form.js";
import type { ModelState } from "../state.js";
import { DefinedModel, estimateOf, type ModelIdentity } from "./defined-model.js";
import { createFitSteps, type FitSteps } from "./fit-steps.js";
import { formScorer } from "./form-scorer.js";
import { checkItems, checkUsers } from "./index-checks.js";
import { positiveTable, type PositiveTable } from "./positive-table.js";
import type { Learned } from "./learned.js";

/** Writes the scores of a user, who is inside the matrix, over all items into `scores` `[nItems]`, all 0 before. */
export type UserScorer = (user: number, scores: Float32Array) => void;

/** One recommender. `Settings` are its `Config`, checked and typed. */
export interface RecommenderDefinition<Settings> extends ModelIdentity<Settings> {
  readonly defaults: Config;
  readonly searchSpace: ModelEntry["searchSpace"];
  learn(
    table: PositiveTable,
    settings: Settings,
    input: FitInput,
    steps: FitSteps,
  ): Promise<Learned>;
  /**
   * How a state scores: a function, or the matrices whose product the scores are. Throws
   * `E_MODEL_STATE` when arrays are missing or of the wrong length.
   */
  scorer(state: ModelState, settings: Settings): UserScorer | ScoreForm;
  /** Inside the matrix; see `Recommender.explain`. */
  explain?(state: ModelState, settings: Settings, user: number, item: number): ScoreParts;
  /** See `ModelEntry`. */
  readonly scoresColdItems?: boolean;
  /** See `ModelEntry`. */
  readonly features?: FeatureUse;
  /** A state with the users of `table` and what `state` knows of items; see `partialFit`. */
  foldIn?(
    state: ModelState,
    table: PositiveTable,
    settings: Settings,
    input: FitInput,
    steps: FitSteps,
  ): Promise<Learned>;
}

/** The registry's entry of a recommender. */
export function recommenderModel<Settings>(
  definition: RecommenderDefinition<Settings>,
): ModelEntry<Recommender> {
  const { id, defaults, searchSpace, scoresColdItems, features } = definition;
  return {
    id,
    task: "ranking",
    defaults,
    searchSpace,
    ...(scoresColdItems === undefined ? {} : { scoresColdItems }),
    ...(features === undefined ? {} : { features }),
    ...estimateOf(definition),
    create: (config) => new DefinedRecommender(definition, config),
  };
}

/** How a state scores, with the form where there is one. */
interface Scoring {
  readonly score: UserScorer;
  readonly form?: ScoreForm;
}

class DefinedRecommender<Settings> extends DefinedModel<Settings, Scoring> implements Recommender {
  protected readonly task = "ranking";
  readonly #definition: RecommenderDefinition<Settings>;

  constructor(definition: RecommenderDefinition<Settings>, config: Config) {
    super(definition, config);
    this.#definition = definition;
  }

  async fit(input: FitInput): Promise<FitReport> {
    const settings = this.settings();
    const steps = createFitSteps(this.#definition.id, input);
    const table = positiveTable(input);
    const learned = await this.#definition.learn(table, settings, input, steps);
    this.#take(learned, table);
    return learned.report ?? { epochs: 0, curve: [] };
  }

  async partialFit(input: FitInput): Promise<void> {
    const definition = this.#definition;
    const { state } = this.requireFitted();
    if (definition.foldIn === undefined) throw foldInError(definition.id);
    const steps = createFitSteps(definition.id, input);
    const table = positiveTable(input);
    if (table.nItems !== state.nItems) throw itemsError(state.nItems, table.nItems);
    this.#take(await definition.foldIn(state, table, this.settings(), input, steps), table);
  }

  async withFeatures(input: FitInput): Promise<Recommender> {
    const state = await this.rereadState(input);
    const other = new DefinedRecommender(this.#definition, this.config);
    other.adopt(state);
    return other;
  }

  scoreUsers(users: Int32Array): Float32Array {
    const { state, score: scoring } = this.requireFitted();
    checkUsers(users, state.nUsers);
    const scores = new Float32Array(users.length * state.nItems);
    for (let position = 0; position < users.length; position++) {
      const start = position * state.nItems;
      scoring.score(users[position], scores.subarray(start, start + state.nItems));
    }
    return scores;
  }

  form(): ScoreForm | undefined {
    return this.requireFitted().score.form;
  }

  explain(user: number, item: number): ScoreParts | undefined {
    const { state } = this.requireFitted();
    checkUsers(Int32Array.of(user), state.nUsers);
    checkItems(Int32Array.of(item), state.nItems);
    return this.#definition.explain?.(state, this.settings(), user, item);
  }

  protected scorerOf(state: ModelState, settings: Settings): Scoring {
    const scorer = this.#definition.scorer(state, settings);
    if (typeof scorer === "function") return { score: scorer };
    return { score: formScorer(scorer), form: scorer };
  }

  #take({ arrays, numbers = {} }: Learned, { nUsers, nItems }: PositiveTable): void {
    const { id } = this.#definition;
    this.adopt({ id, config: this.config, nUsers, nItems, arrays, numbers });
  }
}

function foldInError(id: string): MoviolaError {
  return new MoviolaError("E_MODEL_FOLD_IN", `The model "${id}" cannot take over new users`, {
    expected: "a model that represents a user by the items of the history",
    got: id,
    remedy: "Fit it anew on all rows",
  });
}

function itemsError(expected: number, got: number): MoviolaError {
  return new MoviolaError("E_MODEL_ITEM", "New users must be described by the items of the fit", {
    where: "partialFit",
    expected: `${expected} items`,
    got: `${got} items`,
    remedy: "Index the new rows by the items of the data set that the model was fitted on",
  });
}
