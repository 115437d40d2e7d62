import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { dataFolder } from "../support/data-files.js";
import { isBuilt, moviola, moviolaJson } from "./support/program.js";
import { testFile, trainFile, tsv } from "./support/tables.js";

interface Recommended {
  invented: boolean;
  lists: { user: string; items: { item: string; title: string; score: number; rank: number }[] }[];
}

interface Explained {
  lists: { items: { score: number; because: { contribution: number }[] }[] }[];
}

interface Similar {
  similar: { item: string; items: { item: string; rank: number }[] }[];
}

describe.skipIf(!isBuilt)("moviola recommend (needs npm run build)", async () => {
  const folder = await dataFolder();
  beforeAll(async () => {
    await folder.write("train.tsv", trainFile);
    await folder.write("test.tsv", testFile);
  });

  it("lists unseen items of named users, each user once", async () => {
    const words = ["recommend", "popularity", "--train", "train.tsv", "--users", "3,1,3"];
    const { lists } = await moviolaJson<Recommended>(folder.path, words);
    expect(lists.map(({ user, items }) => [user, items.map(({ item }) => item)])).toEqual([
      ["3", ["10", "12"]],
      ["1", ["12"]],
    ]);
  });

  it("writes the lists of all users as TSV", async () => {
    const words = ["recommend", "popularity", "--train", "train.tsv", "--out", "lists.tsv"];
    const { stdout } = await moviola(folder.path, words);
    expect(stdout).toBe("3 lists written to lists.tsv\n");
    const text = await readFile(join(folder.path, "lists.tsv"), "utf8");
    expect(text).toBe(
      tsv("user item score rank", [
        ["1", "12", 1, 1],
        ["2", "11", 2, 1],
        ["3", "10", 2, 1],
        ["3", "12", 1, 2],
      ]),
    );
  });

  it("shows titles of the demo set, says that it is invented, and filters by genre and year", async () => {
    const words = ["recommend", "item-knn", "--data", "demo", "--users", "u001", "--top-k", "3"];
    const { stdout } = await moviola(folder.path, words);
    expect(stdout).toMatch(/^The demo set: .* invented\.\n\nuser u001\nrank {2}item {2}title /);
    const years = [...words, "--years", "1980,1989"];
    const { lists, invented } = await moviolaJson<Recommended>(folder.path, years);
    expect(invented).toBe(true);
    expect(lists[0].items).toHaveLength(3);
    for (const { title } of lists[0].items) expect(title).toMatch(/\(198\d\)$/);
    const none = await moviola(folder.path, [...words, "--genres", "No Such Genre"]);
    expect(none.stdout).toContain("nothing to recommend");
  });

  it("says which films of the history carry a place, in a table and in full in JSON", async () => {
    const words = ["recommend", "item-knn", "--data", "demo", "--users", "u001", "--top-k", "2"];
    const { stdout } = await moviola(folder.path, [...words, "--explain"]);
    expect(stdout).toMatch(/ score {2}because\n/);
    expect(stdout).toMatch(/ \d\.\d{4} {2}.+ \(\d{4}\) 0\.\d+; .+; .+\n/);
    const { lists } = await moviolaJson<Explained>(folder.path, [...words, "--explain"]);
    for (const { score, because } of lists[0].items) {
      const sum = because.reduce((total, { contribution }) => total + contribution, 0);
      expect(sum).toBeCloseTo(score, 4);
      expect(because.length).toBeGreaterThan(3);
    }
    const refused = await moviola(folder.path, [
      "recommend",
      "user-knn",
      ...words.slice(2),
      "--explain",
    ]);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining("E_EXPLAIN_MODEL")]);
  });

  it("lists what is most like named items", async () => {
    const words = ["recommend", "item-knn", "--data", "demo", "--top-k", "2", "--similar-to"];
    const { stdout } = await moviola(folder.path, [...words, "f280,f001,f280"]);
    expect(stdout.match(/^like f\d+, .+$/gm)).toHaveLength(2);
    const { similar } = await moviolaJson<Similar>(folder.path, [...words, "f280"]);
    expect(similar[0]).toMatchObject({ item: "f280" });
    expect(similar[0].items.map(({ rank }) => rank)).toEqual([1, 2]);
  });

  it("refuses an item that the data lacks", async () => {
    const words = ["recommend", "item-knn", "--data", "demo", "--similar-to", "no such film"];
    const { stderr } = await moviola(folder.path, words);
    expect(stderr).toMatch(/E_CLI_ITEM[^]*no such film/);
  });

  it("keeps ids with quotes and blanks whole from file to list to score", async () => {
    const ids = ['Say "No" (1990)', "Kill Bill: Vol. 2, again", "plain"];
    const cell = (id: string): string => (id.includes('"') ? `"${id.replaceAll('"', '""')}"` : id);
    const rows = ids.map((id, at) => [`user ${at}`, cell(id)]);
    await folder.write("odd.tsv", tsv("user item", rows));
    await folder.write("odd-test.tsv", tsv("user item", [["user 2", cell(ids[0])]]));
    const files = ["--train", "odd.tsv", "--test", "odd-test.tsv", "--top-k", "2"];
    const model = ["evaluate", "random", ...files, "--recommendations", "odd-lists.tsv"];
    const evaluated = await moviolaJson<{ metrics: object }>(folder.path, model);
    const scored = await moviolaJson<{ metrics: object; unknownItems: number }>(folder.path, [
      "score",
      ...files,
      "--recommendations",
      "odd-lists.tsv",
    ]);
    expect(scored.unknownItems).toBe(0);
    expect(scored.metrics).toEqual(evaluated.metrics);
  });
});

describe.skipIf(!isBuilt)("moviola runs (needs npm run build)", async () => {
  const folder = await dataFolder();
  const runs = ["popularity", "random"];

  it("is empty at first, then lists, shows and compares what evaluate made", async () => {
    await folder.write("train.tsv", trainFile);
    await folder.write("test.tsv", testFile);
    const empty = await moviola(folder.path, ["runs", "list"]);
    expect([empty.code, empty.stdout]).toEqual([
      0,
      "No runs here yet: `moviola evaluate` makes one.\n",
    ]);
    const ids: string[] = [];
    for (const model of runs) {
      const words = ["evaluate", model, "--train", "train.tsv", "--test", "test.tsv"];
      const { run } = await moviolaJson<{ run: string }>(folder.path, [
        ...words,
        "--metrics",
        "auc",
      ]);
      ids.push(run);
    }
    const listed = await moviolaJson<{ id: string }[]>(folder.path, ["runs", "list"]);
    expect(listed.map(({ id }) => id)).toEqual(ids);
    const none = await moviola(folder.path, ["runs", "list", "--model", "bias"]);
    expect(none.stdout).toContain("No run matches");
    const shown = await moviola(folder.path, ["runs", "show", ids[0]]);
    expect(shown.stdout).toContain(`run ${ids[0]} (from the run store), seed 1\n`);
    const words = ["runs", "compare", ...ids, "--baseline", "random"];
    const compared = await moviola(folder.path, words);
    expect(compared.stdout).toMatch(/^metric +popularity +random\n/);
    expect(compared.stdout).toContain("\npopularity against random:\n");
    const json = await moviolaJson<{ rows: unknown[] }>(folder.path, words);
    expect(json.rows).toHaveLength(2);
  });
});
