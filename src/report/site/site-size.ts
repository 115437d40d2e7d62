/** How much a site weighs: it is copied, mailed and put on small hosts. */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { formatBytes } from "../show/format.js";

/** What a site may weigh, in bytes. */
const siteLimitBytes = 25_000_000;

/** Bytes of all files of a site, and a remark that names the largest when they are too many. */
export async function siteSize(
  folder: string,
  limit: number = siteLimitBytes,
): Promise<{ readonly bytes: number; readonly warnings: readonly string[] }> {
  const names = await readdir(folder, { recursive: true });
  const entries = await Promise.all(
    names.map(async (name) => ({ name, entry: await stat(join(folder, name)) })),
  );
  const files = entries
    .filter(({ entry }) => entry.isFile())
    .map(({ name, entry }) => ({ name: name.replaceAll("\\", "/"), bytes: entry.size }))
    .sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  if (bytes <= limit) return { bytes, warnings: [] };
  const largest = files.slice(0, 4).map((file) => `${file.name} (${formatBytes(file.bytes)})`);
  const words = `The site has ${formatBytes(bytes)}, more than ${formatBytes(limit)}`;
  return { bytes, warnings: [`${words}; its largest files are ${largest.join(", ")}`] };
}
