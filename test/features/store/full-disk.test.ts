/** A full disk is an error that keeps what was there. */
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import * as files from "../../../src/common/files.js";
import { extractFeatures } from "../../../src/features/extract/extract-features.js";
import { FeatureStore } from "../../../src/features/store/feature-store.js";
import { fakePreset } from "../support/fake-preset.mjs";
import { distinct, newStore, posterItems } from "../support/poster-data.js";

vi.mock("../../../src/common/files.js", { spy: true });
afterEach(() => void vi.mocked(files.writeFileAtomic).mockReset());

const folder = join(tmpdir(), `moviola-full-disk-${process.pid}`);

/** True where this process may mount a small disk in memory. */
function mountSmallDisk(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  try {
    mkdirSync(folder);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", folder], { stdio: "ignore" });
    return true;
  } catch {
    rmSync(folder, { recursive: true, force: true });
    return false;
  }
}

const isMounted = mountSmallDisk();
afterAll(() => {
  if (!isMounted) return;
  execFileSync("umount", [folder]);
  rmSync(folder, { recursive: true });
});

async function blocksIn(store: FeatureStore): Promise<number> {
  const names = await readdir(store.directory, { recursive: true });
  return names.filter((name) => name.endsWith(".block")).length;
}

describe.skipIf(!isMounted)("a disk of 256 KiB (needs the right to mount one)", () => {
  it("keeps its finished blocks and sets, and goes on when there is room", async () => {
    const store = new FeatureStore(join(folder, "store"));
    const small = await posterItems(distinct(4, "small"));
    const first = await extractFeatures(small.dataset, fakePreset(), { store });
    const { dataset } = await posterItems(distinct(60));
    const filler = join(folder, "filler");
    await writeFile(filler, Buffer.alloc(128 * 1024));
    // 60 rows of 2 KB: neither the blocks nor the matrix beside them fit.
    const options = { store, blockRows: 10 };
    const failure = extractFeatures(dataset, fakePreset({ dim: 512 }), options);
    await expect(failure).rejects.toMatchObject({ code: "E_FEATURE_DISK" });
    expect((await store.read(first.id))?.values).toEqual(first.values);
    const kept = await blocksIn(store);
    expect(kept).toBeGreaterThan(0);
    expect((await store.list()).map(({ id }) => id)).toEqual([first.id]);
    await rm(filler);
    const again = extractFeatures(dataset, fakePreset({ dim: 512 }), options);
    await expect(again).rejects.toMatchObject({ code: "E_FEATURE_DISK" });
    expect(await blocksIn(store)).toBe(6);
    execFileSync("mount", ["-o", "remount,size=2m", folder]);
    let items = 0;
    const preset = fakePreset({ dim: 512, onBatch: (batch) => (items += batch.length) });
    const features = await extractFeatures(dataset, preset, options);
    expect(items).toBe(0);
    expect(features.coverage).toBe(1);
    expect(await blocksIn(store)).toBe(0);
  });
});

describe("a write that the system refuses", () => {
  it.each(["ENOSPC", "EACCES"])(
    "for want of room or permission (%s) keeps the blocks before it",
    async (code) => {
      const store = await newStore();
      const { dataset } = await posterItems(distinct(12));
      let writes = 0;
      const original = await vi.importActual<typeof files>("../../../src/common/files.js");
      vi.mocked(files.writeFileAtomic).mockImplementation(async (path, content) => {
        if (++writes === 3) throw Object.assign(new Error("refused"), { code });
        await original.writeFileAtomic(path, content);
      });
      const options = { store, blockRows: 4 };
      await expect(extractFeatures(dataset, fakePreset(), options)).rejects.toMatchObject({
        code: "E_FEATURE_DISK",
        details: { where: store.directory },
      });
      expect(await blocksIn(store)).toBe(2);
      let items = 0;
      const preset = fakePreset({ onBatch: (batch) => (items += batch.length) });
      await extractFeatures(dataset, preset, options);
      expect(items).toBe(4);
    },
  );

  it("for another reason passes as it is", async () => {
    const store = await newStore();
    const { dataset } = await posterItems(distinct(2));
    const defect = new TypeError("a defect");
    vi.mocked(files.writeFileAtomic).mockRejectedValue(defect);
    await expect(extractFeatures(dataset, fakePreset(), { store })).rejects.toBe(defect);
  });
});
