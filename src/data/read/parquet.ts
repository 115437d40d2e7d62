import { MoviolaError, isMoviolaError } from "../../common/errors.js";
import { forEachChunk, sqlPath, withDuckDb } from "./duckdb.js";

/**
 * Reads a Parquet file: `select` gets the column names and returns SQL expressions over them;
 * `visit` gets the selected columns chunk by chunk and the number of the first row, counted from 0.
 * Throws `E_DATA_TABLE` when the file is damaged.
 */
export async function readParquet(
  path: string,
  select: (names: readonly string[]) => readonly string[],
  visit: (columns: readonly (readonly unknown[])[], nRows: number, firstRow: number) => void,
): Promise<void> {
  const source = `read_parquet(${sqlPath(path)}, hive_partitioning=false)`;
  let row = 0;
  try {
    await withDuckDb(async (connection) => {
      const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`);
      const names = described.getColumnsObject().column_name as string[];
      const sql = `SELECT ${select(names).join(", ")} FROM ${source}`;
      await forEachChunk(connection, sql, (columns, nRows) => {
        visit(columns, nRows, row);
        row += nRows;
      });
    });
  } catch (cause) {
    if (isMoviolaError(cause)) throw cause;
    throw new MoviolaError("E_DATA_TABLE", "A table cannot be read", {
      where: path,
      expected: "a Parquet file",
      got: (cause as Error).message.split("\n", 1)[0],
      remedy: "Get or write the file again; its content is damaged",
      cause,
    });
  }
}
