import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { MoviolaError } from "../../common/errors.js";
import { canonicalJson, contentHash, fileHash } from "../../common/hash.js";
import { parseJson } from "../../common/json.js";
import { runId } from "../manifest/identity.js";
import type { RunRecord } from "../run-record.js";
import { recordFile, unitsFile } from "./location.js";
import { recordSchema } from "./record-schema.js";
import type { StoredRecord, StoredRun } from "./stored-run.js";
import { readUnits } from "./units-table.js";

/**
 * Reads and verifies the run in `folder`; undefined when there is none. Throws `E_RUN_CORRUPT` when
 * a file is missing, does not parse, or does not have the hash that it should have.
 */
export async function readRun(folder: string): Promise<StoredRun | undefined> {
  const stored = await readStored(folder);
  if (stored === undefined) return undefined;
  const path = join(folder, unitsFile);
  const found = await fileHash(path).catch(() => "no file");
  if (found !== stored.units.sha256) throw corrupt(path, stored.units.sha256, found);
  const units = await readUnits(path, stored.units.unit).catch((cause: unknown) => {
    throw corrupt(path, "a table of values", (cause as Error).message.split("\n", 1)[0], cause);
  });
  const { nRows } = stored.units;
  const lengths = [units.userIndex, ...Object.values(units.values)].map(({ length }) => length);
  const wrong = lengths.find((length) => length !== nRows);
  if (wrong !== undefined) throw corrupt(path, `${nRows} rows`, `${wrong} rows`);
  const missing = columnsOf(stored).find((name) => !Object.hasOwn(units.values, name));
  if (missing !== undefined) throw corrupt(path, `a column ${missing}`, "none");
  return { record: plainRecord(stored), units };
}

/** The columns that a run's metrics are means of. */
function columnsOf({ units, metrics }: StoredRecord): readonly string[] {
  return units.unit === "user" ? Object.keys(metrics) : ["prediction", "rating"];
}

/** As {@link readRun}, but only the record: the values beside it are neither read nor verified. */
export async function readRecord(folder: string): Promise<RunRecord | undefined> {
  const stored = await readStored(folder);
  return stored === undefined ? undefined : plainRecord(stored);
}

/** The hash that a stored record should carry. */
export function recordHash(stored: Omit<StoredRecord, "sha256">): string {
  return contentHash([canonicalJson(stored)]);
}

async function readStored(folder: string): Promise<StoredRecord | undefined> {
  const path = join(folder, recordFile);
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return undefined;
  });
  if (text === undefined) return undefined;
  const stored = parse(path, text);
  const { sha256, ...content } = stored;
  const hash = recordHash(content);
  if (hash !== sha256) throw corrupt(path, sha256, hash);
  const id = runId(stored.manifest);
  // A record that calls itself by another name would be listed under it, and not be found there.
  const other = [id, stored.id].find((name) => name !== basename(folder));
  if (other !== undefined) throw corrupt(path, `run ${basename(folder)}`, `run ${other}`);
  return stored;
}

function parse(path: string, text: string): StoredRecord {
  try {
    const value = parseJson(text);
    if (value === null || typeof value !== "object" || Array.isArray(value)) {
      throw corrupt(path, "a JSON object", text.slice(0, 40));
    }
    const [issue] = recordSchema.safeParse(value).error?.issues ?? [];
    if (issue === undefined) return value as StoredRecord;
    throw corrupt(path, "the record of a run", `${issue.path.join(".")}: ${issue.message}`);
  } catch (error) {
    if (error instanceof MoviolaError) throw error;
    throw corrupt(path, "JSON", text.slice(0, 40), error);
  }
}

function plainRecord(stored: StoredRecord): RunRecord {
  const { units: _units, sha256: _sha256, ...record } = stored;
  return record;
}

function corrupt(where: string, expected: string, got: string, cause?: unknown): MoviolaError {
  return new MoviolaError("E_RUN_CORRUPT", "A stored run is damaged", {
    where,
    expected,
    got,
    remedy: "Delete the run's folder, or run the experiment again: it replaces a damaged run",
    cause,
  });
}
