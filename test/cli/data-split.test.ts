import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dataFolder } from "../support/data-files.js";
import { isBuilt, moviola, moviolaJson } from "./support/program.js";
import { tsvRows } from "./support/tables.js";

interface SplitReport {
  recipe: { name: string; seed: number; settings: object };
  files: { part: string; path: string; rows: number }[];
  hash: string;
}

const split = ["data", "split", "demo", "--recipe", "per-user-random"];

describe.skipIf(!isBuilt)("moviola data split (needs npm run build)", async () => {
  const folder = await dataFolder();

  it("writes parts that are disjoint, complete and the same for the same seed", async () => {
    const words = [...split, "--threshold", "4", "--set", "train=0.8", "test=0.2", "--seed", "7"];
    const made = await moviolaJson<SplitReport>(folder.path, [...words, "--out", "a"]);
    const again = await moviolaJson<SplitReport>(folder.path, [...words, "--out", "b"]);
    expect(again.hash).toBe(made.hash);
    expect(made.files.map(({ part }) => part)).toEqual(["train", "test"]);
    expect(made.recipe.settings).toEqual({ train: 0.8, valid: 0, test: 0.2 });
    const texts = await Promise.all(made.files.map(({ path }) => read(folder.path, path)));
    for (const text of texts) expect(text).toMatch(/^user\titem\trating\ttimestamp\n/);
    const rows = texts.flatMap(tsvRows);
    expect(new Set(rows.map(([user, item]) => `${user} ${item}`)).size).toBe(rows.length);
    expect(new Set(rows.map(([, , rating]) => rating))).toEqual(new Set(["1"]));
    expect(await read(folder.path, "b/train.tsv")).toBe(texts[0]);
    expect(JSON.parse(await read(folder.path, "a/split.json"))).toMatchObject({
      name: "demo",
      invented: true,
      hash: made.hash,
    });
  });

  it("replaces an earlier split only with --force, and then leaves no part of it", async () => {
    await moviolaJson(folder.path, [...split, "--out", "c"]);
    expect(existsSync(join(folder.path, "c/valid.tsv"))).toBe(true);
    const refused = await moviola(folder.path, [...split, "--out", "c"]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/^E_SPLIT_FILES: [^]*--force/);
    const forced = [...split, "--set", "train=0.5", "test=0.5", "--out", "c", "--force"];
    await moviolaJson(folder.path, forced);
    expect(existsSync(join(folder.path, "c/valid.tsv"))).toBe(false);
  });

  it("prints the evaluation to go on with, which works", async () => {
    const { stdout } = await moviola(folder.path, [...split, "--threshold", "4", "--out", "d"]);
    const next = /\n {2}moviola (evaluate .*)\n$/.exec(stdout)?.[1] ?? "";
    expect(next).toContain("--valid d/valid.tsv");
    const evaluated = await moviola(folder.path, next.split(" "));
    expect([evaluated.code, evaluated.stderr]).toEqual([0, ""]);
    expect(evaluated.stdout).toMatch(/\nndcg@10 +0\.\d{4} /);
  });
});

function read(folder: string, path: string): Promise<string> {
  return readFile(join(folder, path), "utf8");
}
