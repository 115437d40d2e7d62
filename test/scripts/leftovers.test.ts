import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { ROOT } from "../support/source-files.js";

const { removeLeftovers } = (await import(
  pathToFileURL(join(ROOT, "scripts", "leftovers.mjs")).href
)) as { removeLeftovers: (sources: string, output: string) => string[] };

test("a build keeps what has a source, and what no compiler made, and removes the rest", async () => {
  const folder = await mkdtemp(join(tmpdir(), "moviola-leftovers-"));
  const put = async (path: string): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), "");
  };
  try {
    const kept = ["a.js", "a.d.ts", "a.js.map", "deep/b.js", "kernels.wasm", ".tsbuildinfo"];
    const gone = ["old.d.ts", "old.d.ts.map", "old.js", "old.js.map"].map((name) => `deep/${name}`);
    for (const path of ["src/a.ts", "src/deep/b.ts"]) await put(path);
    for (const path of [...kept, ...gone]) await put(`dist/${path}`);
    expect(removeLeftovers(join(folder, "src"), join(folder, "dist"))).toEqual(gone);
    expect(await readdir(join(folder, "dist/deep"))).toEqual(["b.js"]);
    expect((await readdir(join(folder, "dist"))).sort()).toEqual(
      ["deep", ...kept.filter((name) => !name.includes("/"))].sort(),
    );
    expect(removeLeftovers(join(folder, "src"), join(folder, "nowhere"))).toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
