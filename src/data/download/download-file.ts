import { mkdir, rename, stat, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { MoviolaError } from "../../common/errors.js";
import type { ProgressListener } from "../../common/progress.js";
import { isRefusedWrite } from "../../common/refused-write.js";
import { attemptDownload, type AttemptSettings } from "./attempt.js";
import { checksumsOf, knownHash, type Checksums, type ExpectedFile } from "./checksum.js";
import { AttemptFailure, diskError } from "./failure.js";
import { clearLeavings, discardPartial, partialPath, readPartial, withLock } from "./partial.js";

/** How a file is fetched, and what is known of it. */
export interface DownloadOptions extends ExpectedFile {
  readonly onProgress?: ProgressListener;
  readonly signal?: AbortSignal;
  /** Milliseconds without a byte that count as a stall; default 30,000. */
  readonly idleTimeoutMs?: number;
  /** Attempts in a row that bring nothing new; default 5. */
  readonly attempts?: number;
  /** Milliseconds before the second attempt, doubled for each further one up to 10 s; default 500. */
  readonly backoffMs?: number;
  /** Default 5. */
  readonly maxRedirects?: number;
  /** Largest file taken when `bytes` is not given; default 16 GiB. */
  readonly maxBytes?: number;
}

/** A file that was fetched and checked. */
export interface DownloadResult extends Checksums {
  readonly path: string;
  /** False when neither hash was given, so that only the length could be checked. */
  readonly verified: boolean;
}

/**
 * Fetches `address` into the file `target`. The bytes go to `target + ".part"`, which a later call
 * continues by `Range` (with `If-Range` where the server gave a validator), also after a killed
 * process; size and hash are checked before the rename, so a file under the name `target` is whole. A
 * target that is there and fits its hash is taken as it is. Cuts, stalls and passing refusals are
 * tried again.
 *
 * Throws `E_DOWNLOAD_OFFLINE` under `MOVIOLA_OFFLINE=1`, `E_DOWNLOAD_NETWORK`, `E_DOWNLOAD_STALLED`,
 * `E_DOWNLOAD_STATUS`, `E_DOWNLOAD_LENGTH`, `E_DOWNLOAD_HASH`, `E_DOWNLOAD_REDIRECT`,
 * `E_DOWNLOAD_ADDRESS`, `E_DOWNLOAD_DISK`, `E_DOWNLOAD_BUSY`, `E_DOWNLOAD_ABORTED`.
 */
export async function downloadFile(
  address: string,
  target: string,
  options: DownloadOptions = {},
): Promise<DownloadResult> {
  const present = await verifiedTarget(target, options);
  if (present !== undefined) {
    await clearLeavings(target);
    return present;
  }
  refuseOffline(address);
  await mkdir(dirname(target), { recursive: true }).catch((error: unknown) => {
    throw diskError(target, error);
  });
  return withLock(target, async () => {
    await checkFreeSpace(target, options);
    try {
      await fetchAndCheck(address, target, options);
      await rename(partialPath(target), target);
    } catch (error) {
      if (isRefusedWrite(error)) throw diskError(target, error);
      throw error;
    }
    await discardPartial(target);
    return resultOf(target, options);
  });
}

async function verifiedTarget(
  target: string,
  options: DownloadOptions,
): Promise<DownloadResult | undefined> {
  const isThere = await stat(target).then(
    (status) => status.isFile(),
    () => false,
  );
  if (!isThere || knownHash(options) === undefined) return undefined;
  const result = await resultOf(target, options);
  return fits(result, options) ? result : undefined;
}

async function resultOf(path: string, options: DownloadOptions): Promise<DownloadResult> {
  return { path, ...(await checksumsOf(path)), verified: knownHash(options) !== undefined };
}

function refuseOffline(address: string): void {
  if (process.env.MOVIOLA_OFFLINE !== "1") return;
  throw new MoviolaError("E_DOWNLOAD_OFFLINE", "Downloads are switched off", {
    where: address,
    got: "MOVIOLA_OFFLINE=1",
    remedy: "Unset MOVIOLA_OFFLINE, or put the files there by hand",
  });
}

/** Says at once that a large file does not fit, instead of after an hour. */
async function checkFreeSpace(target: string, { bytes }: DownloadOptions): Promise<void> {
  if (typeof bytes !== "number") return;
  const { size } = await readPartial(target);
  const { bavail, bsize } = await statfs(dirname(target));
  const free = bavail * bsize;
  if (bytes - size <= free) return;
  throw diskError(target, undefined, `${free} bytes free, ${bytes - size} needed`);
}

/** Fetches until the beginning is whole and fits; a wrong hash after a resumption is tried afresh. */
async function fetchAndCheck(
  address: string,
  target: string,
  options: DownloadOptions,
): Promise<void> {
  for (let round = 0; ; round++) {
    const wasResumed = (await readPartial(target)).size > 0;
    await fetchAll(address, target, options);
    const sums = await checksumsOf(partialPath(target));
    if (fits(sums, options)) return;
    await discardPartial(target);
    if (!wasResumed || round > 0) throw mismatch(address, sums, options);
  }
}

async function fetchAll(address: string, target: string, options: DownloadOptions): Promise<void> {
  const { attempts = 5, backoffMs = 500, signal } = options;
  const settings = attemptSettings(address, options);
  let best = (await readPartial(target)).size;
  for (let fruitless = 0; ;) {
    try {
      await attemptDownload(address, target, settings);
      return;
    } catch (error) {
      if (signal?.aborted === true) throw aborted(target, error);
      if (!(error instanceof AttemptFailure)) throw error;
      if (error.discard) await discardPartial(target);
      const { size } = await readPartial(target);
      // A server that cuts every connection is patiently followed as long as each brings more.
      fruitless = size > best ? 1 : fruitless + 1;
      best = Math.max(best, size);
      if (!error.canRetry || fruitless >= attempts) throw error.error;
      const pause = Math.min(10_000, backoffMs * 2 ** (fruitless - 1));
      await pauseFor(Math.max(pause, Math.min(60_000, error.waitMs)), target, signal);
    }
  }
}

function attemptSettings(address: string, options: DownloadOptions): AttemptSettings {
  const { idleTimeoutMs = 30_000, maxRedirects = 5, maxBytes = 2 ** 34, signal } = options;
  return {
    expected: options,
    idleTimeoutMs,
    maxRedirects,
    maxBytes,
    ...(signal === undefined ? {} : { signal }),
    onBytes: (done, total) => {
      const known = total === undefined ? {} : { total };
      options.onProgress?.({ task: `download ${address}`, done, unit: "bytes", ...known });
    },
  };
}

async function pauseFor(
  milliseconds: number,
  target: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    await wait(milliseconds, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    throw aborted(target, error);
  }
}

function fits(sums: Checksums, options: DownloadOptions): boolean {
  if (typeof options.bytes === "number" && sums.bytes !== options.bytes) return false;
  const hash = knownHash(options);
  return hash === undefined || sums[hash.kind] === hash.value;
}

function mismatch(address: string, sums: Checksums, options: DownloadOptions): MoviolaError {
  const hash = knownHash(options);
  const isLength = typeof options.bytes === "number" && sums.bytes !== options.bytes;
  return new MoviolaError(
    isLength || hash === undefined ? "E_DOWNLOAD_LENGTH" : "E_DOWNLOAD_HASH",
    "A download is not the file that it should be; it was thrown away",
    {
      where: address,
      expected: isLength ? `${options.bytes} bytes` : `${hash?.kind} ${hash?.value}`,
      got: isLength ? `${sums.bytes} bytes` : `${hash?.kind} ${sums[hash?.kind ?? "sha256"]}`,
      remedy:
        "The publisher may have changed the file; compare with the hash on its page before using it",
    },
  );
}

function aborted(target: string, cause: unknown): MoviolaError {
  return new MoviolaError("E_DOWNLOAD_ABORTED", "A download was stopped", {
    where: target,
    remedy: "Run the command again; it continues where it stopped",
    cause,
  });
}
