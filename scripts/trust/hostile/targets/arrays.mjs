/** Readers of arrays: `.npy`, Parquet, vectors of other tools, MMRec's folders, ONNX files. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { library } from "../library.mjs";
import { npyOf } from "../mutate-npy.mjs";
import { datasetFault } from "../judge-ratings.mjs";
import { bytesOfParquet } from "../seed-files.mjs";
import { rows } from "./ratings.mjs";

const { readNpy, inspectNpy, readTable } = await library("data/index.js");
const { loadMmrecFolder } = await library("features/exchange/load-mmrec-folder.js");
const { readNpyVectors, readMmrecVectors } = await library("features/exchange/read-npy-vectors.js");
const { readCsvVectors } = await library("features/exchange/read-csv-vectors.js");
const { readItemFiles } = await library("features/exchange/read-item-files.js");
const { readParquetVectors } = await library("features/exchange/parquet.js");
const { readIds } = await library("features/exchange/read-ids.js");
const { runOnnx, exportOnnx, add, multiply, gather, Graph } = await graphLibrary();

async function graphLibrary() {
  const [index, graph] = await Promise.all([
    library("compute/graph/index.js"),
    library("compute/graph/graph.js"),
  ]);
  return { ...index, ...graph };
}

const head = (type, shape) => `{'descr': '${type}', 'fortran_order': False, 'shape': ${shape}, }`;
const singles = Float32Array.from({ length: 12 }, (_unused, at) => at - 5.5);
const bodyOf = (array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength);
const matrix = npyOf(head("<f4", "(4, 3)"), bodyOf(singles));
const npySeeds = [
  ["float32", matrix],
  ["float64", npyOf(head("<f8", "(4, 3)"), bodyOf(Float64Array.from(singles)))],
  [
    "float16",
    npyOf(head("<f2", "(4, 3)"), bodyOf(Uint16Array.from(singles, (_x, at) => 0x3c00 + at))),
  ],
  [
    "int64",
    npyOf(head("<i8", "(12,)"), bodyOf(BigInt64Array.from(singles, (_x, at) => BigInt(at)))),
  ],
  ["bytes", npyOf(head("|u1", "(4, 3)"), Buffer.from(singles.map(Math.abs)), 2)],
].map(([name, bytes]) => ({ name, files: { "a.npy": bytes }, forms: { "a.npy": "npy" } }));

/** A second reader for what the first took: size, and values element by element. */
function npyFault({ array, description }, { files }) {
  const { shape, data, dtype } = array;
  const size = shape.reduce((product, length) => product * length, 1);
  if (data.length !== size || !Number.isSafeInteger(size))
    return `${data.length} values for shape ${shape}`;
  if (shape.some((length) => !Number.isSafeInteger(length))) return `shape ${shape}`;
  if (String(description.shape) !== String(shape)) return "the head alone says another shape";
  const bytes = files["a.npy"];
  const width = { "<f2": 2, "<f4": 4, "<f8": 8, "<i4": 4, "<i8": 8, "|i1": 1, "|u1": 1 }[dtype];
  const body = bytes.subarray(bytes.length - size * width);
  const read = {
    "<f4": "readFloatLE",
    "<f8": "readDoubleLE",
    "<i4": "readInt32LE",
    "|i1": "readInt8",
    "|u1": "readUInt8",
  };
  for (let at = 0; at < size && dtype in read; at++) {
    const value = Math.fround(body[read[dtype]](at * width));
    if (!Object.is(value, data[at]) && !(value !== value && data[at] !== data[at]))
      return `element ${at}: ${data[at]}, not ${value}`;
  }
  return undefined;
}

const inter = Buffer.from(
  `userID\titemID\tx_label\n${rows.map(([user, item], row) => `${user - 1}\t${item - 1}\t${row % 5 < 3 ? 0 : (row % 5) - 2}`).join("\n")}\n`,
);
const itemMatrix = npyOf(
  head("<f4", "(10, 2)"),
  bodyOf(Float32Array.from({ length: 20 }, (_unused, at) => 1 + at / 4)),
);
const mapping = Buffer.from(
  `asin,itemID\n${Array.from({ length: 10 }, (_unused, at) => `B00${at},${at}`).join("\n")}\n`,
);
const csvVectors = Buffer.from(
  `item,x,y\n${rows
    .slice(0, 20)
    .map(([u, i, r]) => `${u}-${i},${r},${-r / 3}`)
    .join("\n")}\n`,
);

function vectorFault(vectors) {
  const { dim, values, ids } = vectors;
  if (!(dim >= 1) || values.length % dim !== 0) return `${values.length} values in rows of ${dim}`;
  if (ids !== undefined && ids.length < values.length / dim)
    return `${ids.length} ids for ${values.length / dim} rows`;
  return undefined;
}

async function onnxSeed() {
  const graph = new Graph();
  const table = graph.parameter("table", [3, 2], new Float32Array(6));
  const y = add(multiply(gather(table, graph.input("rows", ["batch"], "int32")), 2), 1);
  const bytes = await exportOnnx(graph, { y }, { table: Float32Array.of(1, 2, 3, 4, 5, 6) });
  return {
    name: "gather",
    files: { "model.onnx": Buffer.from(bytes) },
    forms: { "model.onnx": "bytes" },
  };
}

