/**
 * What every model keeps to, whatever it learns. A model takes part through its line in the registry.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AnyModel } from "../../src/models/contract.js";
import { loadModel } from "../../src/models/load-model.js";
import type { ModelEntry } from "../../src/models/model-entry.js";
import { allModels, createModel } from "../../src/models/registry.js";
import { isRange } from "../../src/models/search-space.js";
import { saveModel } from "../../src/models/save-model.js";
import { reversed } from "../support/checkerboard.js";
import {
  allScores,
  boardInput,
  expectCode,
  fingerprint,
  fitted,
  isPredictor,
} from "../support/model-contract.js";
import { trainPart } from "../support/parts.js";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "moviola-models-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The entry's defaults with one setting replaced, for every setting of the given type. */
function withEach(
  entry: ModelEntry,
  type: "number" | "string",
  value: number | string,
): Record<string, string | number | boolean>[] {
  return Object.keys(entry.defaults)
    .filter((key) => typeof entry.defaults[key] === type)
    .map((key) => ({ ...entry.defaults, [key]: value }));
}

function scoreOne(model: AnyModel, user: number, item: number): unknown {
  return isPredictor(model)
    ? model.predict(Int32Array.of(user), Int32Array.of(item))
    : model.scoreUsers(Int32Array.of(user));
}

test("ids are unique, lower-case with hyphens", () => {
  const ids = allModels().map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
});

describe.each(allModels().map((entry) => [entry.id, entry] as const))("%s", (id, entry) => {
  test("describes itself", () => {
    const description = createModel(id).describe();
    expect(description).toMatchObject({ id, task: entry.task, config: entry.defaults });
    expect(description.title).not.toBe("");
    expect(description.source).not.toBe("");
  });

  test("takes every value of its search space", () => {
    for (const [key, choices] of Object.entries(entry.searchSpace)) {
      const values = isRange(choices) ? [choices.low, choices.high] : choices;
      for (const value of values) expect(createModel(id, { [key]: value })).toBeDefined();
    }
  });

  test("refuses settings it cannot work with", async () => {
    const wrong = [
      ...[-1, Number.NaN, Number.POSITIVE_INFINITY].flatMap((v) => withEach(entry, "number", v)),
      ...withEach(entry, "string", "no such choice"),
    ];
    for (const config of wrong) await expectCode("E_MODEL_CONFIG", () => createModel(id, config));
    await expectCode("E_MODEL_CONFIG", () => createModel(id, { noSuchSetting: 1 }));
  });

  test("refuses to answer before it is fitted", async () => {
    const model = createModel(id);
    await expectCode("E_MODEL_UNFITTED", () => scoreOne(model, 0, 0));
    await expectCode("E_MODEL_UNFITTED", () => model.state());
    await expectCode("E_MODEL_UNFITTED", () => saveModel(model, join(folder, "unfitted")));
  });

  test("refuses no rows, NaN, and indices outside the matrix", async () => {
    const fit = (train: ReturnType<typeof trainPart>) => () =>
      createModel(id).fit(boardInput(entry, { train }));
    await expectCode("E_MODEL_EMPTY", fit(trainPart(2, 2, [])));
    await expectCode("E_MODEL_RATING", fit(trainPart(2, 2, [[0, 0, Number.NaN]])));
    await expectCode("E_MODEL_USER", fit(trainPart(2, 2, [[2, 0, 3]])));
    await expectCode("E_MODEL_ITEM", fit(trainPart(2, 2, [[0, -1, 3]])));
  });

  test("refuses to score indices outside the matrix", async () => {
    const model = await fitted(entry);
    for (const user of [-1, 31]) await expectCode("E_MODEL_USER", () => scoreOne(model, user, 0));
    if (!isPredictor(model)) return;
    for (const item of [-1, 31]) await expectCode("E_MODEL_ITEM", () => scoreOne(model, 0, item));
  });

  test("gives finite numbers for every user and item, known or not", async () => {
    const scores = await allScores(await fitted(entry));
    expect(scores.length).toBe(31 * 31);
    expect(scores.every(Number.isFinite)).toBe(true);
  });

  test("answers an empty question with nothing", async () => {
    const model = await fitted(entry);
    const none = new Int32Array(0);
    const answer = isPredictor(model) ? model.predict(none, none) : model.scoreUsers(none);
    expect(await answer).toHaveLength(0);
  });

  test("the same seed gives the same bytes, and a second fit starts afresh", async () => {
    const first = await fitted(entry);
    const once = fingerprint(first);
    expect(fingerprint(await fitted(entry))).toBe(once);
    await first.fit(
      boardInput(entry, {
        train: trainPart(3, 3, [
          [0, 0, 4],
          [1, 2, 2],
        ]),
      }),
    );
    await first.fit(boardInput(entry));
    expect(fingerprint(first)).toBe(once);
  });

  test("does not depend on the order of rows, nor changes them", async () => {
    const { train } = boardInput(entry);
    const before = structuredClone(train);
    const straight = await fitted(entry, { train });
    expect(train).toEqual(before);
    const turned = await fitted(entry, { train: reversed(train) });
    expect(await allScores(turned)).toEqual(await allScores(straight));
  });

  test("saved and loaded, it scores the same to the last bit", async () => {
    const model = await fitted(entry);
    const place = join(folder, id);
    await saveModel(model, place);
    const loaded = await loadModel(place);
    expect(await allScores(loaded)).toEqual(await allScores(model));
    expect(loaded.describe()).toEqual(model.describe());
    expect(fingerprint(loaded)).toBe(fingerprint(model));
  });

  test("a state restores into a model of other settings, not into another model", async () => {
    const model = await fitted(entry);
    const fresh = createModel(id);
    fresh.restore(model.state());
    expect(await allScores(fresh)).toEqual(await allScores(model));
    await expectCode("E_MODEL_STATE", () => fresh.restore({ ...model.state(), id: "other" }));
    expect(await allScores(fresh)).toEqual(await allScores(model));
  });

  test("stops when it is told to, and stays as it was", async () => {
    const model = await fitted(entry);
    const before = fingerprint(model);
    const signal = AbortSignal.abort();
    await expectCode("E_MODEL_ABORTED", () => model.fit(boardInput(entry, { signal })));
    const controller = new AbortController();
    let reports = 0;
    const onProgress = (): void => {
      reports++;
      controller.abort();
    };
    const fit = () =>
      model.fit(boardInput(entry, { onProgress, signal: controller.signal, seed: 8 }));
    // A model that reports no progress has no place to stop at.
    if ((await countReports(entry)) === 0) return;
    await expectCode("E_MODEL_ABORTED", fit);
    expect(reports).toBe(1);
    expect(fingerprint(model)).toBe(before);
  });
});

async function countReports(entry: ModelEntry): Promise<number> {
  let reports = 0;
  await fitted(entry, { onProgress: () => reports++ });
  return reports;
}
