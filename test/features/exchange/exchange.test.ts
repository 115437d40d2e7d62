import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { IdMap } from "../../../src/data/id-map.js";
import { loadDataset, readNpy, writeNpy } from "../../../src/data/index.js";
import { exportFeatures } from "../../../src/features/exchange/export-features.js";
import { importFeatures } from "../../../src/features/exchange/import-features.js";
import { extractFeatures } from "../../../src/features/extract/extract-features.js";
import type { FeatureSet } from "../../../src/features/feature-set.js";
import { hasDataset } from "../../support/real-data.js";
import { realData } from "../../support/data-files.js";
import { fakePreset } from "../support/fake-preset.mjs";
import { distinct, itemsOf, newFolder, newStore, posterItems } from "../support/poster-data.js";

const python = "/usr/bin/python3";
const ids = ["a", "b/../c", "d e", "é%41", "0", "con.", "*"];

async function sample(
  dtype: "float32" | "float16" = "float32",
): Promise<{ features: FeatureSet; dataset: Awaited<ReturnType<typeof posterItems>>["dataset"] }> {
  const contents = [...distinct(4), undefined, "BROKEN", "poster 9"];
  const { dataset } = await posterItems(contents, ids);
  const features = await extractFeatures(dataset, fakePreset(), { store: await newStore(), dtype });
  return { features, dataset };
}

/** Python's view of a matrix; undefined without Python or NumPy. */
function inNumpy(path: string): { dtype: string; rows: number[][] } | undefined {
  if (!existsSync(python)) return undefined;
  const script =
    "import sys, json, numpy\n" +
    "a = numpy.load(sys.argv[1])\n" +
    "print(json.dumps({'dtype': a.dtype.str, 'rows': a.tolist()}))";
  try {
    const text = execFileSync(python, ["-c", script, path], { encoding: "utf8", stdio: "pipe" });
    return JSON.parse(text) as { dtype: string; rows: number[][] };
  } catch {
    return undefined;
  }
}

const rowsOf = ({ values, nItems, dim }: FeatureSet): number[][] =>
  Array.from({ length: nItems }, (_unused, row) => [
    ...values.subarray(row * dim, (row + 1) * dim),
  ]);

describe("the stored matrix", () => {
  it.each(["float32", "float16"] as const)("opens in NumPy as it is (%s)", async (dtype) => {
    const store = await newStore();
    const { dataset } = await posterItems([...distinct(5), undefined]);
    const features = await extractFeatures(dataset, fakePreset(), { store, dtype, blockRows: 4 });
    const path = join(store.folderOf(features.id), "features.npy");
    const seen = inNumpy(path);
    if (seen === undefined) return; // no Python with NumPy here
    expect(seen.dtype).toBe(dtype === "float16" ? "<f2" : "<f4");
    expect(seen.rows).toEqual(rowsOf(features));
  });

  it("in half precision is the nearest of each number, also when made from float32 sets", async () => {
    const { dataset } = await posterItems(distinct(3));
    const [one, other] = [await newStore(), await newStore()];
    const options = { dtype: "float16" as const };
    const direct = await extractFeatures(dataset, fakePreset(), { store: one, ...options });
    await extractFeatures(dataset, fakePreset(), { store: other });
    const derived = await extractFeatures(dataset, fakePreset(), { store: other, ...options });
    expect(derived.manifest.blockHashes).toEqual(direct.manifest.blockHashes);
  });

  it("refuses numbers that half precision cannot hold, and keeps the work", async () => {
    const store = await newStore();
    const { dataset } = await posterItems(distinct(3));
    let items = 0;
    const preset = fakePreset({ onBatch: (batch) => (items += batch.length) });
    const large = {
      ...preset,
      open: async (options: object) => {
        const extractor = await preset.open(options);
        if (extractor.kind !== "item") throw new Error("not an item extractor");
        return {
          ...extractor,
          extract: async (batch: Parameters<typeof extractor.extract>[0]) => {
            const vectors = await extractor.extract(batch);
            return { ...vectors, values: vectors.values.map((value) => value * 1e4) };
          },
        };
      },
    };
    await expect(
      extractFeatures(dataset, large, { store, dtype: "float16" }),
    ).rejects.toMatchObject({ code: "E_FEATURE_RANGE" });
    items = 0;
    await extractFeatures(dataset, large, { store });
    expect(items).toBe(0);
  });
});

