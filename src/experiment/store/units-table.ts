/** Values of each unit as a Parquet file: `user_index`, `item_index` (for ratings) and one column a value. */
import type { DuckDBConnection, DuckDBValue } from "@duckdb/node-api";
import { MoviolaError } from "../../common/errors.js";
import type { PerUnitValues } from "../run-record.js";
import { sqlName, sqlPath, sqlText } from "../../data/read/duckdb.js";
import { withDatabase } from "./database.js";

interface Column {
  readonly name: string;
  readonly type: "INTEGER" | "DOUBLE";
  readonly values: Int32Array | Float64Array;
}

/** Most rows that the database takes at a time. */
const chunkRows = 2048;

/** Writes the values to a Parquet file at `path`, rows in order. */
export async function writeUnits(path: string, units: PerUnitValues): Promise<void> {
  const columns = columnsOf(units);
  await withDatabase(async (connection) => {
    const types = columns.map((column) => `${sqlName(column.name)} ${column.type}`);
    await connection.run(`CREATE TEMP TABLE units (${types.join(", ")})`);
    await appendRows(connection, columns, units.userIndex.length);
    await connection.run(`COPY units TO ${sqlText(path)} (FORMAT parquet, COMPRESSION zstd)`);
    await connection.run("DROP TABLE units");
  });
}

function columnsOf(units: PerUnitValues): Column[] {
  const columns: Column[] = [{ name: "user_index", type: "INTEGER", values: units.userIndex }];
  if (units.itemIndex !== undefined) {
    columns.push({ name: "item_index", type: "INTEGER", values: units.itemIndex });
  }
  for (const [name, values] of Object.entries(units.values)) {
    columns.push({ name, type: "DOUBLE", values });
  }
  const n = units.userIndex.length;
  for (const { name, values } of columns) {
    if (values.length === n) continue;
    throw new MoviolaError("E_RUN_UNITS", "The columns of a run's values differ in length", {
      where: name,
      expected: `${n} values`,
      got: String(values.length),
    });
  }
  return columns;
}

async function appendRows(
  connection: DuckDBConnection,
  columns: readonly Column[],
  nRows: number,
): Promise<void> {
  const appender = await connection.createAppender("units", "main", "temp");
  const duckdb = await import("@duckdb/node-api");
  const types = columns.map((column) => duckdb[column.type]);
  for (let start = 0; start < nRows; start += chunkRows) {
    const end = Math.min(start + chunkRows, nRows);
    const chunk = duckdb.DuckDBDataChunk.create(types, end - start);
    columns.forEach((column, index) => {
      chunk.setColumnValues(index, Array.from(column.values.subarray(start, end)));
    });
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

/** Reads what {@link writeUnits} wrote. */
export async function readUnits(path: string, unit: PerUnitValues["unit"]): Promise<PerUnitValues> {
  return withDatabase(async (connection) => {
    const reader = await connection.runAndReadAll(`SELECT * FROM read_parquet(${sqlPath(path)})`);
    const columns = reader.getColumns();
    const values: Record<string, Float64Array> = {};
    let userIndex: Int32Array = new Int32Array(0);
    let itemIndex: Int32Array | undefined;
    reader.columnNames().forEach((name, index) => {
      const column = columns[index] ?? [];
      if (name === "user_index") userIndex = Int32Array.from(column, toIndex);
      else if (name === "item_index") itemIndex = Int32Array.from(column, toIndex);
      else values[name] = Float64Array.from(column, toNumber);
    });
    return { unit, userIndex, ...(itemIndex === undefined ? {} : { itemIndex }), values };
  });
}

/** A position; throws for what is none, which would become the first user or item. */
function toIndex(value: DuckDBValue): number {
  const index = toNumber(value);
  if (Number.isInteger(index) && index >= 0) return index;
  throw new RangeError(`${String(value)} is no position of a user or an item`);
}

/** A value that is no number is none: `Number` would make 0 of NULL and of an empty list. */
function toNumber(value: DuckDBValue): number {
  return typeof value === "number" || typeof value === "bigint" ? Number(value) : Number.NaN;
}
