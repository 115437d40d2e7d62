import { mkdir, readFile, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readNotebook } from "../../../src/notebook/file/read.js";
import { recipeHash, recipeParts } from "../../../src/notebook/cache/recipe.js";
import { RunCache } from "../../../src/notebook/cache/run-cache.js";
import { runNotebook } from "../../../src/notebook/run/run-notebook.js";
import { useFolder } from "../support/notebooks.js";

const folder = useFolder();

describe("the cache of runs", () => {
  it("takes an unchanged run, and runs again when parameters or the kept result changed", async () => {
    const path = await folder.notebook("kept.ipynb", [
      { source: "const n: number = 1;", tags: ["parameters"] },
      { source: "n * 2" },
    ]);
    const cacheFolder = folder.path("cache");
    const options = { cacheFolder, dataIdentity: ["none"] };
    const first = await runNotebook(path, options);
    const { mtimeMs } = await stat(first.outputPath);
    const second = await runNotebook(path, options);
    expect([first.status, second.status]).toEqual(["run", "cached"]);
    expect((await stat(second.outputPath)).mtimeMs).toBe(mtimeMs);
    const third = await runNotebook(path, { ...options, parameters: { n: 4 } });
    expect(third.status).toBe("run");
    const kept = (await readdir(cacheFolder)).filter((name) => name.endsWith(".ipynb"));
    expect(kept).toHaveLength(2);
    for (const name of kept) {
      const text = await readFile(join(cacheFolder, name), "utf8");
      await writeFile(join(cacheFolder, name), text.replace('"n * 2"', '"n * 3"'));
    }
    expect((await runNotebook(path, options)).status).toBe("run");
    expect((await runNotebook(path, options)).status).toBe("cached");
  });

  it("keeps no more than the latest results of a notebook", async () => {
    const cache = new RunCache(folder.path("many"));
    const run = { content: "{}", cells: 0, seconds: 0, errorText: "", verdict: undefined };
    for (let index = 0; index < 12; index++) await cache.keep(`r${index}`, "a.ipynb", run);
    await cache.keep("other", "b.ipynb", run);
    expect(await readdir(folder.path("many"))).toHaveLength(2 * 9);
    expect(await cache.find("other")).toEqual(run);
    expect(await cache.find("missing")).toBeUndefined();
  });
});

describe("the recipe of a run", () => {
  const recipe = async (
    source: string,
    change: Partial<Parameters<typeof recipeParts>[0]> = {},
  ): Promise<string> => {
    const path = await folder.notebook("recipe.ipynb", [{ source }]);
    const parts = await recipeParts({
      notebook: await readNotebook(path),
      folder: folder.path("."),
      environment: {},
      dataIdentity: ["data"],
      ...change,
    });
    return recipeHash(parts);
  };

  it("is the same for the same and another for other cells, data and environment", async () => {
    const base = await recipe("1");
    expect(await recipe("1")).toBe(base);
    const others = [
      await recipe("2"),
      await recipe("1", { dataIdentity: ["other data"] }),
      await recipe("1", { environment: { NAME: "value" } }),
    ];
    expect(new Set([base, ...others]).size).toBe(4);
  });

  it("changes with a file that a cell imports, through another", async () => {
    await writeFile(folder.path("near.ts"), 'export * from "./far.js";');
    await writeFile(folder.path("far.ts"), "export const n = 1;");
    const code = 'import { n } from "./near";\nn';
    const before = await recipe(code);
    expect(await recipe(code)).toBe(before);
    await writeFile(folder.path("far.ts"), "export const n = 2;");
    expect(await recipe(code)).not.toBe(before);
  });

  it("changes with the files of the data folders by default", async () => {
    const change = { dataIdentity: undefined };
    const before = await recipe("1", change);
    await mkdir(folder.path("data"));
    await writeFile(folder.path("data/u.data"), "1\t2\t3\t4\n");
    const after = await recipe("1", change);
    expect(after).not.toBe(before);
    await writeFile(folder.path("data/u.data"), "1\t2\t3\t4\n5\t6\t7\t8\n");
    expect(await recipe("1", change)).not.toBe(after);
  });

  it("changes with the stored runs where the notebook says that it reads them, else not", async () => {
    const path = await folder.notebook("reads.ipynb", [{ source: "1" }]);
    const plain = await readNotebook(path);
    const reading = { ...plain, metadata: { ...plain.metadata, moviola: { reads: ["runs"] } } };
    const environment = { MOVIOLA_RUNS: folder.path("some-runs") };
    const both = async (): Promise<string[]> => [
      await recipe("1", { notebook: plain, environment }),
      await recipe("1", { notebook: reading, environment }),
    ];
    const [before, readingBefore] = await both();
    await mkdir(folder.path("some-runs/0123456789abcdef"), { recursive: true });
    const [after, readingAfter] = await both();
    expect(after).toBe(before);
    expect(readingAfter).not.toBe(readingBefore);
    await mkdir(folder.path("some-runs/.a-run-that-is-being-written"));
    expect((await both())[1]).toBe(readingAfter);
  });

  it("changes with the files of a folder that the notebook says it reads, inside the project alone", async () => {
    const path = await folder.notebook("reads.ipynb", [{ source: "1" }]);
    const plain = await readNotebook(path);
    const reading = (reads: readonly string[]): Promise<string> =>
      recipe("1", { notebook: { ...plain, metadata: { ...plain.metadata, moviola: { reads } } } });
    await mkdir(folder.path("facts"));
    const before = await reading(["facts"]);
    await writeFile(folder.path("facts/kills.json"), "1");
    const after = await reading(["facts"]);
    expect(after).not.toBe(before);
    await writeFile(folder.path("facts/kills.json"), "2");
    expect(await reading(["facts"])).not.toBe(after);
    const parts = await recipeParts({
      ...{ folder: folder.path("."), environment: {}, dataIdentity: [] },
      notebook: { ...plain, metadata: { ...plain.metadata, moviola: { reads: ["..", "/", "."] } } },
    });
    expect(Object.keys(parts)).not.toEqual(expect.arrayContaining([".."]));
    expect(Object.keys(parts)).not.toEqual(expect.arrayContaining(["/"]));
  });
});
