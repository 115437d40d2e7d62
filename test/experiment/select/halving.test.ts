import { describe, expect, it } from "vitest";
import {
  halvingSearch,
  randomSearch,
  runExperiment,
  tuningParts,
  type SearchOptions,
} from "../../../src/experiment/index.js";
import type { Progress } from "../../../src/index.js";
import { rankTrials } from "../../../src/experiment/select/best-trial.js";
import { halvingResource } from "../../../src/experiment/select/resource.js";
import { planRungs } from "../../../src/experiment/select/rungs.js";
import { shareOfUsers } from "../../../src/experiment/select/user-share.js";
import { modelEntry } from "../../../src/models/index.js";
import { builtLibrary } from "../../support/built-library.js";
import { campDataset, campSplit, temporaryStore } from "../../support/experiment-data.js";

const dataset = campDataset();
const split = campSplit(dataset);
const factors: SearchOptions = {
  dataset,
  parts: tuningParts(split),
  model: "biased-mf",
  config: { epochs: 18, patience: 0 },
  space: {
    embeddingSize: [2, 4, 8],
    learningRate: { low: 1e-3, high: 1e-1, scale: "log" },
  },
  store: false,
};

describe("rungs", () => {
  it("are those of the bracket 4 of the table in Hyperband (81 configurations, up to 81 epochs)", () => {
    const rungs = planRungs(81, { eta: 3, smallestShare: 1 / 81 });
    expect(rungs.map(({ nCandidates }) => nCandidates)).toEqual([81, 27, 9, 3, 1]);
    expect(rungs.map(({ share }) => Math.round(81 * share))).toEqual([1, 3, 9, 27, 81]);
  });

  it("are as many as candidates and resource allow", () => {
    const shares = (n: number, smallestShare: number): number[] =>
      planRungs(n, { eta: 3, smallestShare }).map(({ share }) => share);
    expect(shares(40, 1 / 27)).toEqual([1 / 27, 1 / 9, 1 / 3, 1]);
    expect(shares(40, 0.1)).toEqual([1 / 9, 1 / 3, 1]);
    expect(shares(8, 1 / 27)).toEqual([1 / 3, 1]);
    expect(shares(2, 1 / 27)).toEqual([1]);
    expect(shares(1000, 0.5)).toEqual([1]);
    expect(planRungs(40, { eta: 3, smallestShare: 0.1 }).map((rung) => rung.nCandidates)).toEqual([
      40, 13, 4,
    ]);
    expect(planRungs(243, { eta: 3, smallestShare: 1 / 243 })).toHaveLength(6);
  });
});

describe("the resource", () => {
  it("has the epochs of a preset that is fixed", () => {
    expect(halvingResource("lightgcn", {}, { preset: "mmrec" }, 1000).full).toBe(1000);
  });

  it("is epochs up to those that are fixed, else the most of the space, else the default", () => {
    const most = (space: Parameters<typeof halvingResource>[1], fixed = {}): unknown =>
      halvingResource("biased-mf", space, fixed, 1000).full;
    expect(most({ epochs: [20, 80, 40] })).toBe(80);
    expect(most({ epochs: { low: 5, high: 60, scale: "log", integer: true } })).toBe(60);
    expect(most({}, { epochs: 7 })).toBe(7);
    expect(most({})).toBe(20);
    const { space, kind } = halvingResource("biased-mf", { epochs: [20], patience: [1] }, {}, 1000);
    expect({ space, kind }).toEqual({ space: { patience: [1] }, kind: "epochs" });
  });

  it("is users for a model without epochs, and nothing where they are few", () => {
    expect(halvingResource("item-knn", {}, {}, 6040)).toMatchObject({ kind: "users", full: 1 });
    const few = halvingResource("item-knn", {}, {}, 150);
    expect(few.kind).toBe("full");
    expect(few.notes[0]).toContain("random search");
  });
});

describe("a share of the users", () => {
  const parts = tuningParts(split);
  const usersOf = (rows: { userIndex: Int32Array }): Set<number> => new Set(rows.userIndex);

  it("has all rows of its users and none of others, train and validation alike", () => {
    const third = shareOfUsers(parts, 1 / 3, 1);
    const users = usersOf(third.train.interactions);
    expect(users.size).toBe(20);
    for (const part of ["train", "valid"] as const) {
      const all = parts[part].interactions;
      const nRows = all.userIndex.filter((user) => users.has(user)).length;
      expect(third[part].interactions.nRows).toBe(nRows);
      expect([...usersOf(third[part].interactions)].every((user) => users.has(user))).toBe(true);
    }
    expect(third.hash).not.toBe(parts.hash);
    expect(third.recipe.settings).toMatchObject({ searchUsers: 20 });
    expect(shareOfUsers(parts, 1, 1)).toBe(parts);
  });

  it("lies in a larger share, and depends on the seed", () => {
    const ninth = usersOf(shareOfUsers(parts, 1 / 9, 1).train.interactions);
    const third = usersOf(shareOfUsers(parts, 1 / 3, 1).train.interactions);
    expect([...ninth].every((user) => third.has(user))).toBe(true);
    expect(usersOf(shareOfUsers(parts, 1 / 3, 2).train.interactions)).not.toEqual(third);
  });
});

