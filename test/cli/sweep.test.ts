import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { cp, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { RunRecord } from "../../src/experiment/index.js";
import { dataFolder } from "../support/data-files.js";
import { isBuilt, moviola, moviolaJson, programFile } from "./support/program.js";

interface Swept {
  units: {
    id: string;
    state: string;
    runId?: string;
    fromStore?: boolean;
    failure?: { code?: string; message: string };
  }[];
  rows: { model: string; runIds: string[]; metrics: Record<string, { mean: number }> }[];
}

const demoSweep = {
  datasets: [{ data: "demo", threshold: 4, filters: [{ filter: "k-core", users: 5, items: 5 }] }],
  splits: [{ name: "per-user-random", train: 0.8, valid: 0.1, test: 0.1 }],
  models: ["popularity", { model: "item-knn", config: { neighbours: [50, 100] } }],
  seeds: [1, 2],
};

/** Rows of `user`, `item`, `rating` in which every user has rated most items. */
function ratings(): string {
  const rows = ["user\titem\trating"];
  for (let user = 0; user < 20; user++) {
    for (let item = 0; item < 10; item++) {
      if ((user + item) % 4 > 0) rows.push(`${user}\t${item}\t${1 + ((user * item) % 5)}`);
    }
  }
  return rows.join("\n");
}

describe.skipIf(!isBuilt)("moviola sweep (needs npm run build)", async () => {
  const folder = await dataFolder();
  beforeAll(async () => {
    await folder.write("sweep.json", JSON.stringify(demoSweep));
    await folder.write("ratings.tsv", ratings());
  });
  const at = (name: string): string => join(folder.path, name);
  const sweep = (...words: string[]): Promise<Swept> =>
    moviolaJson<Swept>(folder.path, ["sweep", ...words]);

  /** Starts the sweep and kills it at a random moment after the store holds `nRuns` runs. */
  async function killedAfter(nRuns: number, ...words: string[]): Promise<void> {
    const program = spawn(process.execPath, [programFile, "sweep", ...words], { cwd: folder.path });
    const ended = new Promise((resolve) => program.on("exit", resolve));
    const store = at(words[words.indexOf("--out") + 1]);
    const isDone = async (): Promise<boolean> =>
      program.exitCode !== null || (await runsIn(store)).length >= nRuns;
    while (!(await isDone())) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, randomInt(50)));
    program.kill("SIGKILL");
    await ended;
  }

  it("gives identical records with 1 and 2 workers, killed and resumed", async () => {
    const whole = await sweep("sweep.json", "--workers", "1", "--out", "one");
    for (const nRuns of [0, 2])
      await killedAfter(nRuns, "sweep.json", "--workers", "2", "--out", "two");
    const before = await runsIn(at("two"));
    expect(before.length).toBeGreaterThanOrEqual(2);
    const resumed = await sweep("sweep.json", "--workers", "2", "--out", "two");
    const nStored = resumed.units.filter(({ fromStore }) => fromStore).length;
    expect(nStored).toBe(before.length);

    expect(resumed.rows).toEqual(whole.rows);
    const [one, two] = [await storeContent(at("one")), await storeContent(at("two"))];
    expect([...two.keys()]).toEqual([...one.keys()]);
    expect(two.size).toBe(whole.units.length);
    for (const [id, content] of one) expect(two.get(id), id).toEqual(content);
  }, 240_000);

  it("runs shards in stores of their own, which copied together are the whole", async () => {
    await sweep("sweep.json", "--shard", "1/2", "--out", "part-1");
    await sweep("sweep.json", "--shard", "2/2", "--out", "part-2", "--workers", "1");
    expect((await runsIn(at("part-1"))).length).toBe(3);
    for (const part of ["part-1", "part-2"]) await cp(at(part), at("all"), { recursive: true });
    const list = await sweep("sweep.json", "--list", "--out", "all");
    expect(list.units.map(({ state }) => state)).toEqual(Array(6).fill("done"));
    const merged = await sweep("sweep.json", "--out", "all");
    expect(merged.units.filter(({ fromStore }) => fromStore)).toHaveLength(6);
    expect((await runsIn(at("all"))).length).toBe(6);
  });

  it("lists units without running, prints a table, and says so when a unit fails", async () => {
    await folder.write(
      "mixed.json",
      JSON.stringify({
        datasets: [{ data: "./ratings.tsv", name: "mine" }],
        splits: ["random-ratings"],
        models: ["bias", { model: "biased-mf", name: "wild", config: { learningRate: 1000 } }],
      }),
    );
    const words = ["sweep", "mixed.json", "--workers", "1"];
    const before = await moviola(folder.path, [...words, "--list"]);
    expect([before.code, before.stdout]).toEqual([0, expect.stringMatching(/2 units: 0 done, 2 to do, 0 failed\n$/)]); // prettier-ignore
    expect(await runsIn(at("runs"))).toEqual([]);
    const run = await moviola(folder.path, words);
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/^data: mine\nsplit: random-ratings\n\nmodel +runs +rmse +mae\n/);
    expect(run.stdout).toMatch(/^bias +1\/1 +\d\.\d{4} +\d\.\d{4}$/m);
    expect(run.stdout).toMatch(/^wild \(?.*0\/1 +– +–$/m);
    expect(run.stdout).toMatch(
      /Failed: 1 of 2 units\n {2}unit [0-9a-f]{16}: wild on mine, seed 1\n {4}E_MODEL_DIVERGED/,
    );
    const after = await moviola(folder.path, [...words, "--list"]);
    expect(after.stdout).toMatch(/2 units: 1 done, 0 to do, 1 failed\n$/);
    const json = await moviola(folder.path, [...words, "--json"]);
    const { units } = JSON.parse(json.stdout) as Swept;
    expect([json.code, units[1].failure?.code]).toEqual([1, "E_MODEL_DIVERGED"]);
  });

  it("refuses wrong use and files that it cannot use", async () => {
    await folder.write("odd.json", JSON.stringify({ ...demoSweep, seeds: [] }));
    const odd = await moviola(folder.path, ["sweep", "odd.json"]);
    expect([odd.code, odd.stderr]).toEqual([1, expect.stringMatching(/^E_SWEEP_FILE: .*\n {2}where: {4}seeds\n/)]); // prettier-ignore
    for (const options of [
      ["--shard", "3/2"],
      ["--workers", "0"],
      ["--workers", "2.5"],
    ]) {
      const call = await moviola(folder.path, ["sweep", "sweep.json", ...options]);
      expect([call.code, call.stderr.slice(0, 11)]).toEqual([2, "E_CLI_USAGE"]);
    }
  });
});

async function runsIn(store: string): Promise<string[]> {
  const names = await readdir(store).catch(() => [] as string[]);
  return names.filter((name) => /^[0-9a-f]{16}$/.test(name)).sort();
}

/** By run id: the record without what differs from call to call, and the values' file. */
async function storeContent(store: string): Promise<Map<string, unknown>> {
  const content = new Map<string, unknown>();
  for (const id of await runsIn(store)) {
    const text = await readFile(join(store, id, "run.json"), "utf8");
    const { startedAt, seconds, peakMemoryBytes, sha256, ...record } = JSON.parse(
      text,
    ) as RunRecord & { sha256: string };
    expect([startedAt, seconds, peakMemoryBytes, sha256]).not.toContain(undefined);
    const units = await readFile(join(store, id, "units.parquet"));
    content.set(id, { record, units: units.toString("base64") });
  }
  return content;
}
