import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readCheckpoint } from "../../../../src/compute/graph/checkpoint.js";
import type { Batch, TrainerOptions } from "../../../../src/compute/graph/trainer/options.js";
import { batches, open, train } from "./small-training.js";

const code = (expected: string): Error => expect.objectContaining({ code: expected }) as Error;

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "moviola-trainer-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const config = { model: "small" };
const checkpoints = (): NonNullable<TrainerOptions["checkpoints"]> => ({
  ...{ folder, config, every: 2, unit: "steps" },
});

/** The usual batches with something else in the place of the one at `at`, counted from 0. */
function spoiltAt(at: number, spoil: (batch: Batch) => Batch | Promise<Batch>) {
  let nGiven = 0;
  return async function* (epoch: number): AsyncGenerator<Batch> {
    for (const batch of batches(epoch)) yield nGiven++ === at ? await spoil(batch) : batch;
  };
}

/** The run fails, leaves the checkpoint of step 6, and without the fault goes on to the same bytes. */
async function failsAndGoesOn(failing: Promise<unknown>, message: RegExp): Promise<void> {
  await expect(failing).rejects.toThrow(message);
  expect((await readdir(folder)).sort()).toEqual(["step-000000004", "step-000000006"]);
  const { state } = (await readCheckpoint(folder, config))!;
  expect(Object.values(state.arrays).every((array) => array.every(Number.isFinite))).toBe(true);
  expect(await train({ checkpoints: checkpoints() })).toEqual(await train());
}

describe("a training leaves good checkpoints", () => {
  it("when its device vanishes", async () => {
    const training = await open();
    const vanishing = spoiltAt(7, async (batch) => {
      // What a run meets then: a session that has lost its device.
      await training.close();
      return batch;
    });
    const failing = train({ training, batches: vanishing, checkpoints: checkpoints() });
    await failsAndGoesOn(failing, /E_GRAPH_SESSION.*device cpu.*go on from a checkpoint/s);
  });

  it("when features are no numbers; the input is named", async () => {
    const spoilt = spoiltAt(7, ({ feeds, ...batch }) => ({
      ...batch,
      feeds: { ...feeds, ratings: (feeds.ratings as Float32Array).with(2, Number.NaN) },
    }));
    const failing = train({ batches: spoilt, checkpoints: checkpoints() });
    await failsAndGoesOn(failing, /E_GRAPH_DIVERGED.*step 8.*others in the input ratings/s);
  });

  it("when a batch says that it is larger than its data", async () => {
    const spoilt = spoiltAt(7, (batch) => ({ ...batch, sizes: { batch: 50 } }));
    const failing = train({ batches: spoilt, checkpoints: checkpoints() });
    await failsAndGoesOn(failing, /E_GRAPH_FEED.*items.*50 values for \[50\].*5/s);
  });

  it("when an index is outside its table", async () => {
    const spoilt = spoiltAt(7, ({ feeds, ...batch }) => ({
      ...batch,
      feeds: { ...feeds, items: (feeds.items as Int32Array).with(0, 9) },
    }));
    const failing = train({ batches: spoilt, checkpoints: checkpoints() });
    await failsAndGoesOn(failing, /E_GRAPH_SESSION.*indices/s);
  });

  it("and does not touch those of another configuration", async () => {
    await train({ checkpoints: checkpoints() });
    const before = await readCheckpoint(folder, config);
    const other = { ...checkpoints(), config: { model: "large" } };
    await expect(train({ checkpoints: other })).rejects.toThrow(code("E_GRAPH_CHECKPOINT"));
    expect(await readCheckpoint(folder, config)).toEqual(before);
  });
});

it("a batch as large as all data is one step an epoch", async () => {
  const all = (epoch: number): Batch[] => {
    const parts = [...batches(epoch)];
    const joined = <Values extends Int32Array | Float32Array>(name: string): number[] =>
      parts.flatMap(({ feeds }) => [...(feeds[name] as Values)]);
    const feeds = {
      items: Int32Array.from(joined("items")),
      ratings: Float32Array.from(joined("ratings")),
    };
    return [{ feeds, sizes: { batch: feeds.items.length } }];
  };
  const { trained } = await train({ batches: all });
  expect(trained.step).toBe(4);
});
