import type { DuckDBConnection } from "@duckdb/node-api";
import { join } from "node:path";
import { MoviolaError } from "../../common/errors.js";
import type { JsonValue } from "../../common/json.js";
import type { RunRecord } from "../run-record.js";
import { sqlName, sqlPath, sqlText } from "../../data/read/duckdb.js";
import { withDatabase } from "./database.js";
import { unitsFile } from "./location.js";
import { curvesTable, metricsTable, runsTable, type TableContent } from "./tables.js";

/** Rows of `sql` over the records and the values beside them in `directory`; throws `E_RUN_QUERY`. */
export async function queryRecords(
  directory: string,
  records: readonly RunRecord[],
  sql: string,
): Promise<Record<string, JsonValue>[]> {
  return withDatabase(async (connection) => {
    for (const table of [runsTable(records), metricsTable(records), curvesTable(records)]) {
      await createTable(connection, table);
    }
    try {
      await createUnitsView(connection, directory, records);
      const reader = await connection.runAndReadAll(sql);
      return reader.getRowObjectsJS().map(plainRow);
    } catch (error) {
      throw new MoviolaError("E_RUN_QUERY", "The database refused the query", {
        where: sql,
        got: error instanceof Error ? error.message : String(error),
        remedy: "Tables: runs, metrics, curves, units; try SELECT * FROM runs",
        cause: error,
      });
    }
  });
}

async function createTable(connection: DuckDBConnection, table: TableContent): Promise<void> {
  const { name, columns, rows } = table;
  const types = Object.entries(columns).map(([column, type]) => `${sqlName(column)} ${type}`);
  await connection.run(`CREATE TEMP TABLE ${sqlName(name)} (${types.join(", ")})`);
  const shape = sqlText(JSON.stringify([columns]));
  await connection.run(
    `INSERT INTO ${sqlName(name)} SELECT unnest(from_json($1::JSON, ${shape}), recursive := true)`,
    [JSON.stringify(rows)],
  );
}

/** The view `units`: the values of all runs by user or rating; a value that a run lacks is NULL. */
async function createUnitsView(
  connection: DuckDBConnection,
  directory: string,
  records: readonly RunRecord[],
): Promise<void> {
  if (records.length === 0) {
    await connection.run(`CREATE TEMP TABLE units (run VARCHAR, user_index INTEGER)`);
    return;
  }
  const files = records.map(({ id }) => sqlPath(join(directory, id, unitsFile)));
  await connection.run(
    `CREATE TEMP VIEW units AS
     SELECT regexp_extract(filename, '([0-9a-f]{16})[/\\\\]units[.]parquet$', 1) AS run, * EXCLUDE (filename)
     FROM read_parquet([${files.join(", ")}], union_by_name = true, filename = true)`,
  );
}

function plainRow(row: Record<string, unknown>): Record<string, JsonValue> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plainValue(value)]));
}

/** Large integers become numbers where they fit, dates ISO text, lists and structs their JSON twins. */
function plainValue(value: unknown): JsonValue {
  if (value === null || value === undefined) return null;
  if (typeof value === "bigint") {
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  }
  if (typeof value === "number" || typeof value === "string" || typeof value === "boolean") {
    return value;
  }
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value === "object") return plainRow(value as Record<string, unknown>);
  return JSON.stringify(value) ?? null;
}
