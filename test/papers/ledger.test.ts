import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { RunStore, type StoredRun } from "../../src/experiment/index.js";
import { ledger } from "../../src/papers/index.js";
import { datasetOf } from "../support/dataset-of.js";
import { temporaryFolder } from "../support/experiment-data.js";
import { ratingRun } from "../support/made-up-run.js";
import { asReal } from "./support/real-run.js";
import { ahead, smallPaper } from "./support/small-paper.js";

afterEach(() => vi.unstubAllEnvs());

function rating(model: string, error: number, invented = false): StoredRun {
  const errors = new Array<number>(50).fill(error);
  return asReal(ratingRun({ model }, errors), { invented });
}

const paper = smallPaper(ahead("new", "old"), { ...ahead("old", "new"), protocols: ["corrected"] });

it("a ledger is made from the runs of a store", async () => {
  const store = new RunStore(await temporaryFolder());
  expect((await ledger([paper], store)).map(({ finding }) => finding)).toEqual([
    "not testable here",
    "not testable here",
  ]);
  const runs = [rating("bias", 0.5), rating("global-mean", 1), rating("svd-pp", 1)];
  for (const run of runs) await store.write(run);
  const found = await ledger([paper, paper], store);
  expect(found.map(({ finding }) => finding)).toEqual([
    "supported",
    "not testable here",
    "supported",
    "not testable here",
  ]);
  // The run of a model that the paper does not ask for is not behind a verdict.
  expect(found[0].runIds).toEqual([runs[0], runs[1]].map(({ record }) => record.id).sort());
});

it("a ledger leaves out damaged runs and invented data", async () => {
  const store = new RunStore(await temporaryFolder());
  const [good, bad] = [rating("bias", 0.5), rating("global-mean", 1)];
  for (const run of [good, bad, rating("bias", 2, true), rating("global-mean", 1, true)]) {
    await store.write(run);
  }
  expect((await ledger([paper], store))[0].finding).toBe("supported");
  await writeFile(join(store.directory, good.record.id, "units.parquet"), "damaged");
  const found = (await ledger([paper], store))[0];
  expect(found.finding).toBe("not testable here");
});

const check = {
  says: "Ratings",
  formula: "n",
  values: { n: { data: "films", fact: "nRatings" } },
  claimed: 3,
  tolerance: 0,
};

it("a ledger holds claims of arithmetic against the data sets that are given", async () => {
  const films = datasetOf([
    [0, 0, 4],
    [0, 1, 3],
    [1, 0, 2],
  ]).with({ name: "films", invented: false });
  const counted = smallPaper(ahead("new", "old"), { kind: "arithmetic", checks: [check] });
  const store = new RunStore(await temporaryFolder());
  const findings = async (datasets?: (typeof films)[]): Promise<string[]> =>
    (await ledger([counted], store, datasets && { datasets })).map(({ finding }) => finding);
  expect(await findings([films])).toEqual(["not testable here", "supported"]);
  expect(await findings([])).toEqual(["not testable here", "not testable here"]);
  // No data set of this name is anywhere on the machine.
  expect(await findings()).toEqual(["not testable here", "not testable here"]);
  expect(await ledger([counted], store, { protocols: ["corrected"] })).toEqual([]);
});

it("a ledger loads the data sets that claims of arithmetic speak of, where it finds them", async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, "films"));
  const rows = ["0\t0\t0", "0\t1\t0", "1\t0\t0"];
  await writeFile(
    join(folder, "films", "films.inter"),
    ["userID\titemID\tx_label", ...rows, ""].join("\n"),
  );
  vi.stubEnv("MOVIOLA_DATA", folder);
  const counted = smallPaper({ kind: "arithmetic", checks: [check] });
  const [found] = await ledger([counted], new RunStore(await temporaryFolder()));
  expect(found).toMatchObject({ finding: "supported", checks: [{ computed: 3 }] });
});
