import {
  adam,
  add,
  dense,
  embedding,
  gelu,
  Graph,
  meanSquaredError,
  normalised,
  normally,
  openTraining,
  reshape,
  softmax,
  multiply,
  sum,
} from "../../../compute/graph/index.js";
import { createRandom } from "../../../compute/random.js";
import type { Device } from "../../../features/contract.js";
import { compareVectors } from "../../../features/devices/self-test.js";

/** How far two vectors are from each other; see `compareVectors`. */
export type DeviceDifference = ReturnType<typeof compareVectors>;

const [nRows, width, batch, steps] = [40, 16, 64, 5];

/**
 * Trains a small network five steps on the CPU and on `device`: gathered rows with their scattered gradient,
 * products, GELU, layer normalisation, softmax and Adam. Gives how far the parameters are from each other at the
 * end. Throws `E_GRAPH_SESSION` where the device cannot do it.
 */
export async function trainOnBoth(device: Device): Promise<DeviceDifference> {
  const [expected, got] = [await trained("cpu"), await trained(device)];
  return compareVectors(expected, got);
}

/** All parameters behind the steps, one after another. */
async function trained(device: Device): Promise<Float32Array> {
  const graph = new Graph();
  const builder = { graph, seed: 1, isTraining: true };
  const rows = graph.input("rows", ["batch"], "int32");
  const targets = graph.input("targets", ["batch"]);
  const vectors = embedding(builder, "table", rows, [nRows, width], normally(0.3));
  const hidden = normalised(
    builder,
    "norm",
    add(vectors, gelu(dense(builder, "in", vectors, width))),
  );
  const weighted = sum(multiply(softmax(hidden), vectors), { axes: [-1], keepAxes: true });
  const prediction = reshape(dense(builder, "out", weighted, 1), ["batch"]);
  const loss = meanSquaredError(prediction, targets);
  const training = await openTraining(graph, { loss, optimiser: adam(), device });
  const random = createRandom(1, "device self-test");
  try {
    for (let step = 0; step < steps; step++) {
      const feeds = {
        rows: Int32Array.from({ length: batch }, () => random.integer(nRows)),
        targets: Float32Array.from({ length: batch }, () => random.normal()),
      };
      await training.step(feeds, { batch }, 0.01);
    }
    const arrays = Object.values(training.parameters());
    return Float32Array.from(arrays.flatMap((values) => [...values]));
  } finally {
    await training.close();
  }
}
