import { isMoviolaError, MoviolaError } from "../../../common/errors.js";
import type { Feeds } from "../file-session.js";
import type { Values } from "../tensor.js";
import { checkpointError, readCheckpoint, saveCheckpoint, tidyCheckpoints } from "../checkpoint.js";
import { constantRate, type Schedule } from "../schedules.js";
import { brokenArray, divergedError } from "./divergence.js";
import type { Batch, Cadence, Evaluated, Trained, TrainerOptions } from "./options.js";
import { pack, startPosition, unpack, type Position } from "./position.js";
import { Reporter } from "./report.js";

/**
 * Trains a graph: epochs over batches, a learning rate that follows the step, validation with early
 * stopping, checkpoints, progress. With an evaluation the training ends with the parameters of the best one;
 * what the optimiser remembers stays that of the last step.
 *
 * A training that is stopped at any moment and started again with the same options and folder of checkpoints
 * ends with the same bytes as one that was not.
 *
 * Errors: `E_GRAPH_DIVERGED` when a loss, a validation value or a parameter is not finite, or the loss
 * explodes, with step, layer and the last good checkpoint; `E_GRAPH_CHECKPOINT` when the one to go on from
 * cannot be used; `E_GRAPH_STATE` when it is of another model or optimiser; `E_GRAPH_OPTION`.
 */
export async function trainGraph(options: TrainerOptions): Promise<Trained> {
  checkOptions(options);
  options.signal?.throwIfAborted();
  const trainer = new Trainer(options);
  await trainer.resume();
  return trainer.run();
}

class Trainer {
  readonly #options: TrainerOptions;
  readonly #rate: Schedule;
  #step: number;
  #position: Position = startPosition();
  #best: Readonly<Record<string, Float32Array>> | undefined;
  #lastCheckpoint: string | undefined;
  #reporter: Reporter;

  constructor(options: TrainerOptions) {
    const { learningRate, training } = options;
    this.#options = options;
    this.#rate = typeof learningRate === "number" ? constantRate(learningRate) : learningRate;
    this.#step = training.save().step;
    this.#reporter = new Reporter(options, this.#position);
  }

  /** Goes on from the last checkpoint, if there is one. */
  async resume(): Promise<void> {
    const { checkpoints, training } = this.#options;
    if (checkpoints === undefined || checkpoints.resume === false) return;
    const found = await readCheckpoint(checkpoints.folder, checkpoints.config);
    if (found === undefined) return;
    const { state, position, best } = unpack(found);
    await tidyCheckpoints(checkpoints.folder, checkpoints.keep);
    training.restore(state);
    this.#step = state.step;
    this.#position = position;
    this.#best = best;
    this.#lastCheckpoint = found.path;
    this.#reporter = new Reporter(this.#options, position);
  }

