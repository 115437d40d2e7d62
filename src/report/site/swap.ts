/** Replacing a whole folder at once, so that a reader never meets half a site. */
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { isProcessAlive, removeStaleTemporaries, temporaryName } from "../../common/files.js";

/** The replacement under way of each folder: this process takes them one after the other. */
const replacing = new Map<string, Promise<void>>();

/**
 * Calls `fill` with a new empty folder beside `folder` and then puts it in `folder`'s place. When
 * `fill` throws, `folder` stays as it was. What an interrupted replacement left behind is put right
 * first. Several calls for one folder at once are taken in turn: the last one's folder stays.
 */
export async function replaceFolder(
  folder: string,
  fill: (temporary: string) => Promise<void>,
): Promise<void> {
  await inTurn(folder, () => replaceNow(folder, fill));
}

/** Puts right what an interrupted replacement of `folder` left behind: afterwards the folder is there, if it ever was. */
export async function recoverFolder(folder: string): Promise<void> {
  await inTurn(folder, () => recoverNow(folder));
}

async function inTurn(folder: string, work: () => Promise<void>): Promise<void> {
  const key = resolve(folder);
  const before = replacing.get(key) ?? Promise.resolve();
  const mine = before.catch(() => undefined).then(work);
  replacing.set(key, mine);
  try {
    await mine;
  } finally {
    if (replacing.get(key) === mine) replacing.delete(key);
  }
}

async function replaceNow(
  folder: string,
  fill: (temporary: string) => Promise<void>,
): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  await recoverNow(folder);
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
async function recoverNow(folder: string): Promise<void> {
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
