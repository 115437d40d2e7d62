import type { Config } from "../common/json.js";
import type { ProgressListener } from "../common/progress.js";
import type { ItemContent, RatingScale, UserAttributes } from "../data/dataset.js";
import type { TrainPart, ValidPart } from "../data/split/parts.js";
import type { FeatureProvenance } from "../features/contract.js";
import type { ScoreForm } from "./score-form.js";
import type { ModelState } from "./state.js";

/** What a model may see while it learns. The test part is not among it. */
export interface FitInput {
  readonly train: TrainPart;
  /** For early stopping; a model that does not stop early ignores it. */
  readonly valid?: ValidPart;
  readonly ratingScale: RatingScale;
  /** By `itemIndex`; for content models. */
  readonly itemContent?: readonly ItemContent[];
  /** By `userIndex`, such as ages and occupations; for models that use them. */
  readonly userAttributes?: readonly UserAttributes[];
  /** One row-major matrix `[nItems x dim]` a modality, by name. */
  readonly features?: Readonly<Record<string, FeatureMatrix>>;
  /**
   * Start from these parameters in place of random ones, for models that learn step by step; a model
   * that has a closed form ignores it. Throws `E_MODEL_STATE` when it is of another model or shape.
   */
  readonly warmStart?: ModelState;
  /** Seed of all random streams of this fit. */
  readonly seed: number;
  readonly onProgress?: ProgressListener;
  readonly signal?: AbortSignal;
}

/** One modality of item features, `[nItems x dim]`, row-major. */
export interface FeatureMatrix {
  readonly nItems: number;
  readonly dim: number;
  readonly values: Float32Array;
  /** `[nItems]` 1 where the item has no feature vector. */
  readonly missing: Uint8Array;
  /** What the vectors were made from, where it is known; models do not look at it. */
  readonly provenance?: FeatureProvenance;
}

/** One point of a learning curve. */
export interface CurvePoint {
  readonly epoch: number;
  /** Named values, such as `trainRmse`, `validRmse`, `loss`. */
  readonly values: Readonly<Record<string, number>>;
}

/** What a fit tells about itself. */
export interface FitReport {
  /** Epochs done; 0 for a closed-form model. */
  readonly epochs: number;
  readonly curve: readonly CurvePoint[];
}

/** A model's description: what it is and where it comes from. */
export interface ModelDescription {
  /** Stable id, lower-case with hyphens, such as `item-knn`. */
  readonly id: string;
  readonly title: string;
  readonly task: "ranking" | "rating";
  /** True for a floor that any useful model must beat. */
  readonly floor: boolean;
  /** Paper or library, with equation or section. */
  readonly source: string;
  readonly config: Config;
}

interface Model {
  /** Learns from `input.train`; a second call starts afresh. Throws `E_MODEL_EMPTY` on no rows. */
  fit(input: FitInput): Promise<FitReport>;
  describe(): ModelDescription;
  /** All that scoring needs, as named arrays; throws `E_MODEL_UNFITTED` before `fit`. */
  state(): ModelState;
  /** Makes this model score as the one that gave `state`. */
  restore(state: ModelState): void;
  /**
   * A model that scores as this one does, with the features of `input` in place of those of the fit and nothing
   * learned anew; `input.train` is that of the fit. A modality of the fit that is not among them is absent, as
   * if no item had it. Throws `E_MODEL_FIXED` where scores read no features, `E_MODEL_UNFITTED`,
   * `E_MODEL_FEATURES`, `E_MODEL_ITEM`, `E_MODEL_USER`.
   */
  withFeatures?(input: FitInput): Promise<AnyModel>;
}

/** What each item of a user's history adds to a score. */
export interface ScoreParts {
  /** `[n]` items of the history, each once. */
  readonly items: Int32Array;
  /** `[n]` in the units of the score; their sum is the score up to rounding. */
  readonly contributions: Float64Array;
}

/** Orders all items for a user. */
export interface Recommender extends Model {
  /**
   * Scores of users over all items, `[users.length x nItems]` row-major; higher is better; finite.
   * Seen items are not masked here. A user without history gets the model's fallback (said in its
   * header). Throws `E_MODEL_USER` for an index outside the training matrix.
   */
  scoreUsers(users: Int32Array): Float32Array;
  /** The matrices that the scores are a product of, where they are. Throws `E_MODEL_UNFITTED`. */
  form?(): ScoreForm | undefined;
  /**
   * The score of `item` for `user` as a sum over the user's history, of models that have such a sum and
   * whose form does not show it. Throws `E_MODEL_UNFITTED`, `E_MODEL_USER`, `E_MODEL_ITEM`.
   */
  explain?(user: number, item: number): ScoreParts | undefined;
  /**
   * Fold-in: takes over the users of `input.train`, which has the same items, with their histories, and
   * keeps all that was learned about items. Throws `E_MODEL_FOLD_IN` when the model cannot, and
   * `E_MODEL_ITEM` when the number of items differs.
   */
  partialFit?(input: FitInput): Promise<void>;
}

/** Predicts ratings of pairs. */
export interface RatingPredictor extends Model {
  /**
   * Predicted ratings of pairs `(users[k], items[k])`, `[users.length]`, clipped to the rating scale
   * unless the model's header says otherwise; finite for any user and item, also those without a
   * training row. A model that runs a graph answers with a promise: await what comes. Throws
   * `E_MODEL_USER`, `E_MODEL_ITEM` for an index outside the training matrix.
   *
   * `timestamps` `[users.length]`, in seconds, say when the ratings are given; a model of sequences then
   * reads nothing of that moment or later, others ignore them. Default: behind all training ratings.
   */
  predict(
    users: Int32Array,
    items: Int32Array,
    timestamps?: Float64Array,
  ): Float32Array | Promise<Float32Array>;
}

/** A model of either task. */
export type AnyModel = Recommender | RatingPredictor;
