import { createReadStream, createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { MoviolaError } from "../../common/errors.js";
import { ArchiveMeter, type ArchiveLimits } from "./archive-limits.js";
import { entryParts } from "./entry-path.js";
import { formatError } from "./unzip.js";

/**
 * Unpacks a gzip file into a folder, under its own name without `.gz`. Throws `E_ARCHIVE_FORMAT`
 * for a damaged or truncated one, and what {@link ArchiveMeter} throws.
 */
export async function gunzip(archive: string, into: string, limits: ArchiveLimits): Promise<void> {
  const meter = new ArchiveMeter(archive, (await stat(archive)).size, limits);
  const [name] = entryParts(archive, basename(archive).replace(/\.gz$/i, ""));
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        meter.countBytes(chunk.length);
        done(null, chunk);
      } catch (error) {
        done(error as Error);
      }
    },
  });
  const sink = createWriteStream(join(into, name), { flags: "wx" });
  try {
    await pipeline(createReadStream(archive), createGunzip(), counter, sink);
  } catch (error) {
    if (error instanceof MoviolaError) throw error;
    const { code = "", message } = error as NodeJS.ErrnoException;
    if (!code.startsWith("Z_")) throw error;
    throw formatError(archive, "a whole gzip file", message, error);
  }
}
