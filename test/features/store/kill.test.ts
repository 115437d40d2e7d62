/** A killed extraction loses at most the block in work, and ends in the same bytes as an undisturbed one. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/compute/index.js";
import { FeatureStore } from "../../../src/features/store/feature-store.js";
import { builtAddress, builtLibrary } from "../../support/built-library.js";
import { fakeVector } from "../support/fake-preset.mjs";
import { newFolder } from "../support/poster-data.js";

const CHILD = join(import.meta.dirname, "child.mjs");
const nPosters = 120;
const built = builtLibrary();
const isBuilt = built !== undefined && existsSync(join(built, "features", "index.js"));

interface Outcome {
  readonly killed: boolean;
  /** Items whose batch was begun. */
  readonly items: number;
  readonly set: string | undefined;
}

/** A child that is under way. */
interface Child {
  readonly closed: Promise<Outcome>;
  /** Settles when the child has printed this text, or has come to its end. */
  printed(word: string): Promise<void>;
  kill(): void;
}

/** Extracts in another process. */
function startChild(store: FeatureStore, posters: string, batchMs: number): Child {
  const childArguments = [CHILD, builtAddress(), store.directory, posters, `${batchMs}`];
  const child = spawn(process.execPath, childArguments, { stdio: ["ignore", "pipe", "inherit"] });
  const closed = once(child, "close") as Promise<[number | null, string | null]>;
  let text = "";
  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (part: string) => (text += part));
  const printed = async (word: string): Promise<void> => {
    while (!text.includes(word) && child.exitCode === null && child.signalCode === null) {
      await Promise.race([once(child.stdout, "data"), closed]);
    }
  };
  const outcome = closed.then(([code, signal]): Outcome => {
    if (signal === null) expect(code).toBe(0);
    const sizes = Array.from(text.matchAll(/batch (\d+)/g), (match) => Number(match[1]));
    const items = sizes.reduce((sum, size) => sum + size, 0);
    return { killed: signal === "SIGKILL", items, set: /set (\w+)/.exec(text)?.[1] };
  });
  return { closed: outcome, printed, kill: () => child.kill("SIGKILL") };
}

/** As {@link startChild}, killed `delay` milliseconds after it said that it started. */
async function runChild(
  store: FeatureStore,
  posters: string,
  batchMs: number,
  delay = Infinity,
): Promise<Outcome> {
  const child = startChild(store, posters, batchMs);
  if (delay < Infinity) {
    await child.printed("started");
    await Promise.race([wait(delay), child.closed]);
    child.kill();
  }
  return child.closed;
}

async function postersFolder(): Promise<string> {
  const folder = join(await newFolder(), "posters");
  await mkdir(folder);
  for (let item = 0; item < nPosters; item++) {
    await writeFile(join(folder, `${1000 + item}.jpg`), `poster ${item}`);
  }
  return folder;
}

async function newStore(): Promise<FeatureStore> {
  return new FeatureStore(join(await newFolder(), "store"));
}

async function bytesOf(store: FeatureStore, id: string): Promise<Buffer> {
  return readFile(join(store.folderOf(id), "features.npy"));
}

async function countBlocks(store: FeatureStore): Promise<number> {
  const names = await readdir(store.directory, { recursive: true }).catch(() => []);
  return names.filter((name) => name.endsWith(".block")).length;
}

describe.skipIf(!isBuilt)("a killed extraction (needs the built library)", () => {
  it("goes on where it was, and ends in the same bytes", async () => {
    const random = createRandom(1, "test/kill-extraction");
    const posters = await postersFolder();
    const undisturbed = await newStore();
    const whole = await runChild(undisturbed, posters, 0);
    expect(whole).toMatchObject({ killed: false, items: nPosters });
    const store = await newStore();
    let items = 0;
    let kills = 0;
    let last: Outcome | undefined;
    for (let attempt = 0; attempt < 40 && last?.set === undefined; attempt++) {
      const before = 10 * (await countBlocks(store));
      last = await runChild(store, posters, 10, 20 + random.integer(120));
      items += last.items;
      kills += Number(last.killed);
      // What was begun since the last block is all that a kill costs.
      // A child may be killed between finishing the set and saying so: nothing is lost then.
      const isFinished = last.set !== undefined || (await store.list()).length > 0;
      const kept = isFinished ? last.items : 10 * (await countBlocks(store)) - before;
      expect(last.items - kept).toBeLessThanOrEqual(10);
      for (const set of await store.list()) await store.verify(set.id);
    }
    const end = last?.set === undefined ? await runChild(store, posters, 0) : last;
    items += last?.set === undefined ? end.items : 0;
    expect(kills).toBeGreaterThan(2);
    expect(end.set).toBe(whole.set);
    expect(items).toBeLessThanOrEqual(nPosters + 10 * kills);
    const bytes = await bytesOf(store, whole.set!);
    expect(bytes.equals(await bytesOf(undisturbed, whole.set!))).toBe(true);
    const features = (await store.read(whole.set!))!;
    expect(features.vectorOf(77)).toEqual(fakeVector("poster 77", 64));
    expect(await countBlocks(store)).toBe(0);
    const hidden = (await readdir(store.directory)).filter((name) => name.startsWith("."));
    expect(hidden).toEqual([]);
  }, 120_000);

  it("by two processes at once is done once", async () => {
    const posters = await postersFolder();
    const store = await newStore();
    const both = await Promise.all([runChild(store, posters, 10), runChild(store, posters, 10)]);
    expect(both[0].set).toBe(both[1].set);
    expect(both.map(({ items }) => items).sort((a, b) => a - b)).toEqual([0, nPosters]);
    expect(await store.list()).toHaveLength(1);
    await store.verify(both[0].set!);
  }, 120_000);

  it("leaves its lock to the process that waits, which makes the rest", async () => {
    const posters = await postersFolder();
    const store = await newStore();
    const first = startChild(store, posters, 100);
    await first.printed("batch");
    const second = startChild(store, posters, 0);
    await second.printed("waiting");
    first.kill();
    const { killed, items: firstItems } = await first.closed;
    const { set, items } = await second.closed;
    expect(killed).toBe(true);
    expect(set).toBeDefined();
    expect(firstItems + items).toBeLessThanOrEqual(nPosters + 10);
    expect((await store.read(set!))!.coverage).toBe(1);
    expect(await readdir(join(store.directory, "locks"))).toEqual([]);
  }, 120_000);
});
