import { sizeOf } from "./axis.js";
import type { Graph } from "./graph.js";
import { fillMask, fillUniform } from "./random-mask.js";
import type { Tensor } from "./tensor.js";

type Drawn = Uint8Array | Float32Array;

/** An input that is drawn: its tensor, an array of its length, and how that is filled. */
interface Draw {
  readonly tensor: Tensor;
  readonly arrayOf: (length: number) => Drawn;
  readonly fill: (array: Drawn, step: number) => void;
}

/** Draws the masks and the noise of a graph, step by step, into memory that it keeps. */
export class MaskSource {
  readonly #draws: readonly Draw[];
  readonly #memory: Map<string, Drawn> = new Map();

  /** Of the graph's masks and noise those that a session has as inputs. */
  constructor(graph: Graph, inputNames: readonly string[]) {
    const masks = [...graph.masks.values()].map(({ tensor, key, rate }): Draw => ({
      tensor,
      arrayOf: (length) => new Uint8Array(length),
      fill: (array, step) => fillMask(array as Uint8Array, key, step, rate),
    }));
    const noises = [...graph.noises.values()].map(({ tensor, key }): Draw => ({
      tensor,
      arrayOf: (length) => new Float32Array(length),
      fill: (array, step) => fillUniform(array as Float32Array, key, step),
    }));
    this.#draws = [...masks, ...noises].filter(({ tensor }) => inputNames.includes(tensor.name));
  }

  /** The masks and noise of a step, by name; the next call overwrites them. */
  draw(step: number, sizes: Readonly<Record<string, number>>): Record<string, Drawn> {
    return Object.fromEntries(
      this.#draws.map(({ tensor, arrayOf, fill }) => {
        const length = tensor.shape.reduce<number>(
          (product, axis) => product * sizeOf(axis, sizes),
          1,
        );
        const known = this.#memory.get(tensor.name);
        const array = known?.length === length ? known : arrayOf(length);
        this.#memory.set(tensor.name, array);
        fill(array, step);
        return [tensor.name, array];
      }),
    );
  }
}
