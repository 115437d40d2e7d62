import { rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { MoviolaError } from "../../common/errors.js";
import { removeStaleTemporaries, staleTemporaries, temporaryName } from "../../common/files.js";
import { knownHash } from "./checksum.js";
import { downloadFile, type DownloadOptions, type DownloadResult } from "./download-file.js";
import type { RegistryEntry } from "./registry.js";
import { unpackArchive } from "./unpack-archive.js";

/** How a data set is fetched. */
export interface GetOptions extends Omit<DownloadOptions, "bytes" | "sha256" | "md5"> {
  /** Data root that the data set's folder is made in. */
  readonly root: string;
  /** Take an archive whose hash the registry does not know; default false. */
  readonly acceptUnverified?: boolean;
  /** Fetch and unpack even if the folder is there; default false. */
  readonly force?: boolean;
  /** Leave the archive under `downloads/`; default false. */
  readonly keepArchive?: boolean;
}

/** A data set that is there now. */
export interface GetResult {
  readonly name: string;
  readonly folder: string;
  /** False when it was there before and nothing was fetched. */
  readonly fetched: boolean;
  /** The archive, if one was fetched. */
  readonly archive?: DownloadResult;
}

/**
 * Fetches a data set's archive, checks it and unpacks it into `<root>/<target>`. Addresses are tried
 * in order. Throws `E_DOWNLOAD_MANUAL` for a data set that has to be fetched by hand,
 * `E_DOWNLOAD_UNVERIFIED` for one without a known hash unless that is accepted, and what
 * `downloadFile` and `unpackArchive` throw.
 */
export async function getDataset(entry: RegistryEntry, options: GetOptions): Promise<GetResult> {
  const { root, force = false, keepArchive = false } = options;
  const folder = join(root, ...entry.target.split("/"));
  if (!force && (await exists(folder))) {
    await clearWorkOf(folder, root);
    return { name: entry.name, folder, fetched: false };
  }
  refuseManual(entry, root);
  refuseUnverified(entry, options.acceptUnverified ?? false);
  const archivePath = join(root, "downloads", basename(new URL(entry.addresses[0]).pathname));
  await reclaim(archivePath);
  const archive = await downloadFromAny(entry, archivePath, options);
  const inner = entry.unpack?.folder ?? undefined;
  const claimed = temporaryName(archive.path);
  await unpackArchive(archive.path, folder, {
    replace: force,
    ...(inner === undefined ? {} : { folder: inner }),
    // Under that name nobody wants to keep it, should the process be killed before it has removed it.
    ...(keepArchive ? {} : { beforePlacing: () => rename(archive.path, claimed) }),
  });
  await rm(claimed, { force: true });
  return { name: entry.name, folder, fetched: true, archive };
}

/** Takes back the archive of a process that was killed before the data set stood; its hash is checked as of any other. */
async function reclaim(archivePath: string): Promise<void> {
  const folder = dirname(archivePath);
  for (const name of await staleTemporaries(folder, basename(archivePath))) {
    if (!(await exists(archivePath))) await rename(join(folder, name), archivePath);
  }
  await removeStaleTemporaries(folder, basename(archivePath));
}

/** A data set that is there may have been finished by a process that was killed before it had cleared up. */
async function clearWorkOf(folder: string, root: string): Promise<void> {
  try {
    await removeStaleTemporaries(dirname(folder), basename(folder));
    await removeStaleTemporaries(join(root, "downloads"));
  } catch {
    // Data in a folder that takes no changes are as good as others.
  }
}

async function downloadFromAny(
  entry: RegistryEntry,
  path: string,
  options: GetOptions,
): Promise<DownloadResult> {
  const { bytes, sha256, md5 } = entry;
  let firstError: unknown;
  for (const address of entry.addresses) {
    try {
      return await downloadFile(address, path, { ...options, bytes, sha256, md5 });
    } catch (error) {
      if (options.signal?.aborted === true) throw error;
      firstError ??= error;
    }
  }
  throw firstError;
}

function refuseManual(entry: RegistryEntry, root: string): void {
  if (entry.manual === null) return;
  throw new MoviolaError("E_DOWNLOAD_MANUAL", `${entry.title} has to be fetched by hand`, {
    where: entry.terms,
    expected: `its files in ${join(root, entry.target)}`,
    remedy: entry.manual,
  });
}

function refuseUnverified(entry: RegistryEntry, accept: boolean): void {
  if (accept || knownHash(entry) !== undefined) return;
  throw new MoviolaError("E_DOWNLOAD_UNVERIFIED", `No hash of ${entry.title} is known`, {
    where: entry.addresses[0],
    expected: "a sha256 or md5 in data/registry.json",
    got: "neither",
    remedy: "Add --accept-unverified to fetch it anyway; the hash seen is printed",
  });
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