export const arrayTargets = [
  {
    name: "npy",
    weight: 20,
    seeds: npySeeds,
    read: async (folder) => ({
      array: await readNpy(join(folder, "a.npy")),
      description: await inspectNpy(join(folder, "a.npy")),
    }),
    check: npyFault,
  },
  {
    name: "mmrec-folder",
    weight: 5,
    seeds: [
      {
        name: "plain",
        files: {
          "set.inter": inter,
          "image_feat.npy": itemMatrix,
          "i_id_mapping.csv": mapping,
          "image_feat.missing.txt": Buffer.from("B003\nB005\n"),
        },
        forms: {
          "set.inter": "text",
          "image_feat.npy": "npy",
          "i_id_mapping.csv": "text",
          "image_feat.missing.txt": "text",
        },
      },
    ],
    read: (folder) => loadMmrecFolder(folder, { maximumRejectedShare: 0.9 }),
    check: ({ dataset, features }) => {
      const odd = Object.values(features).find(({ values, nItems, dim, missing }) => {
        return (
          values.length !== nItems * dim ||
          missing.length !== nItems ||
          !values.every(Number.isFinite)
        );
      });
      return datasetFault(dataset) ?? (odd === undefined ? undefined : "features with odd numbers");
    },
  },
  {
    name: "vectors",
    weight: 8,
    seeds: [
      {
        name: "npy",
        files: { "a.npy": matrix, "a.ids.txt": Buffer.from("a\nb\nc\nd\n") },
        forms: { "a.npy": "npy", "a.ids.txt": "text" },
      },
      { name: "csv", files: { "a.csv": csvVectors }, forms: { "a.csv": "text" } },
      {
        name: "mmrec",
        files: { "image_feat.npy": matrix, "i_id_mapping.csv": mapping },
        forms: { "image_feat.npy": "npy", "i_id_mapping.csv": "text" },
      },
      {
        name: "ids",
        files: { "ids.json": Buffer.from('["a",1,"c"]') },
        forms: { "ids.json": "json" },
      },
      {
        name: "files",
        files: {
          "1.npy": npyOf(head("<f4", "(3,)"), bodyOf(singles.slice(0, 3))),
          "2%2F.npy": npyOf(head("<f4", "(1, 3)"), bodyOf(singles.slice(3, 6))),
        },
        forms: { "1.npy": "npy", "2%2F.npy": "npy" },
      },
    ],
    read: async (folder, { seed }) => {
      switch (seed.name) {
        case "npy":
          return readNpyVectors(join(folder, "a.npy"));
        case "csv":
          return readCsvVectors(join(folder, "a.csv"));
        case "mmrec":
          return readMmrecVectors(folder, "image", fewItems);
        case "ids":
          return { ids: await readIds(join(folder, "ids.json")), dim: 1, values: [] };
        default:
          return readItemFiles(folder, (id) => id === "1");
      }
    },
    // Rows without an id are refused when vectors are placed.
    check: (vectors, { seed }) =>
      ["csv", "files"].includes(seed.name) ? vectorFault(vectors) : undefined,
  },
  {
    name: "parquet",
    weight: 2,
    seeds: async () => [
      {
        name: "ratings",
        files: { "a.parquet": await bytesOfParquet(ratingsSql) },
        forms: { "a.parquet": "bytes" },
      },
      {
        name: "vectors",
        files: { "a.parquet": await bytesOfParquet(vectorsSql) },
        forms: { "a.parquet": "bytes" },
      },
    ],
    read: (folder, { seed }) =>
      seed.name === "ratings"
        ? readTable(join(folder, "a.parquet"), { maximumRejectedShare: 0.9 })
        : readParquetVectors(join(folder, "a.parquet")),
    check: (read, { seed }) => (seed.name === "ratings" ? datasetFault(read) : vectorFault(read)),
  },
  {
    name: "onnx",
    weight: 3,
    seeds: async () => [await onnxSeed()],
    read: async (folder) => {
      const bytes = await readFile(join(folder, "model.onnx"));
      return runOnnx(bytes, { rows: { values: Int32Array.of(2, 0), shape: [2] } });
    },
    check: () => undefined,
  },
];

const fewItems = {
  items: {
    ids: ["B000", "B001", "B002", "B003"],
    indexOf: (id) => ["B000", "B001", "B002", "B003"].indexOf(id),
  },
  sources: [],
};
const values = rows.map(
  ([user, item, rating, time]) => `('u${user}', 'i${item}', ${rating}::FLOAT, ${time}::BIGINT)`,
);
const ratingsSql = `SELECT * FROM (VALUES ${values.join(", ")}) AS t("user", item, rating, "timestamp")`;
const vectorsSql = `SELECT 'i' || i AS item_id, [i::FLOAT, 0.5::FLOAT, -i::FLOAT] AS vector FROM range(8) AS r(i)`;
