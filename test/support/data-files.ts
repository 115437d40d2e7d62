import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

import { afterAll } from "vitest";

import { projectRoot } from "../../src/common/project-root.js";

/** A temporary folder that is removed after the tests of the file, with a writer of files in it. */
export async function dataFolder(): Promise<{
  path: string;
  write: (name: string, content: string | Uint8Array) => Promise<string>;
}> {
  // Brackets and blanks in the name: every reader must take the path literally.
  const path = await mkdtemp(join(tmpdir(), "moviola data [1] "));
  afterAll(() => rm(path, { recursive: true, force: true }));
  return {
    path,
    write: async (name, content) => {
      const file = join(path, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
      return file;
    },
  };
}

/** Path of a file or folder of the real data sets, or undefined where they are not on this machine. */
export function realData(name: string): string | undefined {
  const roots = [process.env.MOVIOLA_DATA ?? "", resolve(projectRoot(), "../shared/data")];
  return roots
    .filter((root) => root !== "")
    .map((root) => join(root, name))
    .find((path) => existsSync(path));
}
