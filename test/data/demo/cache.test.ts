import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadDemo, loadDemoDataset } from "../../../src/data/demo/index.js";

const small = { nUsers: 10, nItems: 80, nRatings: 300 };
let cache: string;

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), "moviola-demo-"));
});

afterEach(async () => {
  await rm(cache, { recursive: true, force: true });
});

async function onlyFolder(): Promise<string> {
  const names = await readdir(cache);
  expect(names).toHaveLength(1);
  expect(names[0]).toMatch(/^demo-[0-9a-f]{12}$/);
  return join(cache, names[0]);
}

describe("loading the demo set", () => {
  it("draws the posters once, with tables and the truth beside them", async () => {
    const { dataset, truth } = await loadDemo({ ...small, cache });
    const folder = await onlyFolder();
    expect((await readdir(folder)).sort()).toEqual(
      ["demo.json", "items.csv", "posters", "ratings.csv", "truth.json"].sort(),
    );
    const posters = dataset.itemContent.map((content) => content.posterPath);
    expect(posters.filter((path) => path === undefined)).toHaveLength(truth.withoutPoster.length);
    for (const path of posters) {
      if (path !== undefined) expect((await stat(path)).size).toBeGreaterThan(2000);
    }
    const ratings = await readFile(join(folder, "ratings.csv"), "utf8");
    expect(ratings.trimEnd().split("\n")).toHaveLength(301);
    const saved = JSON.parse(await readFile(join(folder, "truth.json"), "utf8"));
    expect(saved.withoutPoster).toEqual(truth.withoutPoster);
    expect(dataset.sources.map((source) => source.path)).toEqual(["ratings.csv", "items.csv"]);
  });

  it("takes the second time what is there", async () => {
    const first = await loadDemoDataset({ ...small, cache });
    const path = first.itemContent[0].posterPath ?? first.itemContent[1].posterPath!;
    const before = await stat(path);
    const second = await loadDemoDataset({ ...small, cache });
    expect((await stat(path)).mtimeMs).toBe(before.mtimeMs);
    expect(second.itemContent).toEqual(first.itemContent);
    expect(second.contentHash).toBe(first.contentHash);
  });

  it.each(["changed", "lost", "without a manifest"])(
    "repairs a folder with a file %s",
    async (how) => {
      const { dataset } = await loadDemo({ ...small, cache });
      const path = dataset.itemContent.find((content) => content.posterPath)!.posterPath!;
      const good = await readFile(path);
      const folder = await onlyFolder();
      if (how === "changed") await writeFile(path, "not a picture");
      if (how === "lost") await rm(path);
      if (how === "without a manifest") await rm(join(folder, "demo.json"));
      await loadDemo({ ...small, cache });
      expect((await readFile(path)).equals(good)).toBe(true);
      await onlyFolder();
    },
  );

  it("survives several loads at once", async () => {
    const loads = [1, 2, 3].map(() => loadDemo({ ...small, cache }));
    const [first, ...others] = await Promise.all(loads);
    for (const { dataset } of others) {
      expect(dataset.itemContent).toEqual(first.dataset.itemContent);
    }
    await onlyFolder();
  });

  it("reports progress", async () => {
    const seen: number[] = [];
    await loadDemo({ ...small, cache, onProgress: ({ done }) => seen.push(done) });
    expect(seen.at(-1)).toBe(80);
  });
});
