import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { dataFolder } from "../support/data-files.js";
import { isBuilt, moviola, moviolaJson } from "./support/program.js";
import { testFile, trainFile, tsv, tsvRows } from "./support/tables.js";

type Means = Record<string, { mean: number; low: number; high: number; n: number }>;
interface Scored {
  name: string;
  metrics: Means;
  isComplete: boolean;
  usersWithoutList: number;
  listsWithoutTest: number;
  unknownItems: number;
  seenItems: number;
  comparison?: { metric: string; difference: number; pValue: number; adjustedPValue: number }[];
}

const files = ["--train", "train.tsv", "--test", "test.tsv"];

describe.skipIf(!isBuilt)("moviola score (needs npm run build)", async () => {
  const folder = await dataFolder();
  beforeAll(async () => {
    await folder.write("train.tsv", trainFile);
    await folder.write("test.tsv", testFile);
  });
  const score = (name: string, ...words: string[]): Promise<Scored> =>
    moviolaJson<Scored>(folder.path, ["score", ...files, "--recommendations", name, ...words]);

  it("gives the lists of evaluate the values of evaluate, auc with them where they are complete", async () => {
    const split = ["data", "split", "demo", "--recipe", "per-user-random", "--out", "demo"];
    await moviolaJson(folder.path, [...split, "--set", "train=0.9", "test=0.1"]);
    const demo = ["--train", "demo/train.tsv", "--test", "demo/test.tsv", "--top-k", "5,400"];
    const metrics = ["--metrics", "ndcg,ndcg-exponential,recall@7,map,auc,implicit-precision"];
    const model = ["evaluate", "item-knn", ...demo, "--recommendations", "all.tsv"];
    const evaluated = await moviolaJson<Scored>(folder.path, [...model, ...metrics]);
    const lists = ["score", ...demo, "--recommendations", "all.tsv"];
    const scored = await moviolaJson<Scored>(folder.path, [...lists, ...metrics]);
    expect(scored.isComplete).toBe(true);
    expect(scored.metrics).toEqual(evaluated.metrics);
    // The same lists in another tool's words: no ranks, rows shuffled by item.
    const rows = tsvRows(await readFile(join(folder.path, "all.tsv"), "utf8"));
    const byItem = rows.map(([user, item, , rank]) => [item, user, -Number(rank)]).sort();
    await writeFile(join(folder.path, "byItem.csv"), csv("itemId userId prediction", byItem));
    const other = [...lists.slice(0, -1), "byItem.csv", ...metrics];
    expect((await moviolaJson<Scored>(folder.path, other)).metrics).toEqual(evaluated.metrics);
  });

  it("counts what is odd about lists, and says it in words", async () => {
    const rows = [
      ["1", "nowhere", 3],
      ["1", "12", 2],
      ["1", "10", 1],
      ["77", "11", 4],
    ];
    await folder.write("odd.csv", `\uFEFF${csv("User Item Score", rows).replaceAll("\n", "\r\n")}`);
    const scored = await score("odd.csv", "--top-k", "2", "--metrics", "mrr");
    expect(scored).toMatchObject({
      name: "odd.csv",
      isComplete: false,
      usersWithoutList: 3,
      listsWithoutTest: 1,
      unknownItems: 1,
      seenItems: 1,
    });
    expect(scored.metrics).toEqual({
      "mrr@2": { mean: 0.125, low: 0, high: expect.any(Number) as number, n: 4 },
    });
    const words = ["score", ...files, "--recommendations", "odd.csv", "--metrics", "auc"];
    const { stdout } = await moviola(folder.path, words);
    expect(stdout).toContain("odd.csv: 4 users with test rows\n");
    expect(stdout).toContain("  3 users without a list: taken as empty lists\n");
    expect(stdout).toContain("  1 list of users without a test row: ignored\n");
    expect(stdout).toContain("  1 item that no file holds: misses\n");
    expect(stdout).toContain("counts a pair behind the end of a list as one half\n");
  });

  it("compares two files by a paired test, files of one name in two folders too", async () => {
    const users = Array.from({ length: 40 }, (_unused, user) => `u${user}`);
    await folder.write("t.tsv", tsv("user item", users.map((user) => [user, "x"]))); // prettier-ignore
    await folder.write("h.tsv", tsv("user item", users.map((user) => [user, "y"]))); // prettier-ignore
    await folder.write("good/l.tsv", tsv("user item rank", users.map((user) => [user, "y", 1]))); // prettier-ignore
    const poor = users.map((user, at) => [user, at < 10 ? "y" : "z", 1]);
    await folder.write("poor/l.tsv", tsv("user item rank", poor));
    const words = ["score", "--train", "t.tsv", "--test", "h.tsv", "--metrics", "hit-rate@1"];
    const lists = ["--recommendations", "good/l.tsv", "--against", "poor/l.tsv"];
    const { comparison } = await moviolaJson<Scored>(folder.path, [...words, ...lists]);
    expect(comparison).toHaveLength(1);
    expect(comparison![0]).toMatchObject({ metric: "hit-rate@1", difference: 0.75 });
    expect(comparison![0].adjustedPValue).toBeLessThan(0.001);
    const { stdout } = await moviola(folder.path, [...words, ...lists]);
    const [header, , row] = stdout.split("\n");
    expect(header).toMatch(/^metric +good\/l\.tsv +poor\/l\.tsv +difference +p \(Holm\)$/);
    expect(row).toMatch(/^hit-rate@1 +1\.0000 .* 0\.2500 .* 0\.7500 /);
  });
});

function csv(header: string, rows: readonly (readonly (string | number)[])[]): string {
  return `${[header.split(" "), ...rows].map((row) => row.join(",")).join("\n")}\n`;
}
