import { setImmediate } from "node:timers/promises";
import { MoviolaError } from "../../common/errors.js";
import type { FitInput } from "../contract.js";

/** How a fit says how far it is and learns that it shall stop. */
export interface FitSteps {
  /**
   * Call between two units of work: reports `done` of `total`, lets other work of the process run,
   * and throws `E_MODEL_ABORTED` when the caller's signal is aborted.
   */
  step(done: number, total: number, unit: string, note?: string): Promise<void>;
}

/** Steps of a fit of the model `id`; throws `E_MODEL_ABORTED` at once when already aborted. */
export function createFitSteps(id: string, input: FitInput): FitSteps {
  const { onProgress, signal } = input;
  throwIfAborted(id, signal);
  return {
    async step(done, total, unit, note): Promise<void> {
      onProgress?.({
        task: `fit ${id}`,
        done,
        total,
        unit,
        ...(note === undefined ? {} : { note }),
      });
      // Without a turn of the event loop a timer or a key press could not abort the signal.
      await setImmediate();
      throwIfAborted(id, signal);
    },
  };
}

function throwIfAborted(id: string, signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  throw new MoviolaError("E_MODEL_ABORTED", `The fit of "${id}" was stopped by its caller`, {
    remedy: "The model is as it was before this fit",
    cause: signal.reason,
  });
}
