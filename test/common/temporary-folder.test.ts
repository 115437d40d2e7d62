import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { makeTemporaryFolder } from "../../src/common/temporary-folder.js";

let parent = "";
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "moviola-parent-"));
  vi.stubEnv("TMPDIR", parent);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(parent, { recursive: true });
});

it.skipIf(process.platform === "win32")(
  "makes a folder of its own, and removes those of killed processes alone",
  async () => {
    const gone = spawnSync(process.execPath, ["--version"]).pid;
    const kept = [`moviola-kernel-${process.pid}-abc123`, `moviola-other-${gone}-abc123`, "mine"];
    for (const name of [`moviola-kernel-${gone}-abc123`, ...kept]) await mkdir(join(parent, name));
    const made = await makeTemporaryFolder("kernel");
    expect(basename(made)).toMatch(new RegExp(`^moviola-kernel-${process.pid}-\\w{6}$`));
    expect((await readdir(parent)).sort()).toEqual([...kept, basename(made)].sort());
  },
);
