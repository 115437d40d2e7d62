/** What `npm pack` would publish: all that the library needs, and nothing of tests, maps, builds or this machine. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { builtLibrary } from "../support/built-library.js";
import { ROOT } from "../support/source-files.js";

const npm = join(dirname(process.execPath), "../lib/node_modules/npm/bin/npm-cli.js");
const isReady = builtLibrary() !== undefined && existsSync(npm);

describe.skipIf(!isReady)("the package (needs the built library and Node's own npm)", () => {
  it("holds what a newcomer needs and nothing else", async () => {
    const words = [npm, "pack", "--dry-run", "--json", "--ignore-scripts"];
    const { stdout } = await promisify(execFile)(process.execPath, words, {
      ...{ cwd: ROOT, maxBuffer: 2 ** 26 },
    });
    const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        ...["dist/index.js", "dist/index.d.ts", "dist/cli/main.js", "dist/compute/kernels.wasm"],
        ...["LICENSE", "README.md", "CHANGELOG.md", "notebooks/00-quick-start.ipynb"],
      ]),
    );
    const strange =
      /^(test|bench|scripts|src|node_modules)\/|\.map$|tsbuildinfo|\.tmp|\.executed\./;
    expect(paths.filter((path) => strange.test(path))).toEqual([]);
  }, 240_000);
});
