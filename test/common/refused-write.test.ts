/** What the system refuses to write has a code and a remedy, whoever asks. */
import { mkdir } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { isRefusedWrite, writing } from "../../src/common/refused-write.js";
import { saveCheckpoint } from "../../src/compute/graph/checkpoint.js";
import { loadDemo } from "../../src/data/demo/index.js";
import { saveModel } from "../../src/models/save-model.js";
import { createModel } from "../../src/models/index.js";
import { campDataset, campSplit } from "../support/experiment-data.js";

/** The system lets nobody, root included, make a folder here. */
const forbidden = "/sys/moviola";

const refusal = { code: "E_RUN_DISK", summary: "It cannot be written", remedy: "Room" } as const;

function failure(code: string, syscall = "write"): Error {
  return Object.assign(new Error(`${code}: refused, ${syscall}\nmore`), { code, syscall });
}

describe("a refused write", () => {
  it.each(["ENOSPC", "EDQUOT", "EFBIG", "EROFS", "EACCES", "EPERM", "EMFILE", "ENFILE", "EIO"])(
    "%s has the caller's code, one line of what the system said, and the cause",
    async (code) => {
      const cause = failure(code);
      const work = writing(refusal, () => Promise.reject(cause));
      const details = { got: `${code}: refused, write`, remedy: "Room", cause };
      await expect(work).rejects.toMatchObject({ code: "E_RUN_DISK", details });
    },
  );

  it("is a missing file only where a folder was to be made", () => {
    expect(isRefusedWrite(failure("ENOENT", "mkdir"))).toBe(true);
    expect(isRefusedWrite(failure("ENOENT", "open"))).toBe(false);
    expect(isRefusedWrite("ENOSPC")).toBe(false);
  });

  it("lets results and other errors pass", async () => {
    await expect(writing(refusal, () => Promise.resolve(7))).resolves.toBe(7);
    const work = writing(refusal, () => Promise.reject(new TypeError("a defect")));
    await expect(work).rejects.toThrow(new TypeError("a defect"));
  });
});

describe("a folder that the system lets nobody make", () => {
  it("is one", async () => {
    const made = mkdir(`${forbidden}/deep`, { recursive: true });
    await expect(made.catch((error: unknown) => isRefusedWrite(error))).resolves.toBe(true);
  });

  it("of a checkpoint: E_GRAPH_DISK", async () => {
    const state = { step: 1, arrays: { weight: new Float32Array(2) } };
    const saved = saveCheckpoint(`${forbidden}/steps`, { config: {}, state, progress: {} });
    await expect(saved).rejects.toMatchObject({ code: "E_GRAPH_DISK" });
  });

  it("of a model: E_MODEL_DISK", async () => {
    const dataset = campDataset();
    const model = createModel("bias");
    const { ratingScale } = dataset;
    await model.fit({ train: campSplit(dataset).train, ratingScale, seed: 1 });
    const saved = saveModel(model, `${forbidden}/model`);
    await expect(saved).rejects.toMatchObject({ code: "E_MODEL_DISK" });
  });

  it("of the demo set: E_DEMO_DISK", async () => {
    const loaded = loadDemo({ nUsers: 20, nItems: 60, nRatings: 400, cache: forbidden });
    await expect(loaded).rejects.toMatchObject({ code: "E_DEMO_DISK" });
  });
});