  async run(): Promise<Trained> {
    const { evaluation, epochs, training } = this.#options;
    let isStopped = false;
    while (!isStopped && this.#position.epoch <= epochs) isStopped = await this.#epoch();
    this.#requireFinite(training.parameters());
    if (evaluation !== undefined && this.#position.evaluations.at(-1)?.step !== this.#step) {
      await this.#evaluate();
    }
    if (this.#best !== undefined) {
      const { step, arrays } = training.save();
      training.restore({ step, arrays: { ...arrays, ...this.#best } });
    }
    const { losses, evaluations, best } = this.#position;
    return {
      step: this.#step,
      stoppedBy: isStopped ? "patience" : "epochs",
      losses,
      evaluations,
      ...(best === undefined ? {} : { best }),
    };
  }

  /** One epoch, or what is left of it. True when patience is at its end. */
  async #epoch(): Promise<boolean> {
    const { epoch, batch: nDone } = this.#position;
    let nSeen = 0;
    for await (const batch of this.#options.batches(epoch)) {
      if (nSeen++ < nDone) continue;
      await this.#stopIfAborted();
      await this.#takeStep(batch);
      if (await this.#recur("steps", this.#step)) return true;
    }
    if (nSeen === 0) throw optionError("batches", `a batch at least in epoch ${epoch}`, "none");
    if (nSeen < nDone) {
      const where = this.#lastCheckpoint ?? "";
      throw checkpointError(where, `${nDone} batches at least in epoch ${epoch}`, String(nSeen), {
        remedy: "Go on with the same data and batch size",
      });
    }
    const { lossSum, nItems, losses } = this.#position;
    Object.assign(this.#position, { batch: 0, lossSum: 0, nItems: 0, epoch: epoch + 1 });
    this.#position.nBatches = nSeen;
    losses.push(lossSum / nItems);
    const isStopped = await this.#recur("epochs", epoch);
    this.#reporter.report(this.#position);
    return isStopped;
  }

  async #stopIfAborted(): Promise<void> {
    const { signal, checkpoints } = this.#options;
    if (signal?.aborted !== true) return;
    if (checkpoints !== undefined) await this.#saveCheckpoint();
    signal.throwIfAborted();
  }

  async #takeStep({ feeds, sizes, nItems = sizes.batch ?? 1 }: Batch): Promise<void> {
    const { training, largestLoss } = this.#options;
    const position = this.#position;
    if (!(nItems > 0)) throw optionError("nItems of a batch", "a number above 0", String(nItems));
    let loss: number;
    try {
      ({ loss } = await training.step(feeds, sizes, this.#rate(this.#step + 1)));
    } catch (error) {
      if (!isMoviolaError(error, "E_GRAPH_DIVERGED")) throw error;
      const fed = brokenArray(realFeeds(feeds));
      throw this.#diverged(
        this.#step + 1,
        fed === undefined ? "a finite loss" : "finite numbers in a batch",
        fed === undefined ? (error.details.got ?? "another") : `others in the input ${fed}`,
      );
    }
    this.#step++;
    position.firstLoss ??= loss;
    const limit = largestLoss ?? 1e6 * Math.max(1, Math.abs(position.firstLoss));
    if (loss > limit) throw this.#diverged(this.#step, `a loss of ${limit} at most`, String(loss));
    position.batch++;
    position.lossSum += loss * nItems;
    position.nItems += nItems;
    this.#reporter.step(nItems, position);
  }

  /** Evaluation and checkpoint where they are due. True when patience is at its end. */
  async #recur(unit: Cadence["unit"], count: number): Promise<boolean> {
    const { evaluation, checkpoints } = this.#options;
    const isDue = (cadence?: Cadence): boolean =>
      cadence?.unit === unit && count % cadence.every === 0;
    if (isDue(evaluation)) {
      await this.#evaluate();
      const { sinceBest } = this.#position;
      if (sinceBest >= (evaluation?.patience ?? Number.POSITIVE_INFINITY)) return true;
    }
    if (isDue(checkpoints)) await this.#saveCheckpoint();
    return false;
  }

  async #evaluate(): Promise<void> {
    const { training, evaluation } = this.#options;
    const { evaluate, goal } = evaluation!;
    const parameters = training.parameters();
    const point = { epoch: this.#position.epoch - 1, step: this.#step };
    const value = await evaluate({ ...point, parameters });
    if (!Number.isFinite(value)) {
      throw this.#diverged(this.#step, "a finite validation value", String(value));
    }
    const { best, evaluations } = this.#position;
    const evaluated: Evaluated = { ...point, value };
    evaluations.push(evaluated);
    const isBetter =
      best === undefined || (goal === "maximise" ? value > best.value : value < best.value);
    this.#position.sinceBest = isBetter ? 0 : this.#position.sinceBest + 1;
    if (!isBetter) return;
    this.#position.best = evaluated;
    this.#best = Object.fromEntries(
      Object.entries(parameters).map(([name, array]) => [name, array.slice()]),
    );
  }

  async #saveCheckpoint(): Promise<void> {
    const { folder, config, keep } = this.#options.checkpoints!;
    const state = this.#options.training.save();
    this.#requireFinite(state.arrays);
    const packed = pack({ state, position: this.#position, best: this.#best }, config);
    this.#lastCheckpoint = await saveCheckpoint(folder, packed, keep);
  }

  #requireFinite(arrays: Readonly<Record<string, Float32Array>>): void {
    const broken = brokenArray(arrays);
    if (broken === undefined) return;
    throw this.#diverged(this.#step, "finite parameters and memories", `others in ${broken}`);
  }

  #diverged(step: number, expected: string, got: string): MoviolaError {
    const { epoch } = this.#position;
    const parameters = this.#options.training.parameters();
    const checkpoint = this.#lastCheckpoint;
    return divergedError({ step, epoch, parameters }, { expected, got, checkpoint });
  }
}

/** The feeds that can hold something else than finite numbers. */
function realFeeds(feeds: Feeds): Record<string, Float32Array> {
  const isReal = (entry: [string, Values]): entry is [string, Float32Array] =>
    entry[1] instanceof Float32Array;
  return Object.fromEntries(Object.entries(feeds).filter(isReal));
}

function checkOptions({ epochs, evaluation, checkpoints }: TrainerOptions): void {
  const wholes = {
    epochs,
    "evaluation.every": evaluation?.every,
    "evaluation.patience": evaluation?.patience,
    "checkpoints.every": checkpoints?.every,
    "checkpoints.keep": checkpoints?.keep,
  };
  for (const [name, value] of Object.entries(wholes)) {
    if (value === undefined || (Number.isInteger(value) && value >= 1)) continue;
    throw optionError(name, "a whole number from 1", String(value));
  }
}

function optionError(where: string, expected: string, got: string): MoviolaError {
  return new MoviolaError("E_GRAPH_OPTION", "A training has a setting it cannot have", {
    where,
    expected,
    got,
  });
}
