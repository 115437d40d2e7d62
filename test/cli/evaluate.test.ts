import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { dataFolder } from "../support/data-files.js";
import { isBuilt, moviola, moviolaJson } from "./support/program.js";
import { testFile, trainFile, tsv, tsvRows } from "./support/tables.js";

interface Evaluated {
  metrics: Record<string, { mean: number; low: number; high: number; n: number }>;
  run: string;
  fromStore: boolean;
  skippedUsers: number;
  warnings: string[];
  rejectedRows: Record<string, number>;
}

const files = ["--train", "train.tsv", "--test", "test.tsv"];

describe.skipIf(!isBuilt)("moviola evaluate (needs npm run build)", async () => {
  const folder = await dataFolder();
  beforeAll(async () => {
    await folder.write("train.tsv", trainFile);
    await folder.write("test.tsv", testFile);
  });
  const read = (name: string): Promise<string> => readFile(join(folder.path, name), "utf8");
  const evaluate = (model: string, ...words: string[]): Promise<Evaluated> =>
    moviolaJson<Evaluated>(folder.path, ["evaluate", model, ...files, ...words]);

  it("ranks by popularity as by hand, and writes lists and values of users", async () => {
    const outputs = ["--recommendations", "lists.tsv", "--per-user", "out/users.tsv"];
    const run = await evaluate("popularity", "--top-k", "1,2", ...outputs);
    // Items 10 and 11 have two rows, 12 one, 99 none: user 3 has 10, 12, 99 and finds 99 third.
    expect((await read("lists.tsv")).split("\n")).toEqual([
      "user\titem\tscore\trank",
      "1\t12\t1\t1",
      "1\t99\t0\t2",
      "2\t11\t2\t1",
      "2\t99\t0\t2",
      "3\t10\t2\t1",
      "3\t12\t1\t2",
      "9\t10\t2\t1",
      "9\t11\t2\t2",
      "",
    ]);
    const means = Object.entries(run.metrics).map(([name, { mean, n }]) => [name, mean, n]);
    expect(means).toEqual(
      ["ndcg@1", "ndcg@2", "recall@1", "recall@2", "precision@1", "precision@2", "hit-rate@1"]
        .concat(["hit-rate@2", "map@1", "map@2", "mrr@1", "mrr@2", "auc"])
        .map((name) => [name, name === "precision@2" ? 0.375 : 0.75, 4]),
    );
    for (const { low, mean, high } of Object.values(run.metrics)) {
      expect(low).toBeLessThanOrEqual(mean);
      expect(high).toBeGreaterThanOrEqual(mean);
    }
    const perUser = await read("out/users.tsv");
    expect(perUser.split("\n")[0].split("\t")).toEqual(["user", ...Object.keys(run.metrics)]);
    const aucs = tsvRows(perUser).map((row) => [row[0], Number(row.at(-1))]);
    expect(aucs).toEqual(expect.arrayContaining([["3", 0], ["9", 1]])); // prettier-ignore
  });

  it("takes a run with the same manifest from the store", async () => {
    const first = await evaluate("random", "--seed", "3", "--out", "store");
    const again = await evaluate("random", "--seed", "3", "--out", "store");
    expect([first.fromStore, again.fromStore]).toEqual([false, true]);
    expect(again.metrics).toEqual(first.metrics);
    expect(again.run).toBe(first.run);
  });

  it("measures ratings: every row's prediction in --per-user, best predictions in lists", async () => {
    const outputs = ["--recommendations", "rated.tsv", "--per-user", "rows.tsv"];
    const run = await evaluate("global-mean", "--task", "rating", "--top-k", "2", ...outputs);
    // The mean of 5, 4, 3, 1, 2 is 3; the test ratings are 5, 4, 3, 4.
    expect(run.metrics["rmse"].mean).toBeCloseTo(Math.sqrt(6 / 4), 6);
    expect(run.metrics["mae"].mean).toBeCloseTo(1, 6);
    expect(run.metrics["rmse"].n).toBe(4);
    const perRow = await read("rows.tsv");
    expect(perRow.split("\n")[0]).toBe("user\titem\tprediction\trating");
    expect(tsvRows(perRow)).toContainEqual(["3", "99", "3", "4"]);
    expect(tsvRows(await read("rated.tsv")).map(([user]) => user)).not.toContain("9");
  });

  it("reads other columns, separators, gzip, a byte order mark and \\r\\n alike", async () => {
    const plain = await evaluate("item-knn", "--top-k", "1");
    const asCsv = (text: string): string =>
      `\uFEFF${text.replaceAll("\t", ",").replaceAll("\n", "\r\n")}`;
    await folder.write("train.csv", asCsv(trainFile));
    await folder.write("test.csv", asCsv(testFile));
    const csv = ["--train", "train.csv", "--test", "test.csv", "--top-k", "1"];
    const run = await moviolaJson<Evaluated>(folder.path, ["evaluate", "item-knn", ...csv]);
    expect(run.metrics).toEqual(plain.metrics);
    const renamed = (text: string): string => text.replace("user\titem", "who\twhat");
    await folder.write("who.tsv", renamed(trainFile));
    await folder.write("who-test.tsv", renamed(testFile));
    const columns = ["--columns", "user=who,item=1", "--top-k", "1"];
    const named = ["--train", "who.tsv", "--test", "who-test.tsv", ...columns];
    const other = await moviolaJson<Evaluated>(folder.path, ["evaluate", "item-knn", ...named]);
    expect(other.metrics).toEqual(plain.metrics);
  });

  it("keeps validation rows out of the lists, and rows below the threshold out of everything", async () => {
    await folder.write("valid.tsv", tsv("user item rating", [["3", "10", 5]]));
    const outputs = ["--recommendations", "with-valid.tsv", "--top-k", "3"];
    await evaluate("popularity", "--valid", "valid.tsv", ...outputs);
    const listed = tsvRows(await read("with-valid.tsv")).filter(([user]) => user === "3");
    expect(listed.map(([, item]) => item)).toEqual(["12", "99"]);
    const run = await evaluate("popularity", "--threshold", "4", "--top-k", "1");
    expect(run.metrics["auc"].n).toBe(3);
  });

  it("warns of refused rows and of ratings beyond the training rows, in JSON without a word", async () => {
    const rows = Array.from({ length: 300 }, (_unused, row) => [`u${row % 9}`, `i${row}`, 3]);
    const faulty = ["u1", "i999", "good"];
    await folder.write(
      "faulty.tsv",
      tsv("user item rating", [...rows, faulty, ["u1", "i5000", 4]]),
    );
    await folder.write("beyond.tsv", tsv("user item rating", [["u1", "i0", 9]]));
    const words = ["evaluate", "bias", "--train", "faulty.tsv", "--test", "beyond.tsv"];
    const { stderr, code } = await moviola(folder.path, words);
    expect(code).toBe(0);
    expect(stderr).toContain("warning: faulty.tsv: 1 row refused, first: line 302");
    expect(stderr).toContain("warning: beyond.tsv: 1 rating is outside 3 to 4");
    const run = await moviolaJson<Evaluated>(folder.path, words);
    expect(run.rejectedRows).toEqual({ "faulty.tsv": 1, "beyond.tsv": 0 });
    expect(run.warnings.join()).toContain("outside 3 to 4");
  });

  it("prints metrics with intervals for a person, and says what was written", async () => {
    const words = ["evaluate", "popularity", ...files, "--metrics", "auc", "--per-user", "p.tsv"];
    const { stdout } = await moviola(folder.path, words);
    expect(stdout).toMatch(/^popularity halfLifeDays=0\nrun [0-9a-f]{16}, seed 1\n/);
    expect(stdout).toMatch(/\nauc +0\.7500 \[\d\.\d{4}, \d\.\d{4}\] +4\n/);
    expect(stdout).toContain("written: p.tsv\n");
  });
});
