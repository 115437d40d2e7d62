/** Replacing a whole folder at once, so that a reader never meets half a site. */
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { isProcessAlive, removeStaleTemporaries, temporaryName } from "../../common/files.js";

/**
 * Calls `fill` with a new empty folder beside `folder` and then puts it in `folder`'s place. When
 * `fill` throws, `folder` stays as it was. What an interrupted replacement left behind is put right
 * first.
 */
export async function replaceFolder(
  folder: string,
  fill: (temporary: string) => Promise<void>,
): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  await recoverFolder(folder);
  const temporary = temporaryName(folder);
  await mkdir(temporary);
  try {
    await fill(temporary);
    await swap(temporary, folder);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Puts a folder back that an interrupted replacement had moved aside, and removes its leavings. */
async function recoverFolder(folder: string): Promise<void> {
  const parent = dirname(folder);
  const prefix = `.${basename(folder)}.old-`;
  const names = await readdir(parent).catch(() => [] as string[]);
  for (const name of names.filter((one) => one.startsWith(prefix))) {
    const owner = Number(name.slice(prefix.length));
    if (owner !== process.pid && isProcessAlive(owner)) continue;
    const isBack = await rename(join(parent, name), folder).then(
      () => true,
      () => false,
    );
    if (!isBack) await rm(join(parent, name), { recursive: true, force: true });
  }
  await removeStaleTemporaries(parent);
}

async function swap(temporary: string, folder: string): Promise<void> {
  const old = join(dirname(folder), `.${basename(folder)}.old-${process.pid}`);
  // Another process may put its site in place between the two renames; then there is one to move again.
  for (let attempt = 0; ; attempt++) {
    const moved = await rename(folder, old).then(
      () => true,
      () => false,
    );
    try {
      await rename(temporary, folder);
      await rm(old, { recursive: true, force: true });
      return;
    } catch (error) {
      if (moved) {
        await rename(old, folder).catch(() => rm(old, { recursive: true, force: true }));
      }
      if (attempt === 4) throw error;
    }
  }
}
