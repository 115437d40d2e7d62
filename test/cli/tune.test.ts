import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import {
  exportSplit,
  readSearch,
  RunStore,
  type SearchRecord,
} from "../../src/experiment/index.js";
import { dataFolder } from "../support/data-files.js";
import { campDataset, campSplit } from "../support/experiment-data.js";
import { isBuilt, moviola, moviolaJson, programFile, type Call } from "./support/program.js";

const files = ["--train", "train.tsv", "--valid", "valid.tsv"];
const factors = [
  ...["tune", "biased-mf", ...files, "--strategy", "halving", "--budget", "9"],
  ...["--set", "epochs=90", "patience=0", "--space", "space.json"],
];
const space = {
  embeddingSize: [4, 8, 16],
  learningRate: { low: 0.001, high: 1e4, scale: "log" },
};

/** The text of a saved search without what differs from search to search. */
async function steadyText(path: string): Promise<string> {
  const volatile = ["seconds", "fromStore"];
  const value = JSON.parse(await readFile(path, "utf8")) as unknown;
  return JSON.stringify(value, (key, member: unknown) => (volatile.includes(key) ? 0 : member));
}

/** The records of a store as text, without what differs from run to run. */
async function steadyRuns(directory: string): Promise<string[]> {
  const records = await new RunStore(directory).list({ part: "any" });
  return records
    .map((record) => ({ ...record, startedAt: "", seconds: 0, peakMemoryBytes: 0 }))
    .map((record) => JSON.stringify(record))
    .sort();
}

