/** Vectors in a Parquet file: `item_id`, `state` and `vector`, a list of numbers. */
import type { DuckDBConnection } from "@duckdb/node-api";
import { fileHash } from "../../common/hash.js";
import { isMoviolaError } from "../../common/errors.js";
import { forEachChunk, sqlName, sqlPath, sqlText, withDuckDb } from "../../data/read/duckdb.js";
import type { FeatureSet } from "../feature-set.js";
import { importError, type ExternalVectors } from "./external-vectors.js";

/** Rows that the database takes at a time: few, since each holds a list. */
const chunkRows = 256;

/** Writes every item; `vector` is null where an item has none. The file's folder must be there. */
export async function writeParquet(path: string, features: FeatureSet): Promise<void> {
  await withDuckDb(async (connection) => {
    await connection.run(
      "CREATE TABLE vectors (item_id VARCHAR, state VARCHAR, remark VARCHAR, vector FLOAT[])",
    );
    await appendVectors(connection, features);
    await connection.run(`COPY vectors TO ${sqlText(path)} (FORMAT parquet, COMPRESSION zstd)`);
  });
}

async function appendVectors(connection: DuckDBConnection, features: FeatureSet): Promise<void> {
  const { DuckDBDataChunk, FLOAT, LIST, VARCHAR, listValue } = await import("@duckdb/node-api");
  const types = [VARCHAR, VARCHAR, VARCHAR, LIST(FLOAT)];
  const appender = await connection.createAppender("vectors");
  for (let start = 0; start < features.nItems; start += chunkRows) {
    const end = Math.min(start + chunkRows, features.nItems);
    const chunk = DuckDBDataChunk.create(types, end - start);
    const lists = Array.from({ length: end - start }, (_unused, row) => {
      const vector = features.vectorOf(start + row);
      return vector === undefined ? null : listValue(Array.from(vector));
    });
    chunk.setColumnValues(0, features.itemIds.slice(start, end));
    chunk.setColumnValues(1, features.states.slice(start, end));
    chunk.setColumnValues(2, features.remarks.slice(start, end));
    chunk.setColumnValues(3, lists);
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

/**
 * Reads a Parquet file: the ids from the column `item_id`, `id` or `itemID`, else from the
 * first where it has texts or whole numbers, the vectors from a column of
 * lists, or from all columns of numbers in their order. Rows without a vector are left out. Throws
 * `E_FEATURE_IMPORT`.
 */
export async function readParquetVectors(path: string): Promise<ExternalVectors> {
  const ids: string[] = [];
  const vectors: Float32Array[] = [];
  try {
    await withDuckDb(async (connection) => {
      const source = `read_parquet(${sqlPath(path)}, hive_partitioning=false)`;
      const columns = await describeColumns(connection, source);
      const sql = selectVectors(path, source, columns);
      await forEachChunk(connection, sql, ([idColumn, listColumn], nRows) => {
        for (let row = 0; row < nRows; row++) {
          const items = (listColumn[row] as { items: readonly unknown[] } | null)?.items;
          if (items === undefined) continue;
          ids.push(String(idColumn[row]));
          vectors.push(Float32Array.from(items, (value) => (value === null ? NaN : Number(value))));
        }
      });
    });
  } catch (cause) {
    if (isMoviolaError(cause)) throw cause;
    const got = (cause as Error).message.split("\n", 1)[0];
    throw importError(path, "a Parquet file", got, "Write the file again", cause);
  }
  return gather(path, ids, vectors);
}

async function describeColumns(
  connection: DuckDBConnection,
  source: string,
): Promise<Map<string, string>> {
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`);
  const { column_name: names, column_type: types } = described.getColumnsObject();
  return new Map(names.map((name, at) => [String(name), String(types[at])]));
}

const numberTypes = /^(FLOAT|DOUBLE|U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER)$/;

function selectVectors(path: string, source: string, columns: Map<string, string>): string {
  const isId = ([, type]: [string, string]): boolean =>
    /^(VARCHAR|U?(BIG|SMALL)?INT(EGER)?)$/.test(type);
  const named = ["item_id", "id", "itemID"].find((name) => columns.has(name));
  const id = named ?? [...columns].slice(0, 1).find(isId)?.[0];
  const listed = `columns ${[...columns.keys()].slice(0, 8).join(", ")}`;
  const remedy = "Name the columns item_id and vector";
  if (id === undefined) throw importError(path, "a column item_id", listed, remedy);
  const list = [...columns].find(([, type]) => /\[\d*\]$/.test(type))?.[0];
  const numbers = [...columns].filter(([name, type]) => name !== id && numberTypes.test(type));
  if (list === undefined && numbers.length === 0) {
    throw importError(path, "a column of lists, or columns of numbers", listed, remedy);
  }
  const vector =
    list === undefined
      ? `list_value(${numbers.map(([name]) => `${sqlName(name)}::FLOAT`).join(", ")})`
      : `${sqlName(list)}::FLOAT[]`;
  return `SELECT ${sqlName(id)}::VARCHAR, ${vector} FROM ${source}`;
}

async function gather(
  path: string,
  ids: readonly string[],
  vectors: readonly Float32Array[],
): Promise<ExternalVectors> {
  const dim = vectors[0]?.length ?? 0;
  const odd = vectors.findIndex((vector) => vector.length !== dim);
  if (dim === 0 || odd >= 0) {
    const got = odd < 0 ? "none" : `${vectors[odd].length} numbers for item ${ids[odd]}`;
    const expected = dim === 0 ? "vectors" : `vectors of ${dim} numbers`;
    throw importError(path, expected, got, "Export one vector an item, all of one layer");
  }
  const values = new Float32Array(vectors.length * dim);
  vectors.forEach((vector, row) => values.set(vector, row * dim));
  return { dim, dtype: "float32", values, ids, hash: await fileHash(path) };
}
