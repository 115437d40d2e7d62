import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { MoviolaError } from "../../common/errors.js";
import { removeStaleTemporaries, temporaryName } from "../../common/files.js";
import type { ArchiveLimits } from "./archive-limits.js";
import { gunzip } from "./gunzip.js";
import { formatError, unzip } from "./unzip.js";

/** How an archive is unpacked. */
export interface UnpackOptions extends ArchiveLimits {
  /** Folder inside the archive that becomes the target; default: all of it. */
  readonly folder?: string;
  /** Put the new folder in place of one that is there; default false. */
  readonly replace?: boolean;
  /** Called when all is unpacked, before it appears at the target. */
  readonly beforePlacing?: () => Promise<void>;
}

/**
 * Unpacks a zip or gzip file (told by its first bytes) into `target`, which appears whole or not at
 * all: everything goes to a temporary neighbour that is renamed. Nothing is written outside it.
 *
 * Throws `E_ARCHIVE_FORMAT`, `E_ARCHIVE_PATH`, `E_ARCHIVE_LINK`, `E_ARCHIVE_SIZE`,
 * `E_ARCHIVE_ENTRIES`, `E_ARCHIVE_RATIO`, and `E_ARCHIVE_EXISTS` when the target is there already.
 */
export async function unpackArchive(
  archive: string,
  target: string,
  options: UnpackOptions = {},
): Promise<void> {
  const { folder, replace = false, beforePlacing, ...limits } = options;
  if (!replace) await refuseExisting(target);
  const temporary = temporaryName(target);
  await mkdir(temporary, { recursive: true });
  try {
    const unpack = (await archiveKind(archive)) === "zip" ? unzip : gunzip;
    await unpack(archive, temporary, limits);
    const inner = folder === undefined ? temporary : join(temporary, folder);
    if (!(await isFolder(inner))) {
      throw formatError(archive, `a folder ${folder ?? ""} in the archive`, "none");
    }
    await beforePlacing?.();
    await putInPlace(inner, target, replace);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  await removeStaleTemporaries(dirname(target));
}

async function putInPlace(source: string, target: string, replace: boolean): Promise<void> {
  if (!replace) {
    await refuseExisting(target);
    await rename(source, target);
    return;
  }
  const old = temporaryName(target);
  await rename(target, old).catch(() => undefined);
  await rename(source, target);
  await rm(old, { recursive: true, force: true });
}

async function archiveKind(archive: string): Promise<"zip" | "gz"> {
  const handle = await open(archive, "r");
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    const start = buffer.subarray(0, bytesRead).toString("latin1");
    if (start.startsWith("PK")) return "zip";
    if (start.startsWith("\x1f\x8b")) return "gz";
    const got = /^\s*</.test(start) ? "what looks like a web page" : JSON.stringify(start);
    throw formatError(archive, "a zip or gzip file", got);
  } finally {
    await handle.close();
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (status) => status.isDirectory(),
    () => false,
  );
}

async function refuseExisting(target: string): Promise<void> {
  const isThere = await stat(target).then(
    () => true,
    () => false,
  );
  if (!isThere) return;
  throw new MoviolaError("E_ARCHIVE_EXISTS", "There is something at the place to unpack to", {
    where: target,
    expected: "nothing",
    remedy: "Remove it, or use --force to put the new files in its place",
  });
}