describe("halvingSearch", () => {
  it("gives the best third of each rung three times the epochs", async () => {
    const { record, trials, best } = await halvingSearch({ ...factors, nTrials: 10 });
    expect(record.rungs.map(({ resource, nTrials }) => [resource.amount, nTrials])).toEqual([
      [2, 10],
      [6, 3],
      [18, 1],
    ]);
    for (const rung of [1, 2]) {
      const before = trials.filter((trial) => trial.rung === rung - 1);
      const now = trials.filter((trial) => trial.rung === rung);
      const kept = rankTrials(before, false).slice(0, now.length);
      expect(now.map(({ candidate }) => candidate)).toEqual(
        kept.map(({ candidate }) => candidate).sort((one, other) => one - other),
      );
    }
    expect(trials.every(({ config, epochs }) => config.epochs === epochs)).toBe(true);
    expect(best).toBe(trials.at(-1));
    expect(record.best).toBe(13);
    expect(record.bestConfig).toMatchObject({ epochs: 18, patience: 0 });
    const random = await randomSearch({ ...factors, nTrials: 10 });
    const draw = (config: object): object => ({ ...config, epochs: 0 });
    expect(trials.slice(0, 10).map(({ config }) => draw(config))).toEqual(
      random.trials.map(({ config }) => draw(config)),
    );
  });

  it("passes over configurations that diverge", async () => {
    const space = { learningRate: [1e6, 0.01, 1e5, 1e7, 0.02, 1e8, 1e9, 1e10, 1e11] };
    const { record } = await halvingSearch({ ...factors, space, nTrials: 9 });
    expect(record.rungs.map(({ nTrials }) => nTrials)).toEqual([9, 2, 1]);
    expect(record.trials.filter(({ failure }) => failure !== undefined)).toHaveLength(7);
    const wild = { ...factors, space: { learningRate: [1e6, 1e7, 1e8] }, nTrials: 3 };
    await expect(halvingSearch(wild)).rejects.toThrow("E_SELECT_FAILED");
  });

  it("goes by users where there are no epochs, and ends with the run of an ordinary search", async () => {
    const large = campDataset(1, 320);
    const parts = tuningParts(campSplit(large));
    const model = "item-knn";
    const options = { dataset: large, parts, model, nTrials: 9, store: await temporaryStore() };
    const { record, best } = await halvingSearch(options);
    expect(record.rungs.map(({ resource }) => resource)).toEqual([
      { kind: "users", amount: 1 / 3 },
      { kind: "users", amount: 1 },
    ]);
    expect(record.notes).toEqual([expect.stringContaining("no epochs")]);
    const random = await randomSearch(options);
    expect(random.trials.find(({ runId }) => runId === best.runId)?.fromStore).toBe(true);
  });

  it("is a random search where a second rung makes no sense, and says so", async () => {
    const one = await halvingSearch({ ...factors, nTrials: 2 });
    expect(one.record.notes).toEqual([expect.stringContaining("random search")]);
    const few = await halvingSearch({
      ...factors,
      model: "bias",
      config: {},
      space: modelEntry("bias").searchSpace,
      nTrials: 3,
    });
    expect(few.record.rungs).toEqual([
      { rung: 0, resource: { kind: "full", amount: 1 }, share: 1, nTrials: 3 },
    ]);
  });

  it("tells what it costs, and the best so far", async () => {
    const reports: Progress[] = [];
    const onProgress = (progress: Progress): void => void reports.push(progress);
    await halvingSearch({ ...factors, nTrials: 10, onProgress });
    expect(reports).toHaveLength(14);
    // 10 / 9 + 3 / 3 + 1.
    expect(reports.at(-1)).toMatchObject({ done: 3.1, total: 3.1, unit: "full fits" });
    expect(reports[10].note).toMatch(/^rung 2 of 3, trial 1 of 3, best rmse \d\.\d{4}$/);
  });

  it("keeps its trials in the store and goes on from there", async () => {
    const store = await temporaryStore();
    const first = await halvingSearch({ ...factors, store, nTrials: 4 });
    const again = await halvingSearch({ ...factors, store, nTrials: 4 });
    expect(again.trials.every(({ fromStore }) => fromStore)).toBe(true);
    const steady = (trials: typeof first.trials): object[] =>
      trials.map(({ fromStore: _stored, ...trial }) => trial);
    expect(steady(again.trials)).toEqual(steady(first.trials));
  });

  it("does not touch the test part, whose run comes after the choice", async () => {
    const { bestConfig, trials } = await halvingSearch({ ...factors, nTrials: 4 });
    const options = {
      dataset,
      split,
      model: "biased-mf",
      config: bestConfig,
      store: false,
    } as const;
    const { record } = await runExperiment(options);
    expect(trials.map(({ runId }) => runId)).not.toContain(record.id);
    const { test: _test, ...rest } = split;
    const blind = tuningParts({ ...rest, test: null as never });
    expect((await halvingSearch({ ...factors, parts: blind, nTrials: 4 })).bestConfig).toEqual(
      bestConfig,
    );
  });

  it.skipIf(builtLibrary() === undefined)("gives the same with two workers", async () => {
    const [one, two] = [
      await halvingSearch({ ...factors, nTrials: 6 }),
      await halvingSearch({ ...factors, nTrials: 6, workers: 2 }),
    ];
    const values = ({ trials }: typeof one): unknown[] =>
      trials.map(({ config, value, failure }) => ({ config, value, failure }));
    expect(values(two)).toEqual(values(one));
    expect(two.bestConfig).toEqual(one.bestConfig);
  });

  it("stops when asked to, here and in workers", async () => {
    for (const workers of [1, 2]) {
      const stop = new AbortController();
      const onProgress = (): void => stop.abort(new Error("enough"));
      const options = { ...factors, workers, nTrials: 9, signal: stop.signal, onProgress };
      await expect(halvingSearch(options)).rejects.toThrow("enough");
    }
  });
});
