import { existsSync } from "node:fs";
import { mkdir, open, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isMoviolaError, MoviolaError } from "../../common/errors.js";
import { temporaryName } from "../../common/files.js";
import { fileHash } from "../../common/hash.js";
import { flushPath, placeFolder } from "../../common/place-folder.js";
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

/** What the system says when it writes nothing more; DuckDB hands it on as a text. */
const refusals = ["ENOSPC", "EDQUOT", "EFBIG", "EROFS", "EACCES", "EPERM", "EMFILE", "ENFILE"];

/** `E_RUN_DISK` for an error of the disk; any other as it is. */
function diskError(folder: string, error: unknown): unknown {
  const { code = "", message } = error as NodeJS.ErrnoException;
  if (!refusals.includes(code) && !message.startsWith("IO Error:")) return error;
  return new MoviolaError("E_RUN_DISK", "A run cannot be written to the run store", {
    where: dirname(folder),
    expected: "room on the disk, and permission to write",
    got: message.split("\n", 1)[0],
    remedy: "Make room or give permission and run again, or name another run store",
    cause: error,
  });
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
