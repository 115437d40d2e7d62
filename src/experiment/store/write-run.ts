import { existsSync } from "node:fs";
import { mkdir, open, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isMoviolaError } from "../../common/errors.js";
import { temporaryName } from "../../common/files.js";
import { fileHash } from "../../common/hash.js";
import { flushPath, placeFolder } from "../../common/place-folder.js";
import { isRefusedWrite, refusedWrite } from "../../common/refused-write.js";
import { recordFile, unitsFile } from "./location.js";
import { readRun, recordHash } from "./read-run.js";
import type { StoredRecord, StoredRun } from "./stored-run.js";
import { writeUnits } from "./units-table.js";

/**
 * Writes a run to `folder` so that it is there whole or not at all: into a temporary neighbour, which
 * is then renamed. When another process was first, its run stays and is returned; a damaged run is
 * replaced. Throws `E_RUN_DISK` where the system lets nothing more be written.
 */
export async function writeRun(folder: string, run: StoredRun): Promise<StoredRun> {
  await mkdir(dirname(folder), { recursive: true }).catch((error: unknown) => {
    throw diskError(folder, error);
  });
  for (let attempt = 0; ; attempt++) {
    const temporary = temporaryName(folder);
    try {
      await fillFolder(temporary, run);
      return (await placeFolder(temporary, folder, () => readIfSound(folder))) ?? run;
    } catch (error) {
      // A cleaner that cannot see this process (in another container) may have removed the neighbour.
      if (existsSync(temporary) || attempt === 2) throw diskError(folder, error);
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  }
}

/** `E_RUN_DISK` for an error of the disk, which DuckDB hands on as a text; any other as it is. */
function diskError(folder: string, error: unknown): unknown {
  const isText = error instanceof Error && error.message.startsWith("IO Error:");
  if (!isText && !isRefusedWrite(error)) return error;
  const refusal = {
    code: "E_RUN_DISK",
    summary: "A run cannot be written to the run store",
    where: dirname(folder),
    remedy: "Make room or give permission and run again, or name another run store",
  } as const;
  return refusedWrite(refusal, error);
}

async function fillFolder(folder: string, run: StoredRun): Promise<void> {
  await mkdir(folder);
  const unitsPath = join(folder, unitsFile);
  await writeUnits(unitsPath, run.units);
  await flushPath(unitsPath);
  const { unit, userIndex } = run.units;
  const sha256 = await fileHash(unitsPath);
  const units = { file: unitsFile, unit, nRows: userIndex.length, sha256 };
  // Through JSON, so that the hash is over what a reader will parse.
  const content = JSON.parse(JSON.stringify({ ...run.record, units })) as Omit<
    StoredRecord,
    "sha256"
  >;
  const text = JSON.stringify({ ...content, sha256: recordHash(content) }, null, 2);
  const handle = await open(join(folder, recordFile), "wx");
  try {
    await handle.writeFile(`${text}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function readIfSound(folder: string): Promise<StoredRun | undefined> {
  try {
    return await readRun(folder);
  } catch (error) {
    if (isMoviolaError(error, "E_RUN_CORRUPT")) return undefined;
    throw error;
  }
}
