import type { JsonValue } from "../../../common/json.js";
import type { ProgressListener } from "../../../common/progress.js";
import type { Schedule } from "../schedules.js";
import type { Feeds } from "../session.js";
import type { Training } from "../training.js";

/** What a step is given. */
export interface Batch {
  readonly feeds: Feeds;
  /** How long the named axes are. */
  readonly sizes: Readonly<Record<string, number>>;
  /** Its weight in the mean loss of an epoch, and what "items a second" counts; default `sizes.batch`, or 1. */
  readonly nItems?: number;
}

/** How often: behind every `every` (a whole number from 1) epochs or steps. */
export interface Cadence {
  readonly every: number;
  readonly unit: "epochs" | "steps";
}

/** Where an evaluation stands. */
export interface EvaluationPoint {
  /** Epochs that are done, the running one not counted. */
  readonly epoch: number;
  readonly step: number;
  /** By name, as they are now; valid until the evaluation returns. */
  readonly parameters: Readonly<Record<string, Float32Array>>;
}

/** Validation during training; it also takes place at the end. */
export interface Evaluation extends Cadence {
  /** Gives the value that decides which parameters are the best. */
  readonly evaluate: (point: EvaluationPoint) => number | Promise<number>;
  readonly goal: "maximise" | "minimise";
  /** Name of the value in progress reports; default `validation`. */
  readonly name?: string;
  /** Training stops behind so many evaluations in a row without a better value; default: never. */
  readonly patience?: number;
}

/** Checkpoints of a training, see `checkpoint.ts`. */
export interface CheckpointOptions extends Cadence {
  readonly folder: string;
  /** All that must be the same when the training goes on: model, data, seeds, batch size, schedule. */
  readonly config: JsonValue;
  /** How many of them are kept; default 2. */
  readonly keep?: number;
  /** Whether to go on from the last one in the folder, if there is one; default true. */
  readonly resume?: boolean;
}

/** What {@link trainGraph} needs. */
export interface TrainerOptions {
  readonly training: Training;
  /**
   * The batches of an epoch, epochs counted from 1. It must give the same ones for the same epoch whatever
   * came before: shuffle and sample by streams that are named after the epoch. A resumed training skips
   * those that were done.
   */
  readonly batches: (epoch: number) => Iterable<Batch> | AsyncIterable<Batch>;
  readonly epochs: number;
  readonly learningRate: number | Schedule;
  readonly evaluation?: Evaluation;
  readonly checkpoints?: CheckpointOptions;
  /** A loss above it counts as divergence; default a million times the first one (or 1, if that is more). */
  readonly largestLoss?: number;
  /** Name in progress reports; default `training`. */
  readonly task?: string;
  readonly onProgress?: ProgressListener;
  /** Stops before the next step, with a checkpoint if there are any, and throws the signal's reason. */
  readonly signal?: AbortSignal;
}

/** One evaluation. */
export interface Evaluated {
  readonly epoch: number;
  readonly step: number;
  readonly value: number;
}

/** How a training went. */
export interface Trained {
  readonly step: number;
  readonly stoppedBy: "epochs" | "patience";
  /** Mean loss of each whole epoch. */
  readonly losses: readonly number[];
  readonly evaluations: readonly Evaluated[];
  /** The evaluation whose parameters the training has now; absent without evaluation. */
  readonly best?: Evaluated;
}
