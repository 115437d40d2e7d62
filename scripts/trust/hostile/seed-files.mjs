/** Valid files that only a library can write: Parquet tables, a run, a feature set, a fitted model. */
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { library } from "./library.mjs";

/** Calls `use` with a folder that is removed afterwards. */
export async function withFolder(use) {
  const folder = await mkdtemp(join(tmpdir(), "moviola-hostile-seed-"));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** All files under `folder`, bytes by relative name. */
export async function filesUnder(folder) {
  const files = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    files[path.slice(folder.length + 1)] = await readFile(path);
  }
  return files;
}

/** The result of an SQL query as a Parquet file. */
export async function bytesOfParquet(sql) {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  return withFolder(async (folder) => {
    const path = join(folder, "a.parquet");
    const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
    const connection = await instance.connect();
    await connection.run(`COPY (${sql}) TO '${path}' (FORMAT parquet)`);
    connection.closeSync();
    instance.closeSync();
    return readFile(path);
  });
}

/** SHA-256 of bytes or text alone. */
export function sha256(content) {
  return createHash("sha256").update(content).digest("hex");
}

/** A data set of some rows, read from a table. */
export async function smallDataset(rows) {
  const { readTable } = await library("data/index.js");
  return withFolder(async (folder) => {
    const path = join(folder, "small.csv");
    const lines = rows.map(([user, item, rating, time]) => `u${user},i${item},${rating},${time}`);
    await writeFile(path, `user,item,rating,timestamp\n${lines.join("\n")}\n`);
    return readTable(path);
  });
}

/** Files as JSON can hold them: packed, in base64, by name. */
export function encodedFiles(files) {
  return Object.fromEntries(
    Object.entries(files).map(([name, bytes]) => [name, gzipSync(bytes).toString("base64")]),
  );
}

/** The inverse of {@link encodedFiles}. */
export function decodedFiles(encoded) {
  return Object.fromEntries(
    Object.entries(encoded).map(([name, text]) => [name, gunzipSync(Buffer.from(text, "base64"))]),
  );
}
