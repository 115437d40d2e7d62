import { createWriteStream, existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPromise } from "yauzl";
import {
  findDataset,
  kCore,
  loadDataset,
  makeSplit,
  readInter,
  readInteractionTable,
  splitByLabels,
  splitFromParts,
  splitMMRec,
  type Dataset,
  type Split,
} from "../../../src/data/index.js";
import { openTestPart } from "../../../src/data/split/parts.js";
import { hasDataset } from "../../support/real-data.js";
import { splitRows, splitSizes } from "../../support/split-rows.js";

/** Unpacks an archive of plain files, known to be harmless, into a folder. */
async function unpack(archive: string, folder: string): Promise<void> {
  const zip = await openPromise(archive);
  for await (const entry of zip.eachEntry()) {
    const target = createWriteStream(join(folder, entry.fileName));
    await pipeline(await zip.openReadStreamPromise(entry), target);
  }
}

describe.skipIf(!(await hasDataset("ml-100k")))("splits of MovieLens 100K (needs the data)", () => {
  let dataset: Dataset;
  let temporary = "";
  let folder = "";
  beforeAll(async () => {
    dataset = await loadDataset("ml-100k");
    temporary = await mkdtemp(join(tmpdir(), "moviola-splits-"));
    const { path } = (await findDataset("ml-100k"))!;
    // The publisher's archive has the split files beside u.data; elsewhere they are packed.
    const isPacked = existsSync(join(path, "splits.zip"));
    if (isPacked) await unpack(join(path, "splits.zip"), temporary);
    folder = isPacked ? temporary : path;
  });
  afterAll(async () => {
    await rm(temporary, { recursive: true });
  });

  async function publishedSplit(base: string, test: string): Promise<Split> {
    return splitFromParts(dataset, {
      train: await readInteractionTable(join(folder, base)),
      test: await readInteractionTable(join(folder, test)),
    });
  }

  it("the publisher's five folds test every rating once", async () => {
    const seen = new Set<string>();
    for (const fold of [1, 2, 3, 4, 5]) {
      const split = await publishedSplit(`u${fold}.base`, `u${fold}.test`);
      expect([...splitSizes(split), split.nDropped]).toEqual([80_000, 0, 20_000, 0]);
      for (const row of splitRows(dataset, split).test) seen.add(row);
    }
    expect(seen.size).toBe(100_000);
  });

  it("the publisher's ua tests ten ratings of every user", async () => {
    const split = await publishedSplit("ua.base", "ua.test");
    expect(splitSizes(split)).toEqual([90_570, 0, 9430]);
    const perUser = new Int32Array(dataset.nUsers);
    for (const user of openTestPart(split.test).userIndex) perUser[user]++;
    expect(new Set(perUser)).toEqual(new Set([10]));
  });

  it("files of two folds overlap: E_SPLIT_OVERLAP", async () => {
    await expect(publishedSplit("u1.base", "u2.test")).rejects.toThrow(
      /E_SPLIT_OVERLAP[^]*u1\.base and u2\.test[^]*20000 rows/,
    );
  });

  it("recipes have the sizes that follow from 100,000 rows of 943 users", () => {
    const sizes = (name: string, settings: Record<string, number> = {}): number[] =>
      splitSizes(makeSplit(dataset, { name, seed: 1, ...settings }));
    const xia = { train: 0.9, valid: 0.05, test: 0.05 };
    expect(sizes("random-ratings", xia)).toEqual([90_000, 5000, 5000]);
    expect(sizes("leave-one-out-latest")).toEqual([98_114, 943, 943]);
    expect(sizes("global-temporal")).toEqual([80_000, 10_000, 10_000]);
    expect(sizes("stratified-by-rating", { train: 0.8, test: 0.2 })).toEqual([80_000, 0, 20_000]);
  });
});

describe.skipIf(!(await hasDataset("ml-1m")))("splits of MovieLens 1M (needs the data)", () => {
  let dataset: Dataset;
  beforeAll(async () => {
    dataset = await loadDataset("ml-1m", { texts: false, posters: false });
  });

  it("a global cut at 80 % lies after every row whose time is not known (0)", () => {
    const split = makeSplit(dataset, { name: "global-temporal" });
    const last = split.train.interactions.timestamp!.reduce((a, b) => Math.max(a, b));
    const first = openTestPart(split.test).timestamp!.reduce((a, b) => Math.min(a, b));
    expect(splitSizes(split)).toEqual([800_167, 100_021, 100_021]);
    expect(last).toBe(975_768_738);
    expect(first).toBeGreaterThan(last);
  });

  it("the latest row of every user has a known time", () => {
    const split = makeSplit(dataset, { name: "leave-one-out-latest" });
    expect(splitSizes(split)).toEqual([988_129, 6040, 6040]);
    expect(openTestPart(split.test).timestamp).not.toContain(0);
  });
});

describe.each([
  ["amazon-baby", [118_551, 20_559, 21_682]],
  ["amazon-sports", [218_409, 37_899, 40_029]],
  ["amazon-clothing", [197_338, 40_150, 41_189]],
])("splits of %s", (name, expected) => {
  it("have MMRec's counts, by its labels and by its recipe (needs the data)", async (context) => {
    const found = await findDataset(name);
    if (found === undefined) return context.skip();
    const { dataset, partLabel } = await readInter(found.path);
    const labelled = splitByLabels(dataset, partLabel!, { dropColdUsers: true });
    expect([...splitSizes(labelled), labelled.nDropped]).toEqual([...expected, 0]);
    expect(splitSizes(splitMMRec(dataset, { seed: 1 }))).toEqual(expected);
    expect(kCore(dataset, { users: 5, items: 5 }).contentHash).toBe(dataset.contentHash);
  });
});
