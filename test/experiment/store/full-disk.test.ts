/** A disk that takes no more is an error that says what to do, and leaves nothing behind. */
import { readdir } from "node:fs/promises";
import { afterEach, expect, it, vi } from "vitest";
import { runExperiment } from "../../../src/experiment/index.js";
import * as table from "../../../src/experiment/store/units-table.js";
import { campDataset, campSplit, temporaryStore } from "../../support/experiment-data.js";

vi.mock("../../../src/experiment/store/units-table.js", { spy: true });
afterEach(() => void vi.mocked(table.writeUnits).mockReset());

const refusals = [
  Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" }),
  Object.assign(new Error("EROFS: read-only file system, open"), { code: "EROFS" }),
  // As DuckDB says it.
  new Error('IO Error: Could not write file "units.parquet": No space left on device\n\nmore'),
];

it.each(refusals)("%s: E_RUN_DISK", async (refusal) => {
  const store = await temporaryStore();
  const dataset = campDataset();
  vi.mocked(table.writeUnits).mockRejectedValue(refusal);
  const asked = { dataset, split: campSplit(dataset), model: "bias", store } as const;
  await expect(runExperiment(asked)).rejects.toMatchObject({
    code: "E_RUN_DISK",
    details: { where: store.directory, got: refusal.message.split("\n", 1)[0] },
  });
  expect(await readdir(store.directory)).toEqual([]);
  vi.mocked(table.writeUnits).mockReset();
  const { record } = await runExperiment(asked);
  expect((await store.list()).map(({ id }) => id)).toEqual([record.id]);
});

it("another failure passes as it is", async () => {
  const store = await temporaryStore();
  const dataset = campDataset();
  vi.mocked(table.writeUnits).mockRejectedValue(new TypeError("a defect"));
  await expect(
    runExperiment({ dataset, split: campSplit(dataset), model: "bias", store }),
  ).rejects.toThrow("a defect");
});
