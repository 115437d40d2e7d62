/**
 * The quick part of scripts/trust/parts/determinism.mjs: a bit of everything twice, the second time with all that must
 * not matter changed at once: threads, language, time zone, the order in which folders list their files, the day.
 */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builtLibrary } from "../support/built-library.js";
import { ROOT } from "../support/source-files.js";

type Prints = Readonly<Record<string, string>>;

const dist = builtLibrary();
const folderOf = join(ROOT, "scripts", "trust", "determinism");

describe.skipIf(dist === undefined)("the same seed (needs the built library)", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "moviola-determinism-test-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function printsOf(
    name: string,
    env: Readonly<Record<string, string>>,
    more: { readonly seed?: number; readonly preloads?: readonly string[] } = {},
  ): Promise<Prints> {
    const { seed = 1, preloads = [] } = more;
    const flags = preloads.flatMap((file) => [
      "--import",
      pathToFileURL(join(folderOf, file)).href,
    ]);
    const settings = { datasets: ["demo"], withPage: false, seed, only: ["als", "svd-pp", "vbpr"] };
    const out = join(folder, name);
    const words = [...flags, join(folderOf, "probe.mjs"), dist!, out, JSON.stringify(settings)];
    await promisify(execFile)(process.execPath, words, {
      env: { ...process.env, ...env, MOVIOLA_CACHE: join(out, "cache") },
    });
    return JSON.parse(await readFile(join(out, "prints.json"), "utf8")) as Prints;
  }

  it("gives the same bytes whatever the machine’s settings; another seed gives others", async () => {
    const first = await printsOf("first", { MOVIOLA_THREADS: "1", LC_ALL: "C", TZ: "UTC" });
    const second = await printsOf(
      "second",
      { MOVIOLA_THREADS: "3", LC_ALL: "tr_TR.UTF-8", TZ: "Pacific/Kiritimati" },
      { preloads: ["backwards.mjs", "other-day.mjs"] },
    );
    expect(Object.keys(first).length).toBeGreaterThan(20);
    expect(second).toEqual(first);
    const other = await printsOf("other", {}, { seed: 2 });
    const drawn = Object.keys(first).filter((name) => name.startsWith("demo: lists of"));
    expect(drawn.filter((name) => other[name] === first[name])).toEqual([]);
  }, 240_000);
});