describe.skipIf(!isBuilt)("moviola tune (needs npm run build)", async () => {
  const folder = await dataFolder();
  const dataset = campDataset();
  beforeAll(async () => {
    await exportSplit(dataset, campSplit(dataset), folder.path);
    await folder.write("space.json", JSON.stringify(space));
  });
  const path = (name: string): string => join(folder.path, name);
  const runsIn = async (name: string): Promise<string[]> =>
    (await readdir(path(name)).catch(() => [])).filter((entry) => !entry.startsWith("."));
  const tune = (...words: string[]): Promise<Call> => moviola(folder.path, words);

  it("chooses on validation, tells, and measures what it chose once on test", async () => {
    const words = ["tune", "item-knn", ...files, "--budget", "5", "--out", "knn.json"];
    const { code, stdout, stderr } = await tune(...words, "--test", "test.tsv");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const record = await readSearch(path("knn.json"));
    expect(record).toMatchObject({ model: "item-knn", strategy: "random", budget: 5, seed: 1 });
    expect(record.trials).toHaveLength(5);
    const means = record.trials.map(({ value }) => value!.mean);
    expect(record.best).toBe(means.indexOf(Math.max(...means)));
    expect(stdout).toContain("5 trials in");

    const line = / {2}moviola (evaluate .*)\n$/.exec(stdout)![1].split(" ");
    interface Evaluated {
      run: string;
      fromStore: boolean;
      metrics: object;
    }
    const evaluated = await moviolaJson<Evaluated>(folder.path, line);
    expect(evaluated).toMatchObject({ run: record.test!.runId, fromStore: true });
    expect(evaluated.metrics).toEqual(record.test!.metrics);
  });

  it("finds the same without a test file, and with another one", async () => {
    await folder.write("other.tsv", "user\titem\trating\nu0\tnew-item\t5\nnew-user\ti0\t1\n");
    const words = ["tune", "item-knn", ...files, "--budget", "5", "--out"];
    await tune(...words, "without.json");
    await tune(...words, "other.json", "--test", "other.tsv");
    const [one, other] = await Promise.all(
      ["without", "other"].map((n) => readSearch(path(`${n}.json`))),
    );
    const { test, ...rest } = other;
    expect(test).toBeDefined();
    expect({ ...rest, seconds: 0 }).toEqual({ ...one, seconds: 0 });
  });

  it("is the same with one worker and two, and killed half way and resumed", async () => {
    const child = spawn(
      process.execPath,
      [programFile, ...factors, "--workers", "2", "--store", "killed", "--out", "killed.json"],
      { cwd: folder.path, stdio: "ignore" },
    );
    const closed = once(child, "close");
    while ((await runsIn("killed")).length < 3 && child.exitCode === null) await wait(2);
    child.kill("SIGKILL");
    await closed;
    expect(child.signalCode).toBe("SIGKILL");
    const nKept = (await runsIn("killed")).length;
    expect(await readdir(folder.path)).not.toContain("killed.json");

    const resumed = await tune(
      ...factors,
      "--workers",
      "2",
      "--store",
      "killed",
      "--out",
      "killed.json",
    );
    const whole = await tune(
      ...factors,
      "--workers",
      "1",
      "--store",
      "whole",
      "--out",
      "whole.json",
    );
    expect([resumed.code, whole.code]).toEqual([0, 0]);
    const record = await readSearch(path("killed.json"));
    expect(record.trials.filter(({ fromStore }) => fromStore).length).toBe(nKept);
    expect(record.trials.length).toBeGreaterThan(nKept);
    expect(record.trials.some(({ failure }) => failure?.startsWith("E_MODEL_DIVERGED"))).toBe(true);
    expect(await steadyText(path("killed.json"))).toBe(await steadyText(path("whole.json")));
    expect(await steadyRuns(path("killed"))).toEqual(await steadyRuns(path("whole")));
    expect(resumed.stdout).toMatch(/\d trials? failed, first: E_MODEL_DIVERGED/);
  }, 60_000);

  it("prints one JSON object", async () => {
    const words = ["tune", "item-knn", ...files, "--budget", "2", "--metric", "recall@5"];
    const record = await moviolaJson<SearchRecord & { evaluate: string }>(folder.path, words);
    expect(record).toMatchObject({ metric: "recall@5", schema: 1 });
    expect(record.evaluate).toMatch(/^moviola evaluate item-knn --train train\.tsv .*--set /);
  });

  it("ends with 130 when it is stopped, and keeps what was done", async () => {
    await folder.write("epochs.json", '{"epochs": [1, 10000000]}');
    const words = ["tune", "biased-mf", ...files, "--space", "epochs.json", "--set", "patience=0"];
    const child = spawn(
      process.execPath,
      [programFile, ...words, "--budget", "2", "--workers", "2", "--store", "stopped"],
      { cwd: folder.path, stdio: ["ignore", "ignore", "pipe"] },
    );
    const closed = once(child, "close") as Promise<[number | null]>;
    let said = "";
    child.stderr.on("data", (part: Buffer) => (said += part.toString()));
    // One trial ends, the other would not.
    while ((await runsIn("stopped")).length < 1 && child.exitCode === null) await wait(5);
    child.kill("SIGINT");
    const [code] = await closed;
    expect({ code, said }).toEqual({
      code: 130,
      said: expect.stringContaining("goes on") as string,
    });
    expect(await runsIn("stopped")).toHaveLength(1);
  }, 60_000);

  it("refuses a file of a space that is none, and settings that the model lacks", async () => {
    await folder.write("wrong.json", '{"neighbours": 5}');
    await folder.write("unknown.json", '{"magic": [1]}');
    const refused = async (name: string): Promise<[string, number, string]> => {
      const { code, stdout, stderr } = await tune("tune", "item-knn", ...files, "--space", name);
      return [stderr.split(":", 1)[0], code, stdout];
    };
    expect(await refused("wrong.json")).toEqual(["E_SELECT_FILE", 1, ""]);
    expect(await refused("unknown.json")).toEqual(["E_MODEL_CONFIG", 2, ""]);
  });

  it.each([
    ["--budget 0", "E_CLI_USAGE"],
    ["--workers 0", "E_CLI_USAGE"],
    ["--metric rmse", "E_EXPERIMENT_METRIC"],
    ["--set neighbours=few", "E_CLI_SETTING"],
    ["--test missing.tsv", "E_DATA_FILE"],
    ["--out train.tsv", "E_CLI_OUTPUT"],
  ])("refuses %s", async (words, expected) => {
    const { code, stderr } = await tune("tune", "item-knn", ...files, ...words.split(" "));
    expect(stderr).toMatch(new RegExp(`^${expected}: `));
    expect(code).not.toBe(0);
  });
});
