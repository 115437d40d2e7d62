import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { canonicalJson, contentHash } from "../../src/common/hash.js";
import type { RatingPredictor } from "../../src/models/contract.js";
import { loadModel } from "../../src/models/load-model.js";
import { createModel } from "../../src/models/registry.js";
import { saveModel } from "../../src/models/save-model.js";
import { expectCode } from "../support/model-contract.js";
import { fitInput, trainPart } from "../support/parts.js";

let folder = "";
let place = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "moviola-save-"));
  place = join(folder, "bias");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function biasModel(rating: number): Promise<RatingPredictor> {
  const model = createModel("bias", { userRegularisation: 2 }) as RatingPredictor;
  await model.fit(
    fitInput(
      trainPart(2, 2, [
        [0, 0, rating],
        [1, 1, 1],
      ]),
    ),
  );
  return model;
}

const predictFirst = async (model: unknown): Promise<number> =>
  (await (model as RatingPredictor).predict(Int32Array.of(0), Int32Array.of(0)))[0];

/** Rewrites `model.json` with changes; with a right hash unless told otherwise. */
async function changeHeader(changes: object, rehash = true): Promise<void> {
  const path = join(place, "model.json");
  const { hash, ...header } = JSON.parse(await readFile(path, "utf8")) as { hash: string };
  const changed = { ...header, ...changes };
  const newHash = rehash ? contentHash([canonicalJson(changed)]) : hash;
  await writeFile(path, JSON.stringify({ ...changed, hash: newHash }));
}

describe("saveModel", () => {
  test("removes what a killed writer of the same model left", async () => {
    const gone = spawnSync(process.execPath, ["--version"]).pid;
    const other = `.item-mean.tmp-${gone}-0123abcd`;
    for (const name of [`.bias.tmp-${gone}-0123abcd`, other]) await mkdir(join(folder, name));
    await saveModel(await biasModel(5), place);
    expect((await readdir(folder)).sort()).toEqual([other, "bias"]);
  });

  test("writes model.json and an .npy an array, and no temporary stays", async () => {
    await saveModel(await biasModel(5), place);
    expect((await readdir(place)).sort()).toEqual(["itemBias.npy", "model.json", "userBias.npy"]);
    expect(await readdir(folder)).toEqual(["bias"]);
  });

  test("replaces an older model", async () => {
    const model = await biasModel(3);
    await saveModel(await biasModel(5), place);
    await saveModel(model, place);
    expect(await predictFirst(await loadModel(place))).toBe(await predictFirst(model));
    expect(await readdir(folder)).toEqual(["bias"]);
  });

  test("does not touch a folder that holds something else, nor a file", async () => {
    await mkdir(place);
    await writeFile(join(place, "thesis.txt"), "years of work");
    const model = await biasModel(5);
    await expectCode("E_MODEL_FOLDER", () => saveModel(model, place));
    await expectCode("E_MODEL_FOLDER", () => saveModel(model, join(place, "thesis.txt")));
    expect(await readdir(place)).toEqual(["thesis.txt"]);
    expect(await readdir(folder)).toEqual(["bias"]);
  });

  test("takes an empty folder, and makes missing parents", async () => {
    await mkdir(place);
    await saveModel(await biasModel(5), place);
    await saveModel(await biasModel(5), join(folder, "a", "b"));
    expect(await predictFirst(await loadModel(join(folder, "a", "b")))).toBeGreaterThan(3);
  });

  test("two savers at once leave one whole model", async () => {
    const models = await Promise.all([biasModel(5), biasModel(4)]);
    await Promise.all(models.map((model) => saveModel(model, place)));
    await Promise.all(models.map((model) => saveModel(model, place)));
    expect(await readdir(folder)).toEqual(["bias"]);
    expect(await Promise.all(models.map(predictFirst))).toContain(
      await predictFirst(await loadModel(place)),
    );
  });
});

describe("loadModel", () => {
  beforeEach(async () => saveModel(await biasModel(5), place));

  test("brings settings and scores back", async () => {
    const loaded = await loadModel(place);
    expect(loaded.describe().config).toMatchObject({
      userRegularisation: 2,
      itemRegularisation: 25,
    });
    expect(await predictFirst(loaded)).toBe(await predictFirst(await biasModel(5)));
  });

  test("refuses a folder that is not there or has no header", async () => {
    await expectCode("E_MODEL_FILE", () => loadModel(join(folder, "nowhere")));
    await rm(join(place, "model.json"));
    await expectCode("E_MODEL_FILE", () => loadModel(place));
  });

  test("refuses an array that is missing, cut or changed", async () => {
    const path = join(place, "userBias.npy");
    const bytes = await readFile(path);
    await writeFile(path, bytes.subarray(0, -1));
    await expectCode("E_MODEL_FILE", () => loadModel(place));
    bytes[bytes.length - 1] ^= 1;
    await writeFile(path, bytes);
    await expectCode("E_MODEL_FILE", () => loadModel(place));
    await rm(path);
    await expectCode("E_MODEL_FILE", () => loadModel(place));
  });

  test.each([
    ["another version", { schema: 2 }],
    ["an unknown model", { id: "oracle" }],
    ["a setting the model does not have", { config: { colour: "blue" } }],
    ["a setting it cannot work with", { config: { baselineEpochs: -1 } }],
    ["another shape", { nUsers: 3 }],
    ["missing numbers", { numbers: {} }],
    ["a path as a name", { arrays: [{ name: "../x", type: "int32", length: 1, sha256: "0" }] }],
    ["a negative count", { nItems: -1 }],
  ])("refuses %s, even under a right hash", async (_name, changes) => {
    await changeHeader(changes);
    await expectCode("E_MODEL_FILE", () => loadModel(place));
  });

  test("refuses a header that was edited", async () => {
    await changeHeader({ numbers: { globalMean: 1, minimum: 0, maximum: 5 } }, false);
    await expectCode("E_MODEL_FILE", () => loadModel(place));
  });

  test.each(["", "{", "[]", "null", '"text"', "{}", "<html>"])(
    "refuses %j as header",
    async (text) => {
      await writeFile(join(place, "model.json"), text);
      await expectCode("E_MODEL_FILE", () => loadModel(place));
    },
  );
});
