/** What every model object does besides learning and scoring: settings, state, description. */
import { MoviolaError } from "../../common/errors.js";
import type { Config } from "../../common/json.js";
import type { FitInput, ModelDescription } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";
import type { ModelState } from "../state.js";
import type { Learned } from "./learned.js";
import { checkSameMatrix, fixedFeaturesError } from "./reread-features.js";

/** What says which model it is, whichever its task. */
export interface ModelIdentity<Settings> {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly floor: boolean;
  /** Throws `E_MODEL_CONFIG` on a value that the model cannot work with. */
  readSettings(config: Config): Settings;
  /** See `ModelEntry`; `networkBytes` is a help for networks. */
  estimateBytes?(input: FitInput, settings: Settings): number;
  /**
   * What scoring needs with other features in place of those of the fit, nothing learned anew; absent where
   * scores read no features. See `Model.withFeatures`.
   */
  reread?(state: ModelState, input: FitInput, settings: Settings): Promise<Learned> | Learned;
}

/** The estimate of a definition as its entry has it. */
export function estimateOf<Settings>(
  definition: ModelIdentity<Settings>,
): Pick<ModelEntry, "estimateBytes"> {
  if (definition.estimateBytes === undefined) return {};
  return {
    estimateBytes: (input, config) =>
      definition.estimateBytes!(input, definition.readSettings(config)),
  };
}

/** A state with the function that scores from it. */
export interface Adopted<Scorer> {
  readonly state: ModelState;
  readonly score: Scorer;
}

/** Base of the model objects of both tasks. */
export abstract class DefinedModel<Settings, Scorer> {
  readonly #identity: ModelIdentity<Settings>;
  #config: Config;
  #adopted: Adopted<Scorer> | undefined;

  protected constructor(identity: ModelIdentity<Settings>, config: Config) {
    identity.readSettings(config);
    this.#identity = identity;
    this.#config = { ...config };
  }

  protected abstract readonly task: "ranking" | "rating";

  /** Throws `E_MODEL_STATE` when arrays are missing or of the wrong length. */
  protected abstract scorerOf(state: ModelState, settings: Settings): Scorer;

  describe(): ModelDescription {
    const { id, title, floor, source } = this.#identity;
    return { id, title, task: this.task, floor, source, config: this.#config };
  }

  state(): ModelState {
    return this.requireFitted().state;
  }

  restore(state: ModelState): void {
    if (state.id !== this.#identity.id) {
      throw new MoviolaError("E_MODEL_STATE", "This state is of another model", {
        expected: this.#identity.id,
        got: state.id,
      });
    }
    this.adopt(state);
  }

  protected get config(): Config {
    return this.#config;
  }

  protected settings(): Settings {
    return this.#identity.readSettings(this.#config);
  }

  /** Takes a state over, whole or not at all. */
  protected adopt(state: ModelState): void {
    const score = this.scorerOf(state, this.#identity.readSettings(state.config));
    this.#config = state.config;
    this.#adopted = { state, score };
  }

  /** The state with other features. Throws as `Model.withFeatures`. */
  protected async rereadState(input: FitInput): Promise<ModelState> {
    const { state } = this.requireFitted();
    const identity = this.#identity;
    if (identity.reread === undefined) throw fixedFeaturesError(identity.id);
    checkSameMatrix(state, input);
    const { arrays, numbers = {} } = await identity.reread(state, input, this.settings());
    return { ...state, arrays, numbers: { ...state.numbers, ...numbers } };
  }

  protected requireFitted(): Adopted<Scorer> {
    if (this.#adopted !== undefined) return this.#adopted;
    throw new MoviolaError(
      "E_MODEL_UNFITTED",
      `The model "${this.#identity.id}" knows nothing yet`,
      { remedy: "Call `fit` or `restore` first" },
    );
  }
}
