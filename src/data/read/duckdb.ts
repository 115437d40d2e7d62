import type { DuckDBConnection } from "@duckdb/node-api";

/** Runs `work` with a connection to a database in memory of its own, and closes it. */
export async function withDuckDb<T>(
  work: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  // Loading the database takes longer than most small commands do.
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:");
  try {
    const connection = await instance.connect();
    try {
      return await work(connection);
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
}

/** `text` as an SQL literal. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A file's path as an SQL literal that stands for this one file, whatever characters it holds. */
export function sqlPath(path: string): string {
  return sqlText(path.replaceAll(/[[*?]/g, (character) => `[${character}]`));
}

/** `name` as an SQL identifier. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Calls `visit` with the columns of every chunk of a query's result, in the order of the rows. */
export async function forEachChunk(
  connection: DuckDBConnection,
  sql: string,
  visit: (columns: readonly (readonly unknown[])[], nRows: number) => void,
): Promise<void> {
  const result = await connection.stream(sql);
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk === undefined || chunk.rowCount === 0) return;
    visit(chunk.getColumns(), chunk.rowCount);
  }
}
