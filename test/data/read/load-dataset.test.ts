import { mkdir } from "node:fs/promises";
import { delimiter, join, resolve } from "node:path";

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { projectRoot } from "../../../src/common/project-root.js";
import {
  dataRoots,
  findDataset,
  listDatasets,
  loadDataset,
  recogniseLayout,
} from "../../../src/data/read/index.js";
import { dataFolder } from "../../support/data-files.js";
import { refusalFrom } from "../../support/refusal.js";

const folder = await dataFolder();
const INTER = "userID\titemID\tx_label\n0\t0\t0\n1\t1\t0\n";

beforeEach(() => vi.stubEnv("MOVIOLA_DATA", folder.path));
afterEach(() => vi.unstubAllEnvs());

async function writeSmall1m(root: string): Promise<void> {
  await folder.write(
    `${root}/ml-1m/movies.dat`,
    "1::Toy Story (1995)::Comedy\n2::Heat (1995)::Crime\n",
  );
  await folder.write(`${root}/ml-1m/users.dat`, "9::F::1::10::48067\n");
  await folder.write(`${root}/ml-1m/ratings.dat`, "9::2::4::978300760\n");
}

describe("dataRoots", () => {
  it("names MOVIOLA_DATA first, then the project's data, then the shared one", () => {
    vi.stubEnv("MOVIOLA_DATA", ["/one", "", "/two"].join(delimiter));
    expect(dataRoots()).toEqual([
      resolve("/one"),
      resolve("/two"),
      ...new Set([join(projectRoot(), "data"), resolve("data")]),
      resolve(projectRoot(), "../shared/data"),
    ]);
    vi.stubEnv("MOVIOLA_DATA", "");
    expect(dataRoots()[0]).toBe(join(projectRoot(), "data"));
  });
});

describe("findDataset", () => {
  it("takes the first root that has the set, and what lies beside it", async () => {
    const [one, two] = [join(folder.path, "one"), join(folder.path, "two")];
    await writeSmall1m("two");
    await folder.write("one/amazon/baby/baby.inter", INTER);
    await folder.write("one/ml-1m/notes.txt", "no data here");
    await folder.write("two/text/ml-1m-text.csv", "item_id,overview\n2,A heist.\n");
    vi.stubEnv("MOVIOLA_DATA", [one, two].join(delimiter));
    expect(await findDataset("ml-1m")).toEqual({
      name: "ml-1m",
      root: two,
      path: join(two, "ml-1m"),
      layout: "movielens-1m",
      texts: join(two, "text", "ml-1m-text.csv"),
    });
    expect(await findDataset("amazon-baby")).toEqual({
      name: "amazon-baby",
      root: one,
      path: join(one, "amazon", "baby", "baby.inter"),
      layout: "inter",
    });
    const found = new Map((await listDatasets()).map((entry) => [entry.known.name, entry.found]));
    expect(found.get("ml-1m")?.root).toBe(two);
    expect(found.size).toBe(6);
  });

  it("knows six sets, each by its folders", async () => {
    const folders = Object.fromEntries(
      (await listDatasets()).map(({ known }) => [known.name, known.folders]),
    );
    expect(folders).toEqual({
      "ml-100k": ["ml-100k"],
      "ml-1m": ["ml-1m"],
      "amazon-baby": ["amazon/baby", "amazon-baby", "baby"],
      "amazon-sports": ["amazon/sports", "amazon-sports", "sports"],
      "amazon-clothing": ["amazon/clothing", "amazon-clothing", "clothing"],
      tiktok: ["tiktok"],
    });
    for (const [name, places] of Object.entries(folders)) {
      for (const [at, place] of places.entries()) {
        await folder.write(`known ${name} ${at}/${place}/any.inter`, INTER);
        const root = join(folder.path, `known ${name} ${at}`);
        vi.stubEnv("MOVIOLA_DATA", root);
        expect(await findDataset(name)).toMatchObject({ name, root, layout: "inter" });
        expect((await loadDataset(name)).name).toBe(name);
      }
    }
  });

  it("finds folders that it does not know by name, and no path", async () => {
    await folder.write("my-own/mine.inter", INTER);
    expect(await findDataset("my-own")).toMatchObject({ layout: "inter" });
    for (const name of ["", ".", "..", "my-own/mine.inter", "../x", "no such set"]) {
      expect(await findDataset(name)).toBeUndefined();
    }
  });
});

