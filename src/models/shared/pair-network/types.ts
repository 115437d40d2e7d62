/** What a recommender that is a network is made of; see `pair-network.ts`. */
import type { Config } from "../../../common/json.js";
import type { Builder, Schedule, SparseRoom, Tensor } from "../../../compute/graph/index.js";
import type { ComputePool } from "../../../compute/pool/pool.js";
import type { FitInput } from "../../contract.js";
import type { FeatureUse, ModelEntry } from "../../model-entry.js";
import type { ModelIdentity } from "../defined-model.js";
import type { Modality } from "../modalities.js";
import type { PositiveTable } from "../positive-table.js";
import type { PairNetworkSettings } from "./settings.js";

/** What a network is prepared from. */
export interface PairFacts {
  readonly input: FitInput;
  readonly table: PositiveTable;
  /** Sorted by name; none for a model that does not use features. */
  readonly modalities: readonly Modality[];
  /** Where sparse matrices for the graphs are put: `room.matrix(..)`. */
  readonly room: SparseRoom;
  readonly pool: ComputePool;
}

/** What a network computes with. */
export interface PairInputs {
  readonly nUsers: number;
  readonly nItems: number;
  readonly modalities: readonly Modality[];
  /** `[nItems x dim]` the features of a modality; no gradient flows into them. */
  readonly feature: (modality: Modality) => Tensor;
  /** `[rows x width]` other numbers that do not change in a fit, by a name of their own. */
  table(name: string, values: Float32Array, rows: number): Tensor;
  /** Learned vectors `[nUsers x size]`, from Xavier's uniform; users without training rows start at 0. */
  userTable(builder: Builder, name: string, size: number): Tensor;
  /** Learned vectors `[nItems x size]`; items without training rows start at 0. */
  itemTable(builder: Builder, name: string, size: number): Tensor;
}

/** The pairs of a step: int32 `[batch]` each. */
export interface PairBatch {
  readonly users: Tensor;
  /** Items that the users have. */
  readonly positives: Tensor;
  /** Items with training rows that they do not have. */
  readonly negatives: Tensor;
}

/** What a network gives: the vectors whose products are the scores, and its loss. */
export interface PairNetwork {
  /** `[nUsers x size]` */
  readonly users: Tensor;
  /** `[nItems x size]` */
  readonly items: Tensor;
  /** The loss of a batch, without axes; built in training alone. */
  loss(batch: PairBatch): Tensor;
}

/** Where a fit is when an epoch begins. */
export interface EpochStart {
  /** From 1. */
  readonly epoch: number;
  /** By their names in the graph, as they are now. */
  readonly parameters: Readonly<Record<string, Float32Array>>;
}

/** One recommender that is a network. `Prepared` is what it needs besides features: graphs, histories. */
export interface PairNetworkDefinition<
  Settings extends PairNetworkSettings,
  Prepared,
> extends ModelIdentity<Settings> {
  readonly defaults: Config;
  readonly searchSpace: ModelEntry["searchSpace"];
  /** See `ModelEntry`; absent: features are not looked at. */
  readonly features?: FeatureUse;
  readonly scoresColdItems?: boolean;
  /** True where vectors are made from features by what was learned, so that others can take their place. */
  readonly readsFeatures?: boolean;
  prepare(facts: PairFacts, settings: Settings): Prepared | Promise<Prepared>;
  /** Builds the network, for training and for use (`builder.isTraining`), with the same parameters. */
  build(builder: Builder, inputs: PairInputs, prepared: Prepared, settings: Settings): PairNetwork;
  /** Before each epoch, such as to draw its edges (`GraphMatrix.replace`). */
  startEpoch?(
    start: EpochStart,
    facts: PairFacts,
    prepared: Prepared,
    settings: Settings,
  ): void | Promise<void>;
  /** Before vectors are made for use, such as to rebuild graphs that follow from `parameters`. */
  beforeUse?(
    parameters: EpochStart["parameters"],
    facts: PairFacts,
    prepared: Prepared,
    settings: Settings,
  ): void | Promise<void>;
  /** When the fit ends, however it ends. */
  close?(prepared: Prepared): void | Promise<void>;
  /** Learning rate by step; default: always `learningRate`. */
  schedule?(settings: Settings, nBatches: number): Schedule;
}
