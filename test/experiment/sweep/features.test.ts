import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { planSweep, readSweep, RunStore, runSweep } from "../../../src/experiment/index.js";
import { rejectionCode } from "../../cli/support/code-of.js";
import { campDataset, temporaryFolder } from "../../support/experiment-data.js";

const vbpr = { model: "vbpr", config: { epochs: 1, embeddingSize: 2 } };

/** A folder with ratings, features of their items and room for runs. */
async function material() {
  const folder = await temporaryFolder();
  const { users, items, interactions } = campDataset();
  const rows = Array.from(interactions.rating, (rating, row) => {
    const ids = [users.idOf(interactions.userIndex[row]), items.idOf(interactions.itemIndex[row])];
    return [...ids, rating].join(",");
  });
  await writeFile(join(folder, "ratings.csv"), `user,item,rating\n${rows.join("\n")}\n`);
  const writeFeatures = (shift: number): Promise<void> => {
    const lines = items.ids.map((id, item) => `${id},${(item % 2) + shift},${item / 40}`);
    return writeFile(join(folder, "image.csv"), `${lines.join("\n")}\n`);
  };
  await writeFeatures(0);
  return { folder, writeFeatures, store: new RunStore(join(folder, "runs")) };
}

const sweep = {
  datasets: [{ data: "./ratings.csv", features: { image: "image.csv" } }],
  splits: ["per-user-random"],
  models: ["popularity", vbpr, { ...vbpr, knockOut: { image: "permuted" } } as const],
  metrics: ["recall@10"],
};

test("features go to the models that look at them, knocked out where asked; changed ones count anew", async () => {
  const { folder, store, writeFeatures } = await material();
  const plan = await planSweep(sweep, folder);
  const run = async () => {
    const { outcomes, rows } = await runSweep(plan, { store, workers: 1 });
    const done = [...outcomes.values()].map((outcome) => {
      if (outcome.state === "failed") throw new Error(outcome.failure.message);
      return outcome;
    });
    return { done, labels: rows.map(({ model }) => model) };
  };
  const first = await run();
  expect(first.labels.map((label) => label.replace(/ \(.*\)/, ""))).toEqual([
    ...["popularity", "vbpr", "vbpr, image permuted"],
  ]);
  const manifests = first.done.map(({ record }) => record.manifest);
  expect(manifests.map(({ features }) => Object.keys(features))).toEqual([
    [],
    ["image"],
    ["image"],
  ]);
  expect(manifests[2].knockOut).toEqual({ image: "permuted" });
  expect((await run()).done.map(({ fromStore }) => fromStore)).toEqual([true, true, true]);
  await writeFeatures(1);
  expect((await run()).done.map(({ fromStore }) => fromStore)).toEqual([true, false, false]);
});

test("a model that needs features, and a modality that is not there, are faults of the file", async () => {
  const bare = { ...sweep, datasets: ["./ratings.csv"] };
  await expect(planSweep(bare)).rejects.toThrow(/E_SWEEP_FILE(.|\n)*models\[1\](.|\n)*features/);
  const loud = { ...sweep, models: [{ ...vbpr, knockOut: { audio: "noise" } as const }] };
  await expect(planSweep(loud)).rejects.toThrow(/E_SWEEP_FILE(.|\n)*models\[0\].knockOut.audio/);
  const odd = { ...sweep, models: [{ ...vbpr, knockOut: { image: "loud" as "noise" } }] };
  expect(await rejectionCode(planSweep(odd))).toBe("E_SWEEP_FILE");
});

test("features from elsewhere go to data sets that name none of that modality", async () => {
  const { folder } = await material();
  const path = join(folder, "sweep.json");
  await writeFile(path, JSON.stringify(sweep));
  const plan = await readSweep(path, { image: "/other.npy", text: "/plots.npy" });
  const [unit] = plan.units.values();
  expect(unit.dataset.features).toEqual({ image: "image.csv", text: "/plots.npy" });
});
