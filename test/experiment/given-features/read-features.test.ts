import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { npyHead } from "../../../src/common/npy-head.js";
import { IdMap, type Dataset } from "../../../src/data/index.js";
import { toHalf } from "../../../src/data/npy/half.js";
import { writeNpy } from "../../../src/data/npy/index.js";
import { withDuckDb } from "../../../src/data/read/duckdb.js";
import { readFeatures } from "../../../src/experiment/given-features/read-features.js";
import { extractFeatures, FeatureStore, importFeatures } from "../../../src/features/index.js";
import { rejectionCode } from "../../cli/support/code-of.js";
import { datasetOf } from "../../support/dataset-of.js";
import { temporaryFolder } from "../../support/experiment-data.js";

/** Three items of these names. */
function named(...ids: string[]): Dataset {
  return datasetOf(
    ids.map((_id, item) => [0, item, 3] as const),
    { items: new IdMap(ids) },
  );
}

/** Two numbers a row. */
const rows = Float32Array.of(1, 2, 3, 4, 5, 6);

async function inFolder(files: Record<string, string | Float32Array | Float64Array>) {
  const folder = await temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    if (typeof content === "string") await writeFile(path, content);
    else await writeNpy(path, content, [content.length / 2, 2]);
  }
  return {
    at: (name: string) => join(folder, name),
    store: new FeatureStore(join(folder, "sets")),
  };
}

describe("what was learned from", () => {
  it("comes with a stored set, by item id", async () => {
    const { store } = await inFolder({});
    const texts = ["a long war", "a short war of love", "love and war", "love"];
    const made = named("a", "b", "c", "d");
    const itemContent = made.itemContent.map((content, item) => ({
      ...content,
      text: texts[item],
    }));
    const fitOn = Uint8Array.of(1, 1, 0, 1);
    const set = await extractFeatures(made.with({ itemContent }), "tfidf-lsa", { store, fitOn });
    const { matrix } = await readFeatures(named("d", "c", "x"), "text", set.id, { store });
    expect(matrix.provenance).toEqual({ fitOn: Uint8Array.of(1, 0, 0) });
  });
});

describe("features by item id", () => {
  it("come in the order of the items, with unknown rows counted and absent items missing", async () => {
    const { at } = await inFolder({ "a.npy": rows, "a.ids.txt": "c\nx\na\n" });
    const read = await readFeatures(named("a", "b", "c"), "image", at("a.npy"));
    expect([...read.matrix.values]).toEqual([5, 6, 0, 0, 1, 2]);
    expect([...read.matrix.missing]).toEqual([0, 1, 0]);
    expect(read).toMatchObject({ name: "image", nMissing: 1, nUnknown: 1 });
  });

  it("are read in single, double and half precision alike", async () => {
    const { at } = await inFolder({
      "single.npy": rows,
      "double.npy": Float64Array.from(rows),
      "single.ids.txt": "a\nb\nc\n",
      "double.ids.txt": "a\nb\nc\n",
      "half.ids.txt": "a\nb\nc\n",
    });
    const half = toHalf(rows);
    const body = Buffer.from(half.buffer, half.byteOffset, half.byteLength);
    await writeFile(at("half.npy"), Buffer.concat([npyHead("<f2", [3, 2]), body]));
    for (const name of ["single", "double", "half"]) {
      const { matrix } = await readFeatures(named("a", "b", "c"), "image", at(`${name}.npy`));
      expect(matrix.values).toEqual(rows);
    }
  });

  it("need no list where items are called by their row, nor with the items of a file", async () => {
    const { at } = await inFolder({ "a.npy": rows });
    const read = await readFeatures(named("2", "0"), "image", at("a.npy"));
    expect([...read.matrix.values]).toEqual([5, 6, 1, 2]);
    expect(read.nUnknown).toBe(1);
    const options = { rowItems: ["b", "a", "c"] };
    const given = await readFeatures(named("a", "b"), "image", at("a.npy"), options);
    expect([...given.matrix.values]).toEqual([3, 4, 1, 2]);
  });

  it("are never matched by position where names say nothing of rows", async () => {
    const { at } = await inFolder({ "a.npy": rows });
    const items = [named("a", "b", "c"), named("1", "2", "3"), named("0", "1", "7")];
    for (const dataset of items) {
      const read = readFeatures(dataset, "image", at("a.npy"));
      await expect(read).rejects.toThrow(/E_FEATURE_IMPORT(.|\n)*a\.ids\.txt/);
    }
    const short = readFeatures(items[0], "image", at("a.npy"), { rowItems: ["a", "b"] });
    await expect(short).rejects.toThrow(/as the 2 items(.|\n)*3 rows/);
  });

  it("come from tables as text, with a header or not, and from Parquet", async () => {
    const { at } = await inFolder({
      "a.csv": 'item_id,f0,f1\n"c",5,6\na,1,2\nb,,\n',
      "a.tsv": "c\t5\t6\na\t1\t2\n",
    });
    await withDuckDb(async (connection) => {
      const values = "('c', [5.0, 6.0]), ('a', [1.0, 2.0])";
      const table = `SELECT * FROM (VALUES ${values}) AS t(film, vector)`;
      await connection.run(`COPY (${table}) TO '${at("a.parquet")}' (FORMAT parquet)`);
    });
    for (const name of ["a.csv", "a.tsv", "a.parquet"]) {
      const { matrix } = await readFeatures(named("a", "b", "c"), "image", at(name));
      expect([...matrix.values]).toEqual([1, 2, 0, 0, 5, 6]);
      expect([...matrix.missing]).toEqual([0, 1, 0]);
    }
  });

  it("come from folders: MMRec's by modality, and one file an item", async () => {
    const mmrec = await inFolder({ "image_feat.npy": rows, "text_feat.npy": rows });
    const read = await readFeatures(named("0", "2"), "text", mmrec.at("."));
    expect([...read.matrix.values]).toEqual([1, 2, 5, 6]);
    const other = readFeatures(named("0", "2"), "audio", mmrec.at("."));
    await expect(other).rejects.toThrow(/E_FEATURE_IMPORT(.|\n)*audio_feat\.npy(.|\n)*image, text/);
    const ducho = await inFolder({ "b.npy": rows.slice(0, 2), "a.npy": rows.slice(2, 4) });
    const single = await readFeatures(named("a", "b"), "image", ducho.at("."));
    expect([...single.matrix.values]).toEqual([3, 4, 1, 2]);
  });

  it("come from the store by id, its beginning, folder and preset", async () => {
    const { at, store } = await inFolder({ "a.npy": rows, "a.ids.txt": "a\nb\nc\n" });
    const dataset = named("a", "b", "c");
    const set = await importFeatures(dataset, at("a.npy"), { store, name: "my-encoder" });
    for (const source of [set.id, set.id.slice(0, 6), "my-encoder", store.folderOf(set.id)]) {
      const { matrix } = await readFeatures(named("b", "a"), "image", source, { store });
      expect([...matrix.values]).toEqual([3, 4, 1, 2]);
    }
  });
});

