import type { ProgressListener } from "../../common/progress.js";
import type { ItemState } from "../contract.js";
import { hasVector } from "../store/stored-set.js";

/** Counts what an extraction has done and says so: items a second, failures so far, items reused. */
export class ExtractionProgress {
  readonly #listener: ProgressListener | undefined;
  readonly #task: string;
  readonly #total: number;
  readonly #reused: number;
  readonly #started = performance.now();
  readonly #failures = new Map<ItemState, number>();
  #done = 0;

  /** `total` items are to be extracted; `reused` were found in the store. */
  constructor(
    listener: ProgressListener | undefined,
    preset: string,
    total: number,
    reused: number,
  ) {
    this.#listener = listener;
    this.#task = `extract ${preset}`;
    this.#total = total;
    this.#reused = reused;
  }

  /** Takes the states of a batch that is done. */
  add(states: readonly ItemState[]): void {
    this.#done += states.length;
    for (const state of states) {
      if (!hasVector(state)) this.#failures.set(state, (this.#failures.get(state) ?? 0) + 1);
    }
    const { length } = states;
    if (length > 0) this.report();
  }

  report(): void {
    this.#listener?.({
      task: this.#task,
      done: this.#done,
      total: this.#total,
      unit: "items",
      note: this.#note(),
    });
  }

  /** Such as `61.2 items/s, 1240 from the store, 3 without a vector (2 broken, 1 empty)`. */
  #note(): string {
    const seconds = (performance.now() - this.#started) / 1000;
    const parts: string[] = [];
    if (this.#done > 0) parts.push(`${(this.#done / seconds).toFixed(1)} items/s`);
    if (this.#reused > 0) parts.push(`${this.#reused} from the store`);
    const failed = [...this.#failures.values()].reduce((sum, count) => sum + count, 0);
    const kinds = Array.from(this.#failures, ([state, count]) => `${count} ${state}`);
    if (failed > 0) parts.push(`${failed} without a vector (${kinds.join(", ")})`);
    return parts.join(", ");
  }
}
