import { sizeOf } from "./axis.js";
import type { Graph, RandomMask } from "./graph.js";
import { fillMask } from "./random-mask.js";

/** Draws the masks of a graph, step by step, into memory that it keeps. */
export class MaskSource {
  readonly #masks: readonly RandomMask[];
  readonly #memory: Map<string, Uint8Array> = new Map();

  /** Of the graph's masks those that a session has as inputs. */
  constructor(graph: Graph, inputNames: readonly string[]) {
    this.#masks = [...graph.masks.values()].filter(({ tensor }) =>
      inputNames.includes(tensor.name),
    );
  }

  /** The masks of a step, by name; the next call overwrites them. */
  draw(step: number, sizes: Readonly<Record<string, number>>): Record<string, Uint8Array> {
    return Object.fromEntries(
      this.#masks.map(({ tensor, key, rate }) => {
        const length = tensor.shape.reduce<number>(
          (product, axis) => product * sizeOf(axis, sizes),
          1,
        );
        const known = this.#memory.get(tensor.name);
        const mask = known?.length === length ? known : new Uint8Array(length);
        this.#memory.set(tensor.name, mask);
        fillMask(mask, key, step, rate);
        return [tensor.name, mask];
      }),
    );
  }
}
