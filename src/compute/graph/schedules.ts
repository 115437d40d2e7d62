/** Learning rates that follow the step. */
import { MoviolaError } from "../../common/errors.js";

/** The learning rate of a step; steps are counted from 1. A pure function: a resumed training needs no more. */
export type Schedule = (step: number) => number;

/** Always the same. Throws `E_GRAPH_OPTION`, as all schedules do, for a setting out of its range. */
export function constantRate(rate: number): Schedule {
  requireSetting("rate", rate, rate > 0, "a number above 0");
  return () => rate;
}

/** Rises along a line to the first rate of `schedule`, reached at step `steps`, and follows it from there. */
export function warmUp(steps: number, schedule: Schedule): Schedule {
  requireSetting("steps", steps, Number.isInteger(steps) && steps >= 1, "a whole number from 1");
  return (step) => (step < steps ? (schedule(1) * step) / steps : schedule(step - steps + 1));
}

/** Settings of {@link cosineDecay}. */
export interface CosineOptions {
  readonly steps: number;
  /** From step `steps` + 1 on; default 0. */
  readonly end?: number;
}

/**
 * Half a cosine from `start` at step 1 to `end`, which it reaches behind `steps` steps and keeps
 * (Loshchilov and Hutter 2017, equation 5, without restarts; PyTorch's `CosineAnnealingLR`).
 */
export function cosineDecay(start: number, { steps, end = 0 }: CosineOptions): Schedule {
  requireSetting("start", start, start > 0, "a number above 0");
  requireSetting("end", end, end >= 0 && end <= start, "a number from 0 to start");
  requireSetting("steps", steps, Number.isInteger(steps) && steps >= 1, "a whole number from 1");
  return (step) => {
    const share = Math.min(1, (step - 1) / steps);
    return end + ((start - end) * (1 + Math.cos(Math.PI * share))) / 2;
  };
}

/** Settings of {@link stepDecay}. */
export interface StepDecayOptions {
  /** Steps with the same rate. */
  readonly every: number;
  /** What the rate is multiplied with then; default .1. */
  readonly factor?: number;
}

/** `start`, multiplied with `factor` behind every `every` steps (PyTorch's `StepLR`). */
export function stepDecay(start: number, { every, factor = 0.1 }: StepDecayOptions): Schedule {
  requireSetting("start", start, start > 0, "a number above 0");
  requireSetting("every", every, Number.isInteger(every) && every >= 1, "a whole number from 1");
  requireFactor(factor);
  return (step) => start * factor ** Math.floor((step - 1) / every);
}

/** `start`, multiplied with `factor` behind each step (PyTorch's `ExponentialLR`). */
export function exponentialDecay(start: number, factor: number): Schedule {
  requireSetting("start", start, start > 0, "a number above 0");
  requireFactor(factor);
  return (step) => start * factor ** (step - 1);
}

function requireFactor(factor: number): void {
  requireSetting("factor", factor, factor > 0 && factor <= 1, "a number above 0, 1 at most");
}

function requireSetting(name: string, value: number, isValid: boolean, expected: string): void {
  if (isValid && Number.isFinite(value)) return;
  throw new MoviolaError(
    "E_GRAPH_OPTION",
    "A learning-rate schedule has a setting it cannot have",
    {
      where: name,
      expected,
      got: String(value),
    },
  );
}
