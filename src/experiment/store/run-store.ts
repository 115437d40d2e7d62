import { readdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { MoviolaError, isMoviolaError } from "../../common/errors.js";
import { removeStaleTemporaries } from "../../common/files.js";
import type { JsonValue } from "../../common/json.js";
import type { RunRecord } from "../run-record.js";
import { matchesFilter, type RunFilter } from "./filter.js";
import { defaultRunsFolder, isRunName } from "./location.js";
import { queryRecords } from "./query.js";
import { readRecord, readRun } from "./read-run.js";
import type { StoredRun } from "./stored-run.js";
import { writeRun } from "./write-run.js";

/**
 * Finished runs on disk: one folder a run, named by the run's id, with `run.json` and
 * `units.parquet`. A folder appears by one rename, so a run that was killed is not there; two
 * processes that finish the same run keep the first. A damaged run is never taken for a finished
 * one: `read` throws `E_RUN_CORRUPT`, `list` and `query` leave it out, `runExperiment` runs it again.
 */
export class RunStore {
  /** Absolute path of the folder that holds the runs' folders. */
  readonly directory: string;
  #cleaned: Promise<unknown> | undefined;

  /** `directory` is `MOVIOLA_RUNS`, else `.moviola/runs` in the working directory, unless given. */
  constructor(directory?: string) {
    this.directory = directory === undefined ? defaultRunsFolder() : resolve(directory);
  }

  /** The run with this id, verified; undefined when it is not there. Throws `E_RUN_CORRUPT`, `E_RUN_ID`. */
  async read(id: string): Promise<StoredRun | undefined> {
    return readRun(this.#folderOf(id));
  }

  /** Keeps a run; returns the run that the store holds afterwards, which may be another process's. */
  async write(run: StoredRun): Promise<StoredRun> {
    // What killed writers left is cleared away once, by the first write.
    await (this.#cleaned ??= this.clean());
    return writeRun(this.#folderOf(run.record.id), run);
  }

  /** Removes a run; one that is not there is no error. */
  async remove(id: string): Promise<void> {
    await rm(this.#folderOf(id), { recursive: true, force: true });
  }

  /** Records of the runs that match, oldest first. Values by unit are not read. */
  async list(filter: RunFilter = {}): Promise<RunRecord[]> {
    const records: RunRecord[] = [];
    for (const name of await this.#names()) {
      const record = await readSound(join(this.directory, name));
      if (record !== undefined && matchesFilter(record, filter)) records.push(record);
    }
    return records.sort((a, b) => compareText(a.startedAt + a.id, b.startedAt + b.id));
  }

  /**
   * Rows that an SQL query gives over all runs, in DuckDB's dialect. Tables: `runs` (a row a run; each
   * metric's mean is a column, such as `"ndcg@10"`), `metrics` (run, metric, mean, low, high, n),
   * `curves` (run, epoch, name, value), `units` (run, user_index, item_index and a column a value).
   * Throws `E_RUN_QUERY`.
   */
  async query(sql: string): Promise<Record<string, JsonValue>[]> {
    return queryRecords(this.directory, await this.list({ part: "any" }), sql);
  }

  /**
   * Removes what killed writers left behind; returns the names of what was removed. With `alsoOwn` also what
   * threads of this process did: one that is still writing begins its run's folder anew.
   */
  async clean(alsoOwn = false): Promise<string[]> {
    return removeStaleTemporaries(this.directory, undefined, alsoOwn);
  }

  async #names(): Promise<string[]> {
    const names = await readdir(this.directory).catch(() => [] as string[]);
    return names.filter(isRunName).sort();
  }

  #folderOf(id: string): string {
    if (isRunName(id)) return join(this.directory, id);
    throw new MoviolaError("E_RUN_ID", "This is not the id of a run", {
      expected: "16 hexadecimal digits",
      got: JSON.stringify(id),
      remedy: "`moviola runs list` lists the runs with their ids",
    });
  }
}

async function readSound(folder: string): Promise<RunRecord | undefined> {
  try {
    return await readRecord(folder);
  } catch (error) {
    if (isMoviolaError(error, "E_RUN_CORRUPT")) return undefined;
    throw error;
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Records of the default store's runs that match; see `RunStore.list`. */
export async function listRuns(
  filter: RunFilter = {},
  store: RunStore = new RunStore(),
): Promise<RunRecord[]> {
  return store.list(filter);
}

/** Rows of an SQL query over the default store's runs; see `RunStore.query`. */
export async function queryRuns(
  sql: string,
  store: RunStore = new RunStore(),
): Promise<Record<string, JsonValue>[]> {
  return store.query(sql);
}
