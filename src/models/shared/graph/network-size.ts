import type { Graph, Tensor } from "../../../compute/graph/index.js";
import { checkFitSize, gibibytes } from "../fit-size.js";

/** Most memory that a training of a graph may be expected to take: 4 GiB. */
const mostBytes = 2 ** 32;

/**
 * Bytes that a training of a graph takes at most, before gradients are added to it: each tensor and its
 * gradient once for a batch, each parameter with its memories twice, and what is given.
 */
export function trainingBytes(graph: Graph, batchSize: number, givenBytes: number): number {
  let values = 0;
  for (const { outputs } of graph.operations) {
    for (const output of outputs) values += 2 * lengthOf(output, batchSize);
  }
  for (const { initial } of graph.parameters.values()) values += 8 * initial.length;
  return 4 * values + givenBytes;
}

/** Throws `E_MODEL_SIZE` where a training would take too much; gives the estimate in words. */
export function checkTrainingSize(bytes: number, batchSize: number): string {
  checkFitSize(bytes, mostBytes, {
    summary: "The training of the network would not fit",
    of: `batches of ${batchSize}`,
    remedy: "A smaller batchSize, or a narrower network",
  });
  return `at most ${gibibytes(bytes)} of memory`;
}

function lengthOf({ shape }: Tensor, batchSize: number): number {
  return shape.reduce<number>((product, axis) => {
    if (typeof axis === "number") return product * axis;
    const parts = axis.split("*");
    return product * batchSize * (parts.length === 2 ? Number(parts[0]) : 1);
  }, 1);
}
