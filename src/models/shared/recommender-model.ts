/**
 * What all recommenders have in common: a model is a definition (settings, learning, scoring of one
 * user), and this file makes of it an object that keeps the contract of `Recommender`.
 */
import type { Config } from "../../common/json.js";
import type { FitInput, FitReport, Recommender } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";
import type { ModelState } from "../state.js";
import { DefinedModel, type ModelIdentity } from "./defined-model.js";
import { createFitSteps, type FitSteps } from "./fit-steps.js";
import { checkUsers } from "./index-checks.js";
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
  /** Throws `E_MODEL_STATE` when arrays are missing or of the wrong length. */
  scorer(state: ModelState, settings: Settings): UserScorer;
}

/** The registry's entry of a recommender. */
export function recommenderModel<Settings>(
  definition: RecommenderDefinition<Settings>,
): ModelEntry<Recommender> {
  const { id, defaults, searchSpace } = definition;
  return {
    id,
    task: "ranking",
    defaults,
    searchSpace,
    create: (config) => new DefinedRecommender(definition, config),
  };
}

class DefinedRecommender<Settings>
  extends DefinedModel<Settings, UserScorer>
  implements Recommender
{
  protected readonly task = "ranking";
  readonly #definition: RecommenderDefinition<Settings>;

  constructor(definition: RecommenderDefinition<Settings>, config: Config) {
    super(definition, config);
    this.#definition = definition;
  }

  async fit(input: FitInput): Promise<FitReport> {
    const { id } = this.#definition;
    const settings = this.settings();
    const steps = createFitSteps(id, input);
    const table = positiveTable(input);
    const learned = await this.#definition.learn(table, settings, input, steps);
    const { nUsers, nItems } = table;
    const { arrays, numbers = {} } = learned;
    this.adopt({ id, config: this.config, nUsers, nItems, arrays, numbers });
    return learned.report ?? { epochs: 0, curve: [] };
  }

  scoreUsers(users: Int32Array): Float32Array {
    const { state, score } = this.requireFitted();
    checkUsers(users, state.nUsers);
    const scores = new Float32Array(users.length * state.nItems);
    for (let position = 0; position < users.length; position++) {
      const start = position * state.nItems;
      score(users[position], scores.subarray(start, start + state.nItems));
    }
    return scores;
  }

  protected scorerOf(state: ModelState, settings: Settings): UserScorer {
    return this.#definition.scorer(state, settings);
  }
}
