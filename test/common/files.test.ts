import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { spawnSync } from "node:child_process";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  isProcessAlive,
  removeStaleTemporaries,
  temporaryName,
  writeFileAtomic,
  writeJsonAtomic,
} from "../../src/common/files.js";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "moviola-files-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** The id of a process that has ended. */
function endedProcess(): number {
  return spawnSync(process.execPath, ["--version"]).pid;
}

describe("writeFileAtomic", () => {
  it("makes folders, writes and leaves no temporary", async () => {
    const path = join(folder, "a/b/c.bin");
    await writeFileAtomic(path, Uint8Array.of(1, 2));
    expect([...(await readFile(path))]).toEqual([1, 2]);
    expect(await readdir(dirname(path))).toEqual(["c.bin"]);
  });

  it("replaces the whole file, also by a shorter one", async () => {
    const path = join(folder, "x");
    await writeFileAtomic(path, "a long text");
    await writeFileAtomic(path, "b");
    expect(await readFile(path, "utf8")).toBe("b");
  });

  it("writes pieces one after another, and nothing when a piece fails", async () => {
    const path = join(folder, "x");
    await writeFileAtomic(path, ["a", "b".repeat(100_000), "c"]);
    expect(await readFile(path, "utf8")).toBe(`a${"b".repeat(100_000)}c`);
    function* broken(): Iterable<string> {
      yield "half";
      throw new Error("no more");
    }
    await expect(writeFileAtomic(path, broken())).rejects.toThrow("no more");
    expect((await readFile(path, "utf8")).length).toBe(100_002);
    expect(await readdir(folder)).toEqual(["x"]);
  });

  it("gives a reader the old content or the new, with many writers", async () => {
    const path = join(folder, "x");
    const texts = Array.from({ length: 20 }, (_unused, index) => String(index).repeat(10_000));
    await Promise.all(texts.map((text) => writeFileAtomic(path, text)));
    expect(texts).toContain(await readFile(path, "utf8"));
    expect(await readdir(folder)).toEqual(["x"]);
  });

  it("leaves the old content and no temporary when it fails", async () => {
    const path = join(folder, "target");
    await mkdir(join(path, "full"), { recursive: true });
    await expect(writeFileAtomic(path, "text")).rejects.toThrow();
    expect((await stat(path)).isDirectory()).toBe(true);
    expect(await readdir(folder)).toEqual(["target"]);
  });

  it("removes what a killed writer of the same file left, and nobody else's", async () => {
    const gone = endedProcess();
    const others = [`.y.tmp-${gone}-0123abcd`, `.x.tmp-${process.pid}-0123abcd`];
    for (const name of [`.x.tmp-${gone}-0123abcd`, ...others]) {
      await writeFile(join(folder, name), "half");
    }
    await writeFileAtomic(join(folder, "x"), "whole");
    expect((await readdir(folder)).sort()).toEqual([...others, "x"].sort());
  });

  it.skipIf(process.getuid?.() === 0)("fails where it may not write (not as root)", async () => {
    await chmod(folder, 0o500);
    await expect(writeFileAtomic(join(folder, "x"), "text")).rejects.toThrow(/EACCES/);
    await chmod(folder, 0o700);
  });
});

describe("writeJsonAtomic", () => {
  it("writes indented JSON with a final newline", async () => {
    await writeJsonAtomic(join(folder, "x.json"), { a: [1] });
    expect(await readFile(join(folder, "x.json"), "utf8")).toBe('{\n  "a": [\n    1\n  ]\n}\n');
  });
});

describe("temporaryName", () => {
  it("is a hidden neighbour, never twice the same", () => {
    const one = temporaryName("/a/b.txt");
    expect(dirname(one)).toBe("/a");
    expect(basename(one)).toMatch(new RegExp(`^\\.b\\.txt\\.tmp-${process.pid}-[0-9a-f]{8}$`));
    expect(temporaryName("/a/b.txt")).not.toBe(one);
  });
});

describe("removeStaleTemporaries", () => {
  it("removes what dead writers left and nothing else", async () => {
    const stale = `.x.tmp-${endedProcess()}-0123abcd`;
    const live = basename(temporaryName(join(folder, "x")));
    for (const name of [stale, live, "x", ".x.tmp-notes"]) {
      await writeFile(join(folder, name), "");
    }
    expect(await removeStaleTemporaries(folder)).toEqual([stale]);
    expect((await readdir(folder)).sort()).toEqual([live, ".x.tmp-notes", "x"].sort());
  });

  it("removes those of one file, when it is named", async () => {
    const gone = endedProcess();
    const [one, other] = ["x", "x.tsv"].map((name) => `.${name}.tmp-${gone}-0123abcd`);
    for (const name of [one, other]) await writeFile(join(folder, name), "");
    expect(await removeStaleTemporaries(folder, "x")).toEqual([one]);
    expect(await readdir(folder)).toEqual([other]);
  });

  it("removes those of this process when its threads have ended", async () => {
    const own = basename(temporaryName(join(folder, "x")));
    await writeFile(join(folder, own), "");
    expect(await removeStaleTemporaries(folder)).toEqual([]);
    expect(await removeStaleTemporaries(folder, undefined, true)).toEqual([own]);
  });

  it("takes a folder that is not there", async () => {
    expect(await removeStaleTemporaries(join(folder, "absent"))).toEqual([]);
  });
});

describe("isProcessAlive", () => {
  it("knows this process and one that has ended", () => {
    expect(isProcessAlive(process.pid)).toBe(true);
    expect(isProcessAlive(endedProcess())).toBe(false);
  });
});
