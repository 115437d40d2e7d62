import type { Progress } from "../../../common/progress.js";
import type { Position } from "./position.js";
import type { TrainerOptions } from "./options.js";

/** Least time between two reports within an epoch. */
const pauseMs = 1000;

/** Says how far a training is: epochs done; loss, validation, items a second and time left in the note. */
export class Reporter {
  readonly #options: TrainerOptions;
  readonly #startMs: number;
  readonly #startEpochs: number;
  #nItems = 0;
  #lastMs: number;

  constructor(options: TrainerOptions, position: Position) {
    this.#options = options;
    this.#startMs = performance.now();
    this.#lastMs = this.#startMs;
    this.#startEpochs = epochsDone(position);
  }

  /** After a step with `nItems`; reports now and then. */
  step(nItems: number, position: Position): void {
    this.#nItems += nItems;
    if (performance.now() - this.#lastMs >= pauseMs) this.report(position);
  }

  report(position: Position): void {
    const { onProgress, task = "training", epochs } = this.#options;
    if (onProgress === undefined) return;
    this.#lastMs = performance.now();
    const note = noteOf(position, {
      name: this.#options.evaluation?.name ?? "validation",
      epochs,
      startEpochs: this.#startEpochs,
      nItems: this.#nItems,
      seconds: (this.#lastMs - this.#startMs) / 1000,
    });
    const progress: Progress = { task, done: position.epoch - 1, total: epochs, unit: "epochs" };
    onProgress({ ...progress, note });
  }
}

/** Epochs that are done, with the share of the running one if it is known. */
function epochsDone({ epoch, batch, nBatches }: Position): number {
  return epoch - 1 + (nBatches === undefined ? 0 : batch / nBatches);
}

/** What a note is made of. */
export interface NoteFacts {
  readonly name: string;
  readonly epochs: number;
  /** Epochs that were done when this process began. */
  readonly startEpochs: number;
  /** Items and seconds since then. */
  readonly nItems: number;
  readonly seconds: number;
}

/** Such as `loss 0.512, ndcg@10 0.2104 (best 0.2130), 1250 items a second, 90 s left`. */
export function noteOf(position: Position, facts: NoteFacts): string {
  const { lossSum, nItems, losses, evaluations, best } = position;
  const parts: string[] = [];
  const loss = nItems > 0 ? lossSum / nItems : losses.at(-1);
  if (loss !== undefined) parts.push(`loss ${loss.toPrecision(4)}`);
  const last = evaluations.at(-1);
  if (last !== undefined && best !== undefined) {
    parts.push(`${facts.name} ${last.value.toPrecision(4)} (best ${best.value.toPrecision(4)})`);
  }
  const { seconds } = facts;
  if (seconds > 0) parts.push(`${(facts.nItems / seconds).toPrecision(3)} items a second`);
  const done = epochsDone(position);
  if (done > facts.startEpochs) {
    const left = (seconds * (facts.epochs - done)) / (done - facts.startEpochs);
    parts.push(`${Math.ceil(left)} s left`);
  }
  return parts.join(", ");
}