describe("export and import", () => {
  it.each([
    ["npy", "out/matrix.npy"],
    ["parquet", "out/it's [1].parquet"],
    ["mmrec", "out/mmrec"],
    ["ducho", "out/ducho"],
  ] as const)("as %s give the same vectors back, missing ones missing", async (format, name) => {
    for (const dtype of ["float32", "float16"] as const) {
      const { features, dataset } = await sample(dtype);
      const path = join(await newFolder(), name);
      const files = await exportFeatures(features, path, format);
      expect(files.every((file) => existsSync(file.path))).toBe(true);
      const store = await newStore();
      const back = await importFeatures(dataset, path, { store });
      expect(back.values).toEqual(features.values);
      expect(back.missing).toEqual(features.missing);
      expect(back.manifest.dtype).toBe(format === "parquet" ? "float32" : dtype);
      expect(await store.read(back.id)).toEqual(back);
      const again = await importFeatures(dataset, path, { store });
      expect(again.id).toBe(back.id);
      expect(await store.list()).toHaveLength(1);
    }
  });

  it("write what other tools expect", async () => {
    const { features } = await sample();
    const folder = await newFolder();
    await exportFeatures(features, join(folder, "m.npy"), "npy");
    expect((await readFile(join(folder, "m.ids.txt"), "utf8")).split("\n")).toEqual([
      ...["a", "b/../c", "d e", "é%41", "*"],
      "",
    ]);
    const npy = inNumpy(join(folder, "m.npy"));
    expect(npy?.rows ?? rowsOf(features).slice(0, 1)).toEqual(
      npy === undefined
        ? rowsOf(features).slice(0, 1)
        : rowsOf(features).filter((_row, item) => features.missing[item] === 0),
    );
    await exportFeatures(features, join(folder, "mmrec"), "mmrec");
    const { data, shape } = await readNpy(join(folder, "mmrec", "image_feat.npy"));
    expect(shape).toEqual([7, 6]);
    const column = [0, 1, 2, 3, 6].map((item) => features.values[6 * item]);
    const mean = column.reduce((sum, value) => sum + value, 0) / 5;
    expect(data[4 * 6]).toBeCloseTo(mean, 4);
    expect(data[5 * 6]).toBe(data[4 * 6]);
    await exportFeatures(features, join(folder, "ducho"), "ducho");
    expect((await readdir(join(folder, "ducho"))).sort()).toEqual(
      ["a.npy", "b%2F%2E%2E%2Fc.npy", "d e.npy", "%C3%A9%2541.npy", "%2A.npy"].sort(),
    );
    expect((await readNpy(join(folder, "ducho", "a.npy"))).shape).toEqual([1, 6]);
  });

  it("align rows by id, leave out strangers and mask zeros and numbers that are none", async () => {
    const dataset = itemsOf([{}, {}, {}, {}], ["w", "x", "y", "z"]);
    const folder = await newFolder();
    const path = join(folder, "m.npy");
    const rows = Float32Array.from([1, 2, 9, 9, 0, 0, NaN, 1]);
    await writeNpy(path, rows, [4, 2]);
    await writeFile(join(folder, "m.ids.txt"), "z\r\nstranger\r\nx\r\ny");
    const features = await importFeatures(dataset, path, { store: await newStore() });
    expect(features.states).toEqual(["missing", "empty", "broken", "ok"]);
    expect([...features.values]).toEqual([0, 0, 0, 0, 0, 0, 1, 2]);
    await writeFile(join(folder, "ids.json"), '["w", "x", "y", "z"]');
    const options = { store: await newStore(), ids: join(folder, "ids.json"), name: "mine" };
    const other = await importFeatures(dataset, path, options);
    expect(other.states).toEqual(["ok", "ok", "empty", "broken"]);
    expect(other.preset).toMatchObject({ id: "mine", modality: "image", licence: "not known" });
  });

  it("take numbers in columns of a Parquet file", async () => {
    const folder = await newFolder();
    const { DuckDBInstance } = await import("@duckdb/node-api");
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    const path = join(folder, "wide.parquet");
    const target = path.replaceAll("'", "''");
    await connection.run(
      `COPY (SELECT 'i1' AS id, 1.5 AS f0, 2 AS f1 UNION ALL SELECT 'i0', 3, 4) TO '${target}' (FORMAT parquet)`.replace(
        "1.5 AS f0",
        "1.5::DOUBLE AS f0",
      ),
    );
    connection.closeSync();
    const features = await importFeatures(itemsOf([{}, {}]), path, { store: await newStore() });
    expect([...features.values]).toEqual([3, 4, 1.5, 2]);
  });
});

