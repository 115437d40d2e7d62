/** What a rating predictor that is a network is made of; see `rating-network.ts`. */
import type { Config } from "../../../common/json.js";
import type { Builder, ElementType, Feeds, Shape, Tensor } from "../../../compute/graph/index.js";
import type { RatingScale } from "../../../data/dataset.js";
import type { FitInput } from "../../contract.js";
import type { FeatureUse, ModelEntry } from "../../model-entry.js";
import type { ModelIdentity } from "../defined-model.js";
import type { RatingTable } from "../rating-table.js";
import type { NetworkSettings } from "./network-settings.js";

/** Constant data of a network, `[rows x width]` row-major, such as the genres of each item. */
export interface NetworkTable {
  readonly rows: number;
  /** `Uint8Array` stands for truth values. */
  readonly values: Float32Array | Int32Array | Uint8Array;
}

/** What is prepared for a network from the input of a fit, and goes into the model's state. */
export interface NetworkData {
  /** By name: letters and digits. */
  readonly tables?: Readonly<Record<string, NetworkTable>>;
  /** Sizes and other numbers that the network is built with, by name. */
  readonly numbers?: Readonly<Record<string, number>>;
}

/** All that a network is built from, the same for training and for use. */
export interface NetworkFacts {
  readonly nUsers: number;
  readonly nItems: number;
  /** Mean of the training ratings. */
  readonly globalMean: number;
  readonly ratingScale: RatingScale;
  /** A table of {@link NetworkData}. Throws `E_MODEL_STATE` where there is none. */
  readonly table: (name: string) => NetworkTable;
  /** A number of {@link NetworkData}. Throws `E_MODEL_STATE` where there is none. */
  readonly number: (name: string) => number;
}

/** What a network computes with: tensors of the graph that it is built in. */
export interface NetworkInputs {
  readonly facts: NetworkFacts;
  /** `[batch]` indices of the pairs' users and items (int32). */
  readonly users: Tensor;
  readonly items: Tensor;
  /** `[batch]` for the loss alone: the ratings, and their place on the scale from 0 (int32). */
  readonly ratings: Tensor;
  readonly levels: Tensor;
  /** What the encoder gives, by name. */
  readonly encoded: Readonly<Record<string, Tensor>>;
  /** `[rows x width]` a table of the facts; truth values are `bool`. */
  readonly table: (name: string) => Tensor;
  /** In training: `[nUsers]` and `[nItems]`, 1 where there is a training rating. */
  readonly trained?: { readonly users: Uint8Array; readonly items: Uint8Array };
}

/** What a network gives. */
export interface NetworkOutputs {
  /** Without axes: the mean loss over the batch. */
  readonly loss: Tensor;
  /** `[batch]` in the units of the ratings. */
  readonly prediction: Tensor;
  /** More tensors with the batch as first axis, for explanations, such as the weights of attention. */
  readonly more?: Readonly<Record<string, Tensor>>;
}

/** Further inputs of a network that depend on the pairs of a batch, such as histories. */
export interface PairEncoder {
  /** Shapes, usually `["batch", ..]`, and types by name. */
  readonly inputs: Readonly<Record<string, { readonly shape: Shape; readonly type?: ElementType }>>;
  /**
   * Their values, and how long other named axes are than `batch`. `timestamps` as in `RatingPredictor`; not
   * given for training pairs.
   */
  encode(
    users: Int32Array,
    items: Int32Array,
    timestamps?: Float64Array,
  ): { readonly feeds: Feeds; readonly sizes?: Readonly<Record<string, number>> };
}

/** One rating predictor that is a network. */
export interface RatingNetworkDefinition<
  Settings extends NetworkSettings,
> extends ModelIdentity<Settings> {
  readonly defaults: Config;
  readonly searchSpace: ModelEntry["searchSpace"];
  /** See `ModelEntry`. */
  readonly features?: FeatureUse;
  /** Pairs that are predicted at a time; default 4,096. */
  readonly predictionBatch?: number;
  /** Default: no data. */
  prepare?(
    table: RatingTable,
    settings: Settings,
    input: FitInput,
  ): NetworkData | Promise<NetworkData>;
  /**
   * The tables that features lie in, made of those of `input` in place of the fit's; absent where predictions
   * read none. See `Model.withFeatures`.
   */
  rereadTables?(
    facts: NetworkFacts,
    settings: Settings,
    input: FitInput,
  ): Readonly<Record<string, NetworkTable>>;
  encoder?(facts: NetworkFacts, settings: Settings): PairEncoder;
  /** Builds the network, for training and for use (`builder.isTraining`), with the same parameters. */
  build(builder: Builder, inputs: NetworkInputs, settings: Settings): NetworkOutputs;
}
