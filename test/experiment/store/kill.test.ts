/** A killed process leaves nothing that reads as finished, and the next one goes on where it was. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/compute/index.js";
import { RunStore } from "../../../src/experiment/index.js";
import { builtAddress, builtLibrary } from "../../support/built-library.js";
import { temporaryFolder, temporaryStore } from "../../support/experiment-data.js";

const CHILD = join(import.meta.dirname, "child.mjs");

interface Outcome {
  readonly killed: boolean;
  readonly lines: string[];
}

/** Runs the child, and kills it `delay` milliseconds after it said that it started. */
async function runChild(
  directory: string,
  mode: "runs" | "writes",
  count: number,
  delay = Infinity,
): Promise<Outcome> {
  const child = spawn(process.execPath, [CHILD, builtAddress(), directory, mode, `${count}`], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const closed = once(child, "close") as Promise<[number | null, string | null]>;
  let text = "";
  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (part: string) => (text += part));
  if (delay < Infinity) {
    await Promise.race([once(child.stdout, "data"), closed]);
    await Promise.race([wait(delay), closed]);
    child.kill("SIGKILL");
  }
  const [code, signal] = await closed;
  if (signal === null) expect(code).toBe(0);
  return { killed: signal === "SIGKILL", lines: text.trim().split("\n").slice(1) };
}

/** Every folder that looks like a run reads as one; returns their ids. */
async function expectSound(store: RunStore): Promise<string[]> {
  const names = await readdir(store.directory).catch(() => []);
  const ids = names.filter((name) => !name.startsWith("."));
  for (const id of ids) expect((await store.read(id))?.record.id).toBe(id);
  expect((await store.list()).map(({ id }) => id).sort()).toEqual(ids.sort());
  return ids;
}

describe.skipIf(builtLibrary() === undefined)("a killed process (needs the built library)", () => {
  it("in the middle of experiments: finished runs stay, the rest is done once", async () => {
    const random = createRandom(1, "test/kill-runs");
    const store = await temporaryStore();
    const finished = new Map<string, string>();
    let kills = 0;
    for (let attempt = 0; attempt < 6; attempt++) {
      const { killed, lines } = await runChild(store.directory, "runs", 8, random.integer(120));
      kills += Number(killed);
      for (const id of await expectSound(store)) {
        const { startedAt } = (await store.read(id))!.record;
        expect(finished.get(id) ?? startedAt).toBe(startedAt);
        finished.set(id, startedAt);
      }
      for (const line of lines) {
        const [id, state] = line.split(" ");
        expect(finished.has(id)).toBe(true);
        expect(["done", "known"]).toContain(state);
      }
    }
    expect(kills).toBeGreaterThan(0);
    const last = await runChild(store.directory, "runs", 8);
    expect(last.lines.filter((line) => line.endsWith("known"))).toHaveLength(finished.size);
    expect(await expectSound(store)).toHaveLength(8);

    const undisturbed = new RunStore(await temporaryFolder());
    await runChild(undisturbed.directory, "runs", 8);
    for (const { id, metrics, curve } of await undisturbed.list()) {
      expect((await store.read(id))?.record).toMatchObject({ metrics, curve });
    }
    expect((await readdir(store.directory)).filter((name) => name.startsWith("."))).toEqual([]);
  }, 120_000);

  it("in the middle of writing: no part of a run is visible, and the rest is cleaned", async () => {
    const random = createRandom(2, "test/kill-writes");
    const store = await temporaryStore();
    let leftovers = 0;
    // How often a kill meets a write depends on how quick the disk is, and the first write on what else runs.
    for (let attempt = 0; attempt < 8 || (leftovers === 0 && attempt < 60); attempt++) {
      const delay = random.integer(300 + 50 * attempt);
      const { killed } = await runChild(store.directory, "writes", 100_000, delay);
      expect(killed).toBe(true);
      await expectSound(store);
      leftovers += (await readdir(store.directory)).filter((name) => name.startsWith(".")).length;
    }
    await runChild(store.directory, "writes", 1);
    expect((await readdir(store.directory)).filter((name) => name.startsWith("."))).toEqual([]);
    // Otherwise no kill met a write, and nothing was tested.
    expect(leftovers).toBeGreaterThan(0);
  }, 240_000);

  it("two processes at once do the same runs without harm", async () => {
    const store = await temporaryStore();
    const both = await Promise.all([
      runChild(store.directory, "runs", 5),
      runChild(store.directory, "runs", 5),
    ]);
    const ids = both.map(({ lines }) => lines.map((line) => line.split(" ")[0]));
    expect(ids[1]).toEqual(ids[0]);
    expect((await expectSound(store)).sort()).toEqual([...ids[0]].sort());
    expect(await readdir(store.directory)).toHaveLength(5);
  }, 120_000);
});
