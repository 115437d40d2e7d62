import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeNpy } from "../../../src/data/npy/index.js";
import { npyHead } from "../../../src/common/npy-head.js";
import { toHalf } from "../../../src/data/npy/half.js";
import { loadMmrecFolder } from "../../../src/features/exchange/load-mmrec-folder.js";
import { runExperiment } from "../../../src/experiment/run-experiment.js";
import { dataFolder, realData } from "../../support/data-files.js";

const ROWS =
  "userID\titemID\tx_label\n0\t2\t0\n0\t0\t1\n1\t1\t2\n1\t2\t0\n0\t3\t0\n1\t3\t2\n2\t0\t2\n";

/** A folder with the rows above: 3 users, 4 items. */
async function folderOf(
  rows = ROWS,
): Promise<{ path: string; npy: (name: string) => string; write: Writer }> {
  const { path, write } = await dataFolder();
  await write("made.inter", rows);
  return { path, npy: (name) => join(path, `${name}_feat.npy`), write };
}

type Writer = (name: string, content: string | Uint8Array) => Promise<string>;

const vectors = Float32Array.of(1, 2, 3, 4, 0, 0, 7, 8);

function bytesOf(dtype: string, values: Uint16Array, shape: readonly number[]): Uint8Array {
  const body = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return Buffer.concat([npyHead(dtype, shape), body]);
}

