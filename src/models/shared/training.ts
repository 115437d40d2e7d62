/** What models that learn by epochs share: early stopping, the check for divergence, a point of the curve as text. */
import { MoviolaError } from "../../common/errors.js";
import type { CurvePoint } from "../contract.js";

type Parameters = readonly (Float32Array | Float64Array)[];

/** Early stopping: keeps a copy of the parameters after the best epoch. */
export class BestEpoch {
  readonly #parameters: Parameters;
  readonly #patience: number;
  #value = Number.NEGATIVE_INFINITY;
  #epoch = 0;
  #copies: Parameters = [];

  /** `parameters`: all that is learned; `patience`: epochs without a better value before the end, at least 1. */
  constructor(parameters: Parameters, patience: number) {
    this.#parameters = parameters;
    this.#patience = patience;
  }

  /** Takes the validation value after `epoch`, higher is better; true when it is time to stop. */
  isOver(epoch: number, value: number): boolean {
    if (value > this.#value) {
      this.#value = value;
      this.#epoch = epoch;
      this.#copies = this.#parameters.map((array) => array.slice());
      return false;
    }
    return epoch - this.#epoch >= this.#patience;
  }

  /** Writes the parameters of the best epoch back; does nothing when no epoch had a value. */
  restore(): void {
    this.#copies.forEach((copy, at) => this.#parameters[at].set(copy));
  }
}

/** Throws `E_MODEL_DIVERGED` when a parameter, or the loss, is not a finite number after `epoch`. */
export function checkFinite(parameters: Parameters, epoch: number, loss = 0): void {
  // 0 times a number is 0 unless it is infinite or NaN.
  let trace = loss * 0;
  for (const array of parameters) {
    for (let at = 0; at < array.length; at++) trace += array[at] * 0;
  }
  if (trace === 0) return;
  throw new MoviolaError("E_MODEL_DIVERGED", "The parameters have grown beyond all numbers", {
    where: `epoch ${epoch}`,
    expected: "finite parameters",
    remedy: "Lower `learningRate`",
  });
}

/** A point of a learning curve for a progress line, such as `loss 0.5123, validNdcg 0.2011`. */
export function describePoint({ values }: CurvePoint): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${value.toFixed(4)}`)
    .join(", ");
}
