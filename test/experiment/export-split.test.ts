import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  IdMap,
  type Dataset,
  loadDataset,
  makeSplit,
  splitFromParts,
} from "../../src/data/index.js";
import { readInteractionTable } from "../../src/data/read/interaction-table.js";
import { exportSplit } from "../../src/experiment/index.js";
import { rejectionCode } from "../cli/support/code-of.js";
import { datasetOf } from "../support/dataset-of.js";
import { campDataset, campSplit, temporaryFolder } from "../support/experiment-data.js";
import { splitRows } from "../support/split-rows.js";

describe("a split as files", () => {
  it("is the same split when it is read again", async () => {
    const folder = await temporaryFolder();
    const dataset = campDataset();
    const split = campSplit(dataset);
    const files = await exportSplit(dataset, split, join(folder, "new"));
    const [train, valid, test] = await Promise.all(
      files.map(({ path }) => readInteractionTable(path)),
    );
    const again = splitFromParts(dataset, { train, valid, test });
    expect(splitRows(dataset, again)).toEqual(splitRows(dataset, split));
    expect(train.timestamp).toEqual(split.train.interactions.timestamp);
    expect(files.map(({ part, rows }) => [part, rows])).toEqual([
      ["train", split.train.interactions.nRows],
      ["valid", split.valid.interactions.nRows],
      ["test", split.test.nRows],
    ]);
    const facts = JSON.parse(await readFile(join(folder, "new", "split.json"), "utf8")) as object;
    expect(facts).toMatchObject({ name: "small", hash: split.hash, nDropped: 0 });
  });

  it("keeps odd ids and ratings whole, and leaves unknown times empty", async () => {
    const folder = await temporaryFolder();
    const dataset = datasetOf(
      [
        [0, 0, 3.7, NaN],
        [0, 1, 5, 12],
      ],
      { items: new IdMap(['a "b"\tc', "d, e"]) },
    );
    const split = makeSplit(dataset, { name: "random-ratings", train: 0.5, test: 0.5, seed: 1 });
    const files = await exportSplit(dataset, split, folder);
    const texts = await Promise.all(files.map(({ path }) => readFile(path, "utf8")));
    const lines = texts.flatMap((text) => text.split("\n").slice(1, -1));
    expect(lines.sort()).toEqual(['u0\t"a ""b""\tc"\t3.7\t', "u0\td, e\t5\t12"]);
    const tables = await Promise.all(files.map(({ path }) => readInteractionTable(path)));
    expect(tables.flatMap(({ item }) => item).sort()).toEqual(['a "b"\tc', "d, e"]);
  });

  it("has no timestamp column without timestamps, and no file for a part without rows", async () => {
    const folder = await temporaryFolder();
    const dataset = datasetOf([[0, 0, 3], [0, 1, 4]]); // prettier-ignore
    const split = makeSplit(dataset, { name: "random-ratings", train: 0.5, test: 0.5, seed: 1 });
    await exportSplit(dataset, split, folder);
    expect(await readFile(join(folder, "train.tsv"), "utf8")).toMatch(/^user\titem\trating\nu0\t/);
    expect(existsSync(join(folder, "valid.tsv"))).toBe(false);
  });

  it("refuses to write over a file with E_SPLIT_FILES unless told to", async () => {
    const folder = await temporaryFolder();
    const dataset = datasetOf([[0, 0, 3], [0, 1, 4]]); // prettier-ignore
    const split = makeSplit(dataset, { name: "random-ratings", train: 0.5, test: 0.5, seed: 1 });
    await writeFile(join(folder, "valid.tsv"), "mine");
    expect(await rejectionCode(exportSplit(dataset, split, folder))).toBe("E_SPLIT_FILES");
    expect(existsSync(join(folder, "train.tsv"))).toBe(false);
    await exportSplit(dataset, split, folder, { overwrite: true });
    expect(existsSync(join(folder, "valid.tsv"))).toBe(false);
  });

  it("leaves no file of an older split where it was stopped half-way", async () => {
    const folder = await temporaryFolder();
    const dataset = campDataset();
    const split = campSplit(dataset);
    await exportSplit(dataset, split, folder);
    let nLines = 0;
    const idOf = (user: number): string => {
      if (nLines++ === split.train.interactions.nRows) throw new Error("the end");
      return dataset.users.idOf(user);
    };
    const stopping = Object.create(dataset, { users: { value: { idOf } } }) as Dataset;
    const stopped = exportSplit(stopping, split, folder, { overwrite: true });
    await expect(stopped).rejects.toThrow("the end");
    expect(await readdir(folder)).toEqual(["train.tsv"]);
  });

  it("works on the demo set, whose parts add up", async () => {
    const folder = await temporaryFolder();
    const dataset = await loadDataset("demo");
    const split = makeSplit(dataset, { name: "leave-one-out-latest" });
    const files = await exportSplit(dataset, split, folder);
    expect(files.reduce((sum, { rows }) => sum + rows, 0)).toBe(dataset.nRatings - split.nDropped);
  });
});
