import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isProcessAlive } from "./files.js";

/**
 * A new private folder `moviola-<purpose>-<process>-<letters>` in the system's folder for temporary things; its
 * maker removes it. Those that killed processes left behind are removed first. `purpose`: lower-case letters.
 */
export async function makeTemporaryFolder(purpose: string): Promise<string> {
  const parent = tmpdir();
  const pattern = new RegExp(`^moviola-${purpose}-(\\d+)-\\w{6}$`);
  for (const name of await readdir(parent).catch(() => [] as string[])) {
    const owner = pattern.exec(name)?.[1];
    if (owner === undefined || isProcessAlive(Number(owner))) continue;
    // Another user's may not be removed.
    await rm(join(parent, name), { recursive: true, force: true }).catch(() => undefined);
  }
  return mkdtemp(join(parent, `moviola-${purpose}-${process.pid}-`));
}