describe("import refuses with E_FEATURE_IMPORT", () => {
  const refusal = async (
    path: string,
    options: Parameters<typeof importFeatures>[2] = {},
  ): Promise<unknown> => {
    const dataset = itemsOf([{}, {}, {}]);
    const failure = importFeatures(dataset, path, { store: await newStore(), ...options });
    return failure.then(
      () => "no error",
      (error: unknown) => (error as { code?: string }).code ?? error,
    );
  };

  it("what does not fit the items", async () => {
    const folder = await newFolder();
    const at = (name: string): string => join(folder, name);
    await writeNpy(at("two.npy"), new Float32Array(4).fill(1), [2, 2]);
    expect(await refusal(at("two.npy"))).toBe("E_FEATURE_IMPORT");
    await writeFile(at("ids.txt"), "i0\n");
    expect(await refusal(at("two.npy"), { ids: at("ids.txt") })).toBe("E_FEATURE_IMPORT");
    await writeFile(at("ids.txt"), "i0\ni0\n");
    expect(await refusal(at("two.npy"), { ids: at("ids.txt") })).toBe("E_FEATURE_IMPORT");
    await writeFile(at("ids.txt"), "u\nv\n");
    expect(await refusal(at("two.npy"), { ids: at("ids.txt") })).toBe("E_FEATURE_IMPORT");
    expect(await refusal(at("two.npy"), { ids: at("gone.txt") })).toBe("E_FEATURE_IMPORT");
    for (const text of ["{", "{}", "[[1]]"]) {
      await writeFile(at("ids.json"), text);
      expect(await refusal(at("two.npy"), { ids: at("ids.json") })).toBe("E_FEATURE_IMPORT");
    }
    expect(await refusal(at("two.npy"), { format: "mmrec" })).toBe("E_FEATURE_IMPORT");
    await writeFile(at("i_id_mapping.csv"), "asin,number\ni0,0\n");
    expect(await refusal(at("two.npy"), { format: "mmrec" })).toBe("E_FEATURE_IMPORT");
  });

  it("ids that may be rows or the ids of other rows, unless the items come from an .inter file", async () => {
    const folder = await newFolder();
    const at = (name: string): string => join(folder, name);
    await writeNpy(at("image_feat.npy"), Float32Array.of(1, 1, 2, 2, 3, 3), [3, 2]);
    await writeFile(at("i_id_mapping.csv"), "movie,itemID\n2,0\n1,1\n0,2\n");
    const dataset = itemsOf([{}, {}, {}]).with({ items: new IdMap(["0", "1", "2"]) });
    const store = await newStore();
    const imported = importFeatures(dataset, at("image_feat.npy"), { store });
    await expect(imported).rejects.toThrow(/E_FEATURE_IMPORT/);
    const source = { path: "set.inter", bytes: 1, sha256: "0".repeat(64) };
    const fromInter = dataset.with({ sources: [source] });
    const { values } = await importFeatures(fromInter, at("image_feat.npy"), { store });
    expect([...values]).toEqual([1, 1, 2, 2, 3, 3]);
    const original = dataset.with({ items: new IdMap(["x0", "x1", "x2"]) });
    await writeFile(at("i_id_mapping.csv"), "movie,itemID\nx2,0\nx1,1\nx0,2\n");
    const mapped = await importFeatures(original, at("image_feat.npy"), { store });
    expect([...mapped.values]).toEqual([3, 3, 2, 2, 1, 1]);
  });

  it("what is no features", async () => {
    const folder = await newFolder();
    const at = (name: string): string => join(folder, name);
    expect(await refusal(at("gone"))).toBe("E_FEATURE_IMPORT");
    expect(await refusal(folder)).toBe("E_FEATURE_IMPORT");
    await writeFile(at("text.parquet"), "no parquet");
    expect(await refusal(at("text.parquet"))).toBe("E_FEATURE_IMPORT");
    await writeNpy(at("flat.npy"), new Float32Array(3), [3]);
    expect(await refusal(at("flat.npy"))).toBe("E_NPY_SHAPE");
    await writeNpy(at("none.npy"), new Float32Array(0), [3, 0]);
    expect(await refusal(at("none.npy"))).toBe("E_FEATURE_IMPORT");
    await writeNpy(at("i0.npy"), new Float32Array(4), [2, 2]);
    expect(await refusal(folder)).toBe("E_FEATURE_IMPORT");
  });

  it("and export refuses features without any vector, with E_FEATURE_EXPORT", async () => {
    const { dataset } = await posterItems([undefined]);
    const features = await extractFeatures(dataset, fakePreset(), { store: await newStore() });
    const path = join(await newFolder(), "m.npy");
    await expect(exportFeatures(features, path, "npy")).rejects.toMatchObject({
      code: "E_FEATURE_EXPORT",
    });
  });
});

describe.skipIf(!(await hasDataset("tiktok")))(
  "TikTok's float16 files (need the real data)",
  () => {
    it("load as they are", async () => {
      const dataset = await loadDataset("tiktok");
      const folder = realData("tiktok")!;
      for (const modality of ["image", "audio"] as const) {
        const features = await importFeatures(dataset, folder, {
          store: await newStore(),
          modality,
        });
        expect(features).toMatchObject({ nItems: 6710, dim: 128, coverage: 1 });
        expect(features.manifest.dtype).toBe("float16");
        expect(features.preset.modality).toBe(modality);
        const { data } = await readNpy(join(folder, `${modality}_feat.npy`));
        // Element by element, a comparison of this many numbers takes seconds.
        expect(Buffer.from(features.values.buffer).equals(Buffer.from(data.buffer))).toBe(true);
      }
    });
  },
);
