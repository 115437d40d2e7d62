import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  halvingSearch,
  randomSearch,
  readSearch,
  readSpaceFile,
  saveSearch,
  tuningParts,
  type SearchRecord,
} from "../../../src/experiment/index.js";
import { spaceOf } from "../../../src/experiment/select/candidates.js";
import { campDataset, campSplit, temporaryFolder } from "../../support/experiment-data.js";

const dataset = campDataset();
const options = {
  dataset,
  parts: tuningParts(campSplit(dataset)),
  model: "biased-mf",
  config: { epochs: 6, patience: 0 },
  space: { learningRate: { low: 1e-3, high: 1e5, scale: "log" }, embeddingSize: [2, 4] },
  nTrials: 6,
  store: false,
} as const;

let path = "";
beforeEach(async () => {
  path = join(await temporaryFolder(), "search.json");
});

describe("a saved search", () => {
  let record: SearchRecord;
  beforeAll(async () => {
    ({ record } = await halvingSearch(options));
  });

  it("is read as it was, failed trials and ranges included", async () => {
    expect(record.trials.some(({ failure }) => failure !== undefined)).toBe(true);
    await saveSearch(path, record);
    expect(await readSearch(path)).toEqual(record);
    const test = {
      runId: "0123456789abcdef",
      metrics: { rmse: record.trials[record.best].value! },
    };
    await saveSearch(path, { ...record, test });
    expect(await readSearch(path)).toEqual({ ...record, test });
  });

  it("says what was searched, on what, and how values were taken", async () => {
    const { record: random } = await randomSearch({ ...options, seed: 3 });
    expect(random).toMatchObject({
      task: "rating",
      metric: "rmse",
      strategy: "random",
      budget: 6,
      seed: 3,
      fixed: options.config,
      space: options.space,
      dataset: { name: "small", hash: dataset.contentHash, invented: true },
      split: { name: "per-user-random", seed: 1, hash: options.parts.hash },
      protocol: { part: "valid" },
      rungs: [{ rung: 0, resource: { kind: "full", amount: 1 }, share: 1, nTrials: 6 }],
      notes: [],
    });
    expect(random.trials.map(({ candidate }) => candidate)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(random.bestConfig).toBe(random.trials[random.best].config);
  });

  it.each<[string, (record: SearchRecord) => unknown]>([
    ["another version", (given) => ({ ...given, schema: 2 })],
    ["a best that is none", (given) => ({ ...given, best: 99 })],
    ["no trials", (given) => ({ ...given, trials: [] })],
    [
      "a value that is text",
      (given) => ({ ...given, trials: [{ ...given.trials[0], value: "1" }] }),
    ],
    ["nothing", () => null],
    ["a list", () => []],
  ])("is refused with %s", async (_name, change) => {
    await writeFile(path, JSON.stringify(change(record)));
    await expect(readSearch(path)).rejects.toThrow("E_SELECT_FILE");
  });

  it("is refused when it is cut off or not there", async () => {
    await saveSearch(path, record);
    await writeFile(path, (await readFile(path, "utf8")).slice(0, -20));
    await expect(readSearch(path)).rejects.toThrow("E_SELECT_FILE");
    await expect(readSearch(`${path}.no`)).rejects.toThrow("E_SELECT_FILE");
  });
});

describe("a file of a space", () => {
  it("holds lists and ranges, linear unless it says otherwise", async () => {
    const space = {
      weighting: ["bm25", "cosine"],
      neighbours: { low: 5, high: 500, scale: "log", integer: true },
      shrinkage: { low: 0, high: 100 },
    };
    await writeFile(path, JSON.stringify(space));
    const read = await readSpaceFile(path);
    expect(read).toEqual({ ...space, shrinkage: { low: 0, high: 100, scale: "linear" } });
    expect(spaceOf("item-knn", read)).toEqual(read);
  });

  it.each([
    ["no JSON", "{"],
    ["a list", "[1]"],
    ["nothing", "null"],
    ["a text", '"neighbours"'],
    ["a value without a list", '{"neighbours": 5}'],
    ["an empty list", '{"neighbours": []}'],
    ["a list in a list", '{"neighbours": [[1]]}'],
    ["null for a value", '{"neighbours": [null]}'],
    ["half a range", '{"shrinkage": {"low": 1}}'],
    ["an unknown member", '{"shrinkage": {"low": 1, "high": 2, "step": 1}}'],
    ["numbers beyond all", '{"shrinkage": {"low": 1, "high": 1e999}}'],
    ["another scale", '{"shrinkage": {"low": 1, "high": 2, "scale": "cubic"}}'],
  ])("is refused with %s", async (_name, text) => {
    await writeFile(path, text);
    await expect(readSpaceFile(path)).rejects.toThrow("E_SELECT_FILE");
  });

  it.each([
    ["swapped ends", '{"shrinkage": {"low": 2, "high": 1}}', "E_SELECT_SPACE"],
    ["a logarithm of 0", '{"shrinkage": {"low": 0, "high": 1, "scale": "log"}}', "E_SELECT_SPACE"],
    ["an unknown setting", '{"magic": [1]}', "E_MODEL_CONFIG"],
    ["a name of all objects", '{"__proto__": [1], "constructor": [1]}', "E_MODEL_CONFIG"],
    ["another type", '{"neighbours": ["5"]}', "E_MODEL_CONFIG"],
    ["a value outside the model's", '{"neighbours": [5, -5]}', "E_MODEL_CONFIG"],
  ])("is refused by the search with %s", async (_name, text, code) => {
    await writeFile(path, text);
    const space = await readSpaceFile(path);
    expect(() => spaceOf("item-knn", space)).toThrow(code);
  });
});
