import { createRandom, type RandomStream } from "../../random.js";
import type { Graph } from "../graph.js";
import type { Tensor } from "../tensor.js";
import type { Initialiser } from "./initial.js";

/**
 * What layers are built with: the graph, the seed of the parameters, and whether it is a graph for training
 * (with dropout) or for use.
 */
export interface Builder {
  readonly graph: Graph;
  readonly seed: number;
  readonly isTraining: boolean;
}

/** A parameter of the open layer, drawn from the stream that carries its full name. */
export function parameter(
  { graph, seed }: Builder,
  name: string,
  shape: readonly number[],
  initialise: Initialiser,
): Tensor {
  const random = streamOf(seed, [graph.layer, name].filter(Boolean).join("/"));
  return graph.parameter(name, shape, initialise(shape, random));
}

function streamOf(seed: number, name: string): RandomStream {
  return createRandom(seed, `parameter ${name}`);
}
