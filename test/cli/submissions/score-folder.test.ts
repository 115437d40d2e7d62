import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { dataFolder } from "../../support/data-files.js";
import { isBuilt, moviola, moviolaJson } from "../support/program.js";
import { tsv } from "../support/tables.js";

interface Value {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

interface Marked {
  readonly metric: string;
  readonly n: number;
  readonly rows: {
    readonly name: string;
    readonly place?: number;
    readonly kind: string;
    readonly value: Value;
    readonly remarks: string[];
    readonly tiedWithBest: boolean;
  }[];
  readonly refused: { readonly name: string; readonly code: string; readonly reason: string }[];
}

describe.skipIf(!isBuilt)("moviola score --submissions (needs npm run build)", async () => {
  const folder = await dataFolder();
  const at = (name: string): string => join(folder.path, name);
  const files = ["--train", "split/train.tsv", "--test", "split/test.tsv"];
  const mark = ["score", ...files, "--submissions", "hand-ins"];

  beforeAll(async () => {
    const split = ["data", "split", "demo", "--recipe", "per-user-random", "--threshold", "4"];
    await moviola(folder.path, [
      ...split,
      "--set",
      "train=0.8",
      "valid=0",
      "test=0.2",
      "--out",
      "split",
    ]);
    await mkdir(at("hand-ins/ben"), { recursive: true });
    for (const [model, file] of [
      ["item-knn", "anna.tsv"],
      ["popularity", "ben/recommendations.tsv"],
    ]) {
      await moviola(folder.path, [
        "evaluate",
        model,
        ...files,
        "--recommendations",
        `hand-ins/${file}`,
      ]);
    }
    await folder.write("hand-ins/copy.tsv", await readFile(at("hand-ins/anna.tsv")));
    await folder.write("hand-ins/foreign.tsv", tsv("user item score", [["1.0", "2.0", 3]]));
    await folder.write("hand-ins/noise.tsv", Buffer.from([0, 1, 2, 3]));
    await folder.write("hand-ins/\u001b[2Jhidden.tsv", "user,item\n");
    await symlink("/etc/passwd", at("hand-ins/evil.tsv"));
  });

  it("gives each the value of `score --recommendations`, sorted, and every refusal its reason", async () => {
    const marked = await moviolaJson<Marked>(folder.path, [
      ...mark,
      "--baselines",
      "popularity,random",
    ]);
    expect(marked).toMatchObject({ metric: "ndcg@10", n: 600 });
    expect(marked.rows.map(({ name, place, kind }) => [name, place, kind])).toEqual([
      ["anna", 1, "submission"],
      ["copy", 1, "submission"],
      ["ben", 3, "submission"],
      ["popularity", undefined, "baseline"],
      ["random", undefined, "baseline"],
    ]);
    expect(marked.rows.map(({ tiedWithBest }) => tiedWithBest)).toEqual([
      false,
      true,
      false,
      false,
      false,
    ]);
    expect(marked.rows[0].remarks).toEqual(["same file as copy"]);
    expect(marked.rows[2].remarks).toEqual(["not ahead of popularity"]);
    expect(marked.rows[2].value).toEqual(marked.rows[3].value);
    const lists = ["score", ...files, "--recommendations", "hand-ins/anna.tsv", "--top-k", "10"];
    const alone = await moviolaJson<{ metrics: Record<string, object> }>(folder.path, lists);
    expect(marked.rows[0].value).toEqual(alone.metrics["ndcg@10"]);
    expect(marked.refused.map(({ name, code }) => [name, code])).toEqual([
      ["\uFFFD[2Jhidden", "E_LIST_HEADER"],
      ["evil", "E_SUBMISSION_FILE"],
      ["foreign", "E_LIST_IDS"],
      ["noise", "E_SUBMISSION_FILE"],
    ]);
  });

  it("prints a table and writes it as CSV, and writes nothing else", async () => {
    const before = await readdir(folder.path, { recursive: true });
    const { code, stdout } = await moviola(folder.path, [
      ...mark,
      "--by",
      "recall@5",
      "--out",
      "marks.csv",
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^place +submission +recall@5 +to the first +p \(Holm\) +ties +remarks$/m,
    );
    expect(stdout).toMatch(/\n4 submissions refused:\n/);
    expect(stdout).not.toContain("\u001b");
    const lines = (await readFile(at("marks.csv"), "utf8")).trim().split("\n");
    expect(lines).toHaveLength(1 + 3 + 4);
    expect(lines[0]).toMatch(/^place,submission,kind,file,recall@5,low,high,/);
    expect(lines[1]).toMatch(/^1,anna,submission,anna.tsv,0\.\d+,/);
    const after = await readdir(folder.path, { recursive: true });
    expect(after.filter((name) => !before.includes(name))).toEqual(["marks.csv"]);
  });

  it("marks predicted ratings by RMSE, beside the biases, and refuses those that leave rows out", async () => {
    const split = ["data", "split", "demo", "--recipe", "random-ratings", "--out", "rated"];
    await moviola(folder.path, [...split, "--set", "train=0.9", "valid=0", "test=0.1"]);
    const rated = ["--train", "rated/train.tsv", "--test", "rated/test.tsv"];
    await mkdir(at("rates"));
    const own = ["evaluate", "item-mean", ...rated, "--per-user", "rates/anna.tsv", "--json"];
    const { metrics } = await moviolaJson<{ metrics: Record<string, Value> }>(folder.path, own);
    const text = await readFile(at("rates/anna.tsv"), "utf8");
    await writeFile(at("rates/ben.tsv"), text.split("\n").slice(0, 50).join("\n"));
    const words = [
      "score",
      ...rated,
      "--submissions",
      "rates",
      "--by",
      "rmse",
      "--baselines",
      "bias",
    ];
    const marked = await moviolaJson<Marked>(folder.path, words);
    expect(marked.rows.map(({ name }) => name)).toEqual(["bias", "anna"]);
    const { mean, low, high } = marked.rows[1].value;
    expect(mean).toBe(metrics.rmse.mean);
    // `evaluate` takes the root of the quantile, the table the quantile of the roots.
    expect(low).toBeCloseTo(metrics.rmse.low, 9);
    expect(high).toBeCloseTo(metrics.rmse.high, 9);
    expect(marked.rows[1].remarks).toEqual(["not ahead of bias"]);
    expect(marked.refused).toMatchObject([{ name: "ben", code: "E_SUBMISSION_FILE" }]);
    expect(marked.refused[0].reason).toMatch(/without one, such as user "u\d+", item "f\d+"/);
  });

  it("holds files to --row-limit", async () => {
    const marked = await moviolaJson<Marked>(folder.path, [...mark, "--row-limit", "100"]);
    expect(marked.rows).toEqual([]);
    expect(marked.refused.find(({ name }) => name === "anna")?.reason).toContain(
      "at most 100 lines",
    );
  });
});