describe("loadMmrecFolder", () => {
  it("gives interactions, the parts of x_label, and a matrix a modality by itemID", async () => {
    const { path, npy, write } = await folderOf();
    await writeNpy(npy("image"), vectors, [4, 2]);
    await writeNpy(
      npy("text"),
      Float64Array.from({ length: 12 }, (_u, at) => at + 0.1),
      [4, 3],
    );
    await write("audio_feat.npy", bytesOf("<f2", toHalf(vectors), [4, 2]));
    await writeNpy(npy("plot_words"), new Int32Array(4).fill(2), [4, 1]);
    const { dataset, split, features } = await loadMmrecFolder(path);
    expect(dataset).toMatchObject({ name: "made", nUsers: 3, nItems: 4, nRatings: 7 });
    expect(split.recipe.name).toBe("given-labels");
    expect([...split.train.interactions.itemIndex]).toEqual([2, 2, 3]);
    expect([...split.valid.interactions.itemIndex]).toEqual([0]);
    expect(split.nDropped).toBe(0);
    expect(Object.keys(features).sort()).toEqual(["audio", "image", "plot_words", "text"]);
    expect(features.image).toEqual({
      nItems: 4,
      dim: 2,
      values: vectors,
      missing: Uint8Array.of(0, 0, 1, 0),
    });
    expect(features.audio).toEqual(features.image);
    expect(features.text.dim).toBe(3);
    expect(features.text.values[11]).toBe(Math.fround(11.1));
    expect(await loadMmrecFolder(join(path, "made.inter"))).toMatchObject({ features });
  });

  it("leaves cold users out of valid and test when asked, as MMRec does", async () => {
    const { path } = await folderOf();
    expect((await loadMmrecFolder(path, { dropColdUsers: true })).split.nDropped).toBe(1);
  });

  it("takes rows for missing that a list beside the matrix names, by the mapping's ids", async () => {
    const { path, npy, write } = await folderOf();
    await writeNpy(npy("image"), vectors, [4, 2]);
    await write("image_feat.missing.txt", "3\n");
    const marks = async (): Promise<number[]> => [
      ...(await loadMmrecFolder(path)).features.image.missing,
    ];
    expect(await marks()).toEqual([0, 0, 1, 1]);
    await write("i_id_mapping.csv", "asin\titemID\nA\t0\n3\t1\nC\t2\nD\t3\n");
    expect(await marks()).toEqual([0, 1, 1, 0]);
  });

  it("features go into a run as they are", async () => {
    const { path, npy } = await folderOf();
    await writeNpy(npy("image"), vectors, [4, 2]);
    const loaded = await loadMmrecFolder(path);
    const run = { ...loaded, model: "cooper", config: { variant: "image" }, store: false } as const;
    const { record } = await runExperiment(run);
    expect(record.manifest.features).toHaveProperty("image");
  });

  it("refuses more rows than items, and fewer", async () => {
    for (const nRows of [3, 5]) {
      const { path, npy } = await folderOf();
      await writeNpy(npy("image"), new Float32Array(2 * nRows).fill(1), [nRows, 2]);
      await expect(loadMmrecFolder(path)).rejects.toMatchObject({ code: "E_NPY_SHAPE" });
    }
  });

  it("refuses NaN, naming modality and place", async () => {
    const { path, npy } = await folderOf();
    await writeNpy(npy("audio"), Float32Array.of(1, 2, 3, NaN, 5, 6, 7, 8), [4, 2]);
    const loading = loadMmrecFolder(path);
    await expect(loading).rejects.toMatchObject({ code: "E_FEATURE_IMPORT" });
    await expect(loading).rejects.toThrow(/modality "audio", row 1, column 1/);
  });

  it("refuses a modality without any vector", async () => {
    const { path, npy } = await folderOf();
    await writeNpy(npy("text"), new Float32Array(8), [4, 2]);
    await expect(loadMmrecFolder(path)).rejects.toMatchObject({ code: "E_FEATURE_IMPORT" });
  });

  it("refuses element types that are no numbers, and matrices by columns", async () => {
    const { path, write } = await folderOf();
    const head = npyHead("<f4", [4, 2]).toString("latin1");
    const body = "\0".repeat(32);
    await write("image_feat.npy", Buffer.from(head.replace("<f4", "<c8") + body, "latin1"));
    await expect(loadMmrecFolder(path)).rejects.toMatchObject({ code: "E_NPY_DTYPE" });
    await write("image_feat.npy", Buffer.from(head.replace("False", "True ") + body, "latin1"));
    await expect(loadMmrecFolder(path)).rejects.toMatchObject({ code: "E_NPY_ORDER" });
  });

  it("refuses items whose ids are no row numbers, once there are features", async () => {
    const { path, npy } = await folderOf("userID\titemID\tx_label\nA\tB1\t0\nA\tB2\t2\n");
    expect((await loadMmrecFolder(path)).features).toEqual({});
    await writeNpy(npy("image"), new Float32Array(4).fill(1), [2, 2]);
    await expect(loadMmrecFolder(path)).rejects.toMatchObject({ code: "E_FEATURE_IMPORT" });
  });

  it("refuses a file without x_label, and a folder that is none of MMRec's", async () => {
    const { path } = await folderOf("userID\titemID\n0\t0\n");
    await expect(loadMmrecFolder(path)).rejects.toMatchObject({ code: "E_DATA_COLUMN" });
    const { path: empty } = await dataFolder();
    await expect(loadMmrecFolder(empty)).rejects.toMatchObject({ code: "E_DATA_LAYOUT" });
  });
});

const tiktok = realData("tiktok");

describe.skipIf(tiktok === undefined)("TikTok (needs the real data)", () => {
  it("has its known counts, parts and features", async () => {
    const { dataset, split, features } = await loadMmrecFolder(tiktok!);
    expect(dataset).toMatchObject({ nUsers: 9308, nItems: 6710, nRatings: 68_722 });
    expect(split.train.interactions.nRows).toBe(59_541);
    expect(split.valid.interactions.nRows).toBe(3051);
    // The test part is closed: what is in no other part, and was not dropped.
    expect(dataset.nRatings - 59_541 - 3051 - split.nDropped).toBe(6130);
    expect(Object.keys(features).sort()).toEqual(["audio", "image"]);
    for (const { nItems, dim, values } of Object.values(features)) {
      expect([nItems, dim, values.length]).toEqual([6710, 128, 6710 * 128]);
    }
  });
});