describe("loadDataset", () => {
  it("joins texts and posters of the same root unless told not to", async () => {
    await writeSmall1m(".");
    await folder.write("text/ml-1m-text.csv", "item_id,overview,plot\n2,A heist.,Long.\n");
    await folder.write("posters/ml-1m.csv", "item_id,file\n2,ml-1m/2.jpg\n");
    await folder.write("posters/ml-1m/2.jpg", "a picture");
    const byName = await loadDataset("ml-1m");
    expect(byName.itemContent[1]).toEqual({
      title: "Heat",
      year: 1995,
      genres: ["Crime"],
      text: "A heist.",
      posterPath: join(folder.path, "posters", "ml-1m", "2.jpg"),
    });
    const byPath = await loadDataset(join(folder.path, "ml-1m"));
    expect(byPath.itemContent).toEqual(byName.itemContent);
    const bare = await loadDataset("ml-1m", { texts: false, posters: false, items: "rated" });
    expect(bare.itemContent).toEqual([{ title: "Heat", year: 1995, genres: ["Crime"] }]);
    const plot = await loadDataset("ml-1m", { texts: { textColumns: ["plot"] }, name: "mine" });
    expect(plot.itemContent[1].text).toBe("Long.");
    expect(plot.name).toBe("mine");
    expect(plot.sources.map(({ path }) => path)).toContain("text/ml-1m-text.csv");
  });

  it("reads a table with the options for it, and a single .inter file", async () => {
    const table = await folder.write("mine.csv", "wer,was,wie\n1,2,3\n");
    const columns = { user: "wer", item: "was", rating: "wie" };
    const dataset = await loadDataset(table, { table: { columns, name: "mine" } });
    expect(dataset).toMatchObject({ name: "mine", nRatings: 1 });
    const inter = await folder.write("single.inter", INTER);
    expect(await loadDataset(inter)).toMatchObject({ name: "single", nRatings: 2 });
  });

  it("calls a set by the name that was asked for, else as its files do", async () => {
    const path = await folder.write("our-own/theirs.inter", INTER);
    expect((await loadDataset("our-own")).name).toBe("our-own");
    expect((await loadDataset(path)).name).toBe("theirs");
    expect((await loadDataset("our-own", { name: "mine" })).name).toBe("mine");
  });

  it("suggests the nearest of its names", async () => {
    for (const [asked, meant] of [
      ["ml-10m", "ml-1m"],
      ["dmeo", "demo"],
    ]) {
      const refused: unknown = await loadDataset(asked).catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: "E_DATA_NAME" });
      const told = (refused as { details: { remedy: string } }).details.remedy;
      expect(told.split("See `moviola data list`")[0]).toContain(meant);
    }
  });

  it("says what a folder should hold that holds no data set", async () => {
    const path = join(folder.path, "no-data");
    await folder.write("no-data/notes.txt", "nothing");
    expect(await refusalFrom(() => loadDataset(path))).toEqual({
      code: "E_DATA_LAYOUT",
      where: path,
      expected:
        "u.data; ratings.dat and movies.dat; ratings.csv and movies.csv; reviews.csv and movies.csv; or one .inter file",
      got: "none of these files",
    });
  });

  it("loads the demo set without any data", async () => {
    vi.stubEnv("MOVIOLA_DATA", "");
    const demo = await loadDataset("demo");
    expect(demo.invented).toBe(true);
    expect(demo.nRatings).toBeGreaterThan(1000);
  });

  it("tells a known set that is not there by the roots it looked in", async () => {
    const known = (await listDatasets()).find(({ found }) => found === undefined);
    // On a machine with every known set there is nothing to ask for in vain.
    if (known === undefined) return;
    await expect(loadDataset(known.known.name)).rejects.toMatchObject({
      code: "E_DATA_MISSING",
      details: { where: expect.stringContaining(folder.path) as string },
    });
  });
});

describe("recogniseLayout", () => {
  it("tells layouts by their files", async () => {
    const cases: [string, string[], string | undefined][] = [
      ["l1", ["u.data"], "movielens-100k"],
      ["l2", ["ratings.dat.gz"], "movielens-1m"],
      ["l3", ["ratings.csv", "movies.csv"], "movielens-csv"],
      ["l4", ["reviews.csv", "movies.csv"], "imdb"],
      ["l5", ["a.inter"], "inter"],
      ["l6", ["a.inter", "b.inter"], undefined],
      ["l7", ["ratings.csv"], undefined],
      ["l8", [], undefined],
    ];
    for (const [name, files, layout] of cases) {
      await mkdir(join(folder.path, name), { recursive: true });
      for (const file of files) await folder.write(`${name}/${file}`, "x");
      expect((await recogniseLayout(join(folder.path, name)))?.layout).toBe(layout);
    }
    expect(await recogniseLayout(join(folder.path, "nowhere"))).toBeUndefined();
  });
});
