import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";

let shared: Promise<DuckDBInstance> | undefined;

/**
 * Calls `use` with a connection of its own to an in-memory database, which never loads anything from
 * elsewhere, and closes it. One database a process; tables that `use` makes must be temporary.
 */
export async function withDatabase<T>(
  use: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  shared ??= openDatabase();
  const connection = await (await shared).connect();
  try {
    return await use(connection);
  } finally {
    connection.closeSync();
  }
}

async function openDatabase(): Promise<DuckDBInstance> {
  // Loading the database takes longer than listing runs, which does without it.
  const { DuckDBInstance } = await import("@duckdb/node-api");
  return DuckDBInstance.create(":memory:", {
    threads: "1",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
}
