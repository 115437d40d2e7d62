import { createWriteStream } from "node:fs";
import { mkdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { crc32 } from "node:zlib";
import { openPromise, type Entry, type ZipFile } from "yauzl";
import { MoviolaError } from "../../common/errors.js";
import { ArchiveMeter, type ArchiveLimits } from "./archive-limits.js";
import { entryParts, pathError } from "./entry-path.js";

/** Bits of a Unix mode that tell a regular file, a folder or something else. */
const typeMask = 0o170000;
const regularFile = 0o100000;
const folder = 0o040000;

/**
 * Unpacks a zip archive into an empty folder. Throws `E_ARCHIVE_FORMAT`, `E_ARCHIVE_PATH`,
 * `E_ARCHIVE_LINK`, and what {@link ArchiveMeter} throws; the folder may then hold a part.
 */
export async function unzip(archive: string, into: string, limits: ArchiveLimits): Promise<void> {
  const meter = new ArchiveMeter(archive, (await stat(archive)).size, limits);
  const zip = await openPromise(archive, { autoClose: false }).catch((error: unknown) => {
    throw zipError(archive, error);
  });
  const taken = new Set<string>();
  try {
    for await (const entry of zip.eachEntry()) {
      meter.countEntry();
      await unpackEntry(archive, zip, entry, { into, meter, taken });
    }
  } catch (error) {
    throw zipError(archive, error);
  } finally {
    zip.close();
  }
}

interface Destination {
  readonly into: string;
  readonly meter: ArchiveMeter;
  /** Names so far in lower case: two that differ in case alone are one file on some systems. */
  readonly taken: Set<string>;
}

async function unpackEntry(
  archive: string,
  zip: ZipFile,
  entry: Entry,
  { into, meter, taken }: Destination,
): Promise<void> {
  const parts = entryParts(archive, entry.fileName);
  refuseLinks(archive, entry);
  const path = join(into, ...parts);
  if (entry.fileName.endsWith("/")) {
    await mkdir(path, { recursive: true });
    return;
  }
  const name = parts.join("/").toLowerCase();
  if (taken.has(name)) throw pathError(archive, "every name once", JSON.stringify(entry.fileName));
  taken.add(name);
  if (entry.isEncrypted()) {
    throw formatError(archive, "entries without a password", `${entry.fileName} is encrypted`);
  }
  await mkdir(dirname(path), { recursive: true });
  let checksum = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        meter.countBytes(chunk.length);
        checksum = crc32(chunk, checksum);
        done(null, chunk);
      } catch (error) {
        done(error as Error);
      }
    },
  });
  const source = await zip.openReadStreamPromise(entry);
  await pipeline(source, counter, createWriteStream(path, { flags: "wx" }));
  if (checksum !== entry.crc32) {
    throw formatError(archive, "entries that fit their checksum", `${entry.fileName} is damaged`);
  }
}

/** Some archivers leave the mode away; then it is 0. */
function refuseLinks(archive: string, entry: Entry): void {
  const type = (entry.externalFileAttributes >>> 16) & typeMask;
  if (type === 0 || type === regularFile || type === folder) return;
  throw new MoviolaError("E_ARCHIVE_LINK", "An archive holds a link or a special file", {
    where: archive,
    expected: "files and folders only",
    got: `${entry.fileName} with mode ${(entry.externalFileAttributes >>> 16).toString(8)}`,
    remedy: "Do not trust this archive; nothing of it was kept",
  });
}

/** The library's own complaints, as ours. */
function zipError(archive: string, error: unknown): unknown {
  if (error instanceof MoviolaError || !(error instanceof Error)) return error;
  if ((error as NodeJS.ErrnoException).syscall !== undefined) return error;
  if (/absolute path|invalid relative path|invalid characters in fileName/.test(error.message)) {
    return pathError(archive, "a relative path inside the target folder", error.message);
  }
  return formatError(archive, "a whole zip archive", error.message, error);
}

/** An error about an archive that cannot be read. */
export function formatError(
  where: string,
  expected: string,
  got: string,
  cause?: unknown,
): MoviolaError {
  return new MoviolaError("E_ARCHIVE_FORMAT", "An archive cannot be unpacked", {
    where,
    expected,
    got,
    remedy: "Fetch it again; what came may be a web page or a part of the file",
    cause,
  });
}
