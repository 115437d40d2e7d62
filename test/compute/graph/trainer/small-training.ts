/** A small training for tests: everything that can differ between two runs is in it. */
import { Graph } from "../../../../src/compute/graph/graph.js";
import { dense } from "../../../../src/compute/graph/layers/dense.js";
import { dropout } from "../../../../src/compute/graph/layers/dropout.js";
import { embedding } from "../../../../src/compute/graph/layers/embedding.js";
import { meanSquaredError } from "../../../../src/compute/graph/operators/losses.js";
import { reshape } from "../../../../src/compute/graph/operators/shape.js";
import { adam } from "../../../../src/compute/graph/optimisers/adam.js";
import { cosineDecay, warmUp } from "../../../../src/compute/graph/schedules.js";
import type { Batch, TrainerOptions } from "../../../../src/compute/graph/trainer/options.js";
import { trainGraph } from "../../../../src/compute/graph/trainer/trainer.js";
import { openTraining, type Training } from "../../../../src/compute/graph/training.js";
import { createRandom } from "../../../../src/compute/random.js";
import { randomValues } from "../check-gradient.js";

const nRows = 22;
const itemIndex = Int32Array.from({ length: nRows }, (_unused, row) => (row * 5) % 9);
const rating = randomValues(nRows, "rating", 1, 5);

/** Ratings of nine items by an embedding, dropout and a dense layer. */
export function open(): Promise<Training> {
  const graph = new Graph();
  const builder = { graph, seed: 5, isTraining: true };
  const items = graph.input("items", ["batch"], "int32");
  const vectors = dropout(builder, "drop", embedding(builder, "items", items, [9, 6]), 0.3);
  const prediction = reshape(dense(builder, "head", vectors, 1), ["batch"]);
  const loss = meanSquaredError(prediction, graph.input("ratings", ["batch"]));
  return openTraining(graph, { loss, optimiser: adam(), clipNorm: 5 });
}

/** Five to an epoch: four of 5 rows and one of 2, in an order of the epoch's own. */
export function* batches(epoch: number): Generator<Batch> {
  const order = createRandom(5, `epoch ${epoch}`).shuffle(Array.from(itemIndex.keys()));
  for (let start = 0; start < nRows; start += 5) {
    const rows = order.slice(start, start + 5);
    const items = Int32Array.from(rows, (row) => itemIndex[row]);
    const ratings = Float32Array.from(rows, (row) => rating[row]);
    yield { feeds: { items, ratings }, sizes: { batch: rows.length } };
  }
}

/** Any deterministic function of the parameters that goes up and down: which epoch is best differs. */
export function wiggle(parameters: Readonly<Record<string, Float32Array>>): number {
  return Math.sin(40 * parameters["head/weight"].reduce((total, value) => total + value, 0));
}

/** What ends a training from outside. */
export class Killed extends Error {}

/** A training with all that there is; `changes` on top. */
export async function train(changes: Partial<TrainerOptions> = {}) {
  const training = await open();
  try {
    const trained = await trainGraph({
      training,
      batches,
      epochs: 4,
      learningRate: warmUp(3, cosineDecay(0.05, { steps: 20 })),
      evaluation: {
        every: 1,
        unit: "epochs",
        goal: "maximise",
        evaluate: ({ parameters }) => wiggle(parameters),
      },
      ...changes,
    });
    return { trained, state: training.save() };
  } finally {
    await training.close();
  }
}

/** Dies when the batch `at` is asked for, as a process does: without a last checkpoint. */
export function dyingAt(at: number): TrainerOptions["batches"] {
  let nGiven = 0;
  return function* (epoch) {
    for (const batch of batches(epoch)) {
      if (nGiven++ === at) throw new Killed();
      yield batch;
    }
  };
}
