import { describe, expect, it } from "vitest";

import { writeNpy } from "../../../src/data/npy/index.js";
import { loadDataset, readInter } from "../../../src/data/read/index.js";
import { dataFolder } from "../../support/data-files.js";

const ROWS = "userID\titemID\tx_label\n0\t2\t0\n0\t0\t1\n2\t1\t2\n1\t2\t0\n";

describe("readInter", () => {
  it("keeps MMRec's positions and its split", async () => {
    const folder = await dataFolder();
    const path = await folder.write("baby.inter", ROWS);
    const { dataset, partLabel, features } = await readInter(path);
    expect(dataset).toMatchObject({ name: "amazon-baby", nUsers: 3, nItems: 3, nRatings: 4 });
    expect(dataset.items.ids).toEqual(["0", "1", "2"]);
    expect([...dataset.interactions.itemIndex]).toEqual([2, 0, 1, 2]);
    expect([...dataset.interactions.userIndex]).toEqual([0, 0, 2, 1]);
    expect([...dataset.interactions.rating]).toEqual([1, 1, 1, 1]);
    expect(dataset.interactions.timestamp).toBeUndefined();
    expect([...partLabel!]).toEqual([0, 1, 2, 0]);
    expect(features).toEqual({});
    expect(dataset.itemContent).toEqual(["0", "1", "2"].map((title) => ({ title, genres: [] })));
    expect(dataset.licence).toMatch(/^Amazon/);
    expect((await loadDataset(folder.path)).contentHash).toBe(dataset.contentHash);
  });

  it("is called by its file without the ending", async () => {
    const folder = await dataFolder();
    const nameOf = async (name: string): Promise<string> =>
      (await readInter(await folder.write(name, ROWS))).dataset.name;
    expect(await nameOf("my.internet.inter")).toBe("my.internet");
    expect(await nameOf("sports.inter")).toBe("amazon-sports");
    expect(await nameOf("babysitters.inter")).toBe("babysitters");
  });

  it("reads ratings and times where the file has them", async () => {
    const folder = await dataFolder();
    const path = await folder.write(
      "games.inter",
      "userID\titemID\trating\ttimestamp\tx_label\n1\t0\t4.0\t1390000000\t0\n0\t0\t5.0\t1390000001\t2\n0\t1\t9.0\t1\t0\n",
    );
    const { dataset, partLabel } = await readInter(path, { maximumRejectedShare: 0.5 });
    expect([...dataset.interactions.rating]).toEqual([4, 5]);
    expect([...dataset.interactions.timestamp!]).toEqual([1390000000, 1390000001]);
    expect(dataset.ratingScale).toEqual({ minimum: 1, maximum: 5, step: 1 });
    expect([...partLabel!]).toEqual([0, 2]);
    expect(dataset.rejected.examples).toMatchObject([
      { line: 4, reason: "rating 9 is outside 1 to 5" },
    ]);
  });

  it("finds the features and gives items that only they know a position", async () => {
    const folder = await dataFolder();
    const path = await folder.write("tiktok.inter", ROWS);
    await writeNpy(`${folder.path}/image_feat.npy`, new Float32Array(10), [5, 2]);
    await writeNpy(`${folder.path}/audio_feat.npy`, new Float32Array(20), [5, 4]);
    const { dataset, features } = await readInter(path);
    expect(dataset.nItems).toBe(5);
    expect(features).toEqual({
      audio: { path: `${folder.path}/audio_feat.npy`, nItems: 5, dim: 4 },
      image: { path: `${folder.path}/image_feat.npy`, nItems: 5, dim: 2 },
    });
  });

  it("refuses features that are too few, or no matrix", async () => {
    const folder = await dataFolder();
    const path = await folder.write("tiktok.inter", ROWS);
    const file = `${folder.path}/image_feat.npy`;
    await writeNpy(file, new Float32Array(4), [2, 2]);
    await expect(readInter(path)).rejects.toMatchObject({ code: "E_NPY_SHAPE" });
    await writeNpy(file, new Float32Array(4), [4]);
    await expect(readInter(path)).rejects.toMatchObject({ code: "E_NPY_SHAPE" });
    await folder.write("image_feat.npy", "version https://git-lfs.github.com/spec/v1\n");
    await expect(readInter(path)).rejects.toMatchObject({ code: "E_NPY_FORMAT" });
  });

  it("keeps the order of first sight for ids that are no positions", async () => {
    const folder = await dataFolder();
    const path = await folder.write("raw.inter", "userID\titemID\nA1\t900000\nA0\t7\n");
    const { dataset, partLabel } = await readInter(path);
    expect(dataset.users.ids).toEqual(["A1", "A0"]);
    expect(dataset.items.ids).toEqual(["900000", "7"]);
    expect(dataset.licence).toBe("not stated");
    expect(partLabel).toBeUndefined();
    const mixed = await folder.write("mixed.inter", "userID\titemID\n1\tx\n0\t1\n");
    const { users, items } = (await readInter(mixed)).dataset;
    expect([users.ids, items.ids]).toEqual([
      ["0", "1"],
      ["x", "1"],
    ]);
  });

  it("refuses labels that are no part, and files that are none", async () => {
    const folder = await dataFolder();
    const bad = await folder.write("bad.inter", ROWS.replace("\t2\n1", "\t3\n1"));
    await expect(readInter(bad)).rejects.toMatchObject({ code: "E_DATA_ROW" });
    const commas = await folder.write("commas.inter", ROWS.replaceAll("\t", ","));
    await expect(readInter(commas)).rejects.toMatchObject({ code: "E_DATA_SEPARATOR" });
    const head = await folder.write("head.inter", "userID\titemID\tx_label\n");
    await expect(readInter(head)).rejects.toMatchObject({ code: "E_DATA_EMPTY" });
    const other = await folder.write("other.inter", "a\tb\tx_label\n0\t0\t0\n");
    await expect(readInter(other)).rejects.toMatchObject({ code: "E_DATA_COLUMN" });
  });
});