describe("what is refused", () => {
  it("a name that is neither a path nor in the store, and one that stands for two sets", async () => {
    const { at, store } = await inFolder({
      ...{ "a.npy": rows, "a.ids.txt": "a\nb\nc\n" },
      ...{ "b.npy": rows.map((value) => value + 1), "b.ids.txt": "a\nb\nc\n" },
    });
    const dataset = named("a", "b", "c");
    for (const file of ["a.npy", "b.npy"]) {
      await importFeatures(dataset, at(file), { store, name: "my-encoder" });
    }
    const read = (source: string) => readFeatures(dataset, "image", source, { store });
    await expect(read("no-such.npy")).rejects.toThrow(/E_FEATURE_ID(.|\n)*my-encoder/);
    await expect(read("my-encoder")).rejects.toThrow(/E_FEATURE_ID(.|\n)*one set/);
  });

  it("numbers that are not finite, naming the item", async () => {
    const broken = Float32Array.of(1, 2, 3, Number.NaN, 5, 6);
    const { at } = await inFolder({
      ...{ "a.npy": broken, "a.ids.txt": "a\nb\nc\n" },
      "a.csv": "a,1,2\nb,3,NaN\n",
    });
    const dataset = named("a", "b", "c");
    const fromMatrix = readFeatures(dataset, "image", at("a.npy"));
    await expect(fromMatrix).rejects.toThrow(/E_FEATURE_IMPORT(.|\n)*item b/);
    const fromTable = readFeatures(dataset, "image", at("a.csv"));
    await expect(fromTable).rejects.toThrow(/E_FEATURE_IMPORT(.|\n)*line 2/);
  });

  it("features of other items, without a vector, of uneven lines, of unknown kinds", async () => {
    const { at } = await inFolder({
      ...{ "zeros.npy": new Float32Array(4), "zeros.ids.txt": "a\nb\n" },
      ...{ "other.npy": rows, "other.ids.txt": "x\ny\nz\n" },
      ...{ "uneven.csv": "a,1,2\nb,3\n", "empty.csv": "", "page.html": "<html>" },
    });
    for (const name of ["zeros.npy", "other.npy", "uneven.csv", "empty.csv", "page.html"]) {
      const code = await rejectionCode(readFeatures(named("a", "b"), "image", at(name)));
      expect(code, name).toBe("E_FEATURE_IMPORT");
    }
  });
});
