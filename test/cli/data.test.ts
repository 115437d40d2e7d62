import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { formatBytes } from "../../src/cli/data/format-bytes.js";
import { dataCommand } from "../../src/cli/data.js";
import { writeNpy } from "../../src/data/npy/index.js";
import { loadRegistry } from "../../src/data/download/index.js";
import { serve, startServer } from "../data/download/server.js";
import { zipOf } from "../data/download/zip-writer.js";

let root: string;
let output: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "moviola-cli-data-"));
  vi.stubEnv("MOVIOLA_DATA", root);
  vi.stubEnv("MOVIOLA_OFFLINE", "");
  output = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    output += String(text);
    return true;
  });
});

afterEach(async () => {
  process.exitCode = undefined;
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await rm(root, { recursive: true, force: true });
});

async function run(...words: string[]): Promise<string> {
  output = "";
  await dataCommand().exitOverride().parseAsync(words, { from: "user" });
  return output;
}

/** 300 good rows, and one with a word for a rating. */
async function writeRatings(path: string): Promise<void> {
  const rows = Array.from({ length: 300 }, (_unused, row) => `${row % 20},${row},${1 + (row % 5)}`);
  rows[7] = "7,7,splendid";
  await writeFile(path, `userId,movieId,rating\n${rows.join("\n")}\n`);
}

async function writeCsvSet(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeRatings(join(folder, "ratings.csv"));
  const films = Array.from({ length: 300 }, (_unused, item) => `${item},Film ${item} (1999),Drama`);
  await writeFile(join(folder, "movies.csv"), `movieId,title,genres\n${films.join("\n")}\n`);
}

describe("moviola data list", () => {
  it("names every data set of the registry, the demo, and the folders looked in", async () => {
    const text = await run("list");
    for (const { name } of await loadRegistry()) expect(text).toContain(name);
    expect(text).toContain("demo");
    expect(text).toContain(root);
  });

  it("says where one is, also as JSON", async () => {
    await writeCsvSet(join(root, "ml-25m"));
    const { roots, datasets } = JSON.parse(await run("list", "--json")) as {
      roots: string[];
      datasets: { name: string; found: { path: string } | null; fetch: string }[];
    };
    expect(roots[0]).toBe(root);
    const of = (name: string) => datasets.find((dataset) => dataset.name === name);
    expect(of("ml-25m")?.found?.path).toBe(join(root, "ml-25m"));
    expect(of("ml-20m")?.found).toBeNull();
    expect([of("demo")?.fetch, of("imdb-vision-nlp")?.fetch]).toEqual(["generated", "by hand"]);
  });
});

describe("moviola data check", () => {
  it("prints counts, coverage and each rejected row with file, line and reason", async () => {
    await writeRatings(join(root, "mine.csv"));
    const text = await run("check", join(root, "mine.csv"));
    expect(text).toMatch(/ratings +299 /);
    expect(text).toMatch(/rejected +1 rows/);
    expect(text).toMatch(/mine\.csv:9: .*splendid/);
    expect(text).toMatch(/posters +none/);
    expect(process.exitCode).toBeUndefined();
  });

  it("gives the same as JSON", async () => {
    await writeRatings(join(root, "mine.csv"));
    const checked = JSON.parse(await run("check", join(root, "mine.csv"), "--json")) as {
      nRatings: number;
      rejected: { count: number; examples: { line: number }[] };
    };
    expect(checked.nRatings).toBe(299);
    expect(checked.rejected).toMatchObject({ count: 1, examples: [{ line: 9 }] });
  });

  it("says which known file is not as published, and fails", async () => {
    const folder = join(root, "ml-100k");
    await mkdir(folder);
    const rows = Array.from(
      { length: 9 },
      (_unused, row) => `${1 + row}\t${1 + row}\t3\t88125094${row}`,
    );
    await writeFile(join(folder, "u.data"), `${rows.join("\n")}\n`);
    const genres = Array<string>(19).fill("0").join("|");
    const names = Array.from({ length: 19 }, (_unused, at) => `Genre${at}|${at}`);
    await writeFile(join(folder, "u.genre"), `${names.join("\n")}\n`);
    const users = rows.map((_row, at) => `${1 + at}|30|F|artist|12345`);
    await writeFile(join(folder, "u.user"), `${users.join("\n")}\n`);
    const films = rows.map((_row, at) => `${1 + at}|Film ${at} (1999)|01-Jan-1999|||${genres}`);
    await writeFile(join(folder, "u.item"), `${films.join("\n")}\n`);
    const text = await run("check", "ml-100k");
    expect(text).toMatch(/known +u\.data: DIFFERS from the published file/);
    expect(text).toMatch(/known +u\.user: DIFFERS/);
    expect(process.exitCode).toBe(1);
  });

  it("counts the parts and features of a folder of MMRec", async () => {
    const folder = join(root, "clips");
    await mkdir(folder);
    await writeFile(
      join(folder, "clips.inter"),
      "userID\titemID\tx_label\n0\t0\t0\n0\t1\t1\n1\t2\t0\n",
    );
    await writeNpy(join(folder, "image_feat.npy"), Float32Array.of(1, 2, 3, 4, 0, 0), [3, 2]);
    const text = await run("check", "clips");
    expect(text).toMatch(/parts +2 train, 1 valid, 0 test/);
    expect(text).toMatch(/features +image: 3 x 2, 1 items without/);
    const checked = JSON.parse(await run("check", folder, "--json")) as { mmrec: unknown };
    expect(checked.mmrec).toEqual({
      parts: { train: 2, valid: 1, test: 0 },
      features: [{ modality: "image", nItems: 3, dim: 2, nMissing: 1 }],
    });
    await writeFile(join(folder, "clips.inter"), "userID\titemID\n0\t0\n1\t2\n");
    expect(await run("check", "clips")).not.toMatch(/parts/);
  });

  it("fails with the reader's error", async () => {
    await expect(run("check", join(root, "nothing"))).rejects.toMatchObject({
      code: "E_DATA_NAME",
    });
  });
});

describe("moviola data get", () => {
  it("fetches, checks and unpacks from a registry, then finds it there", async () => {
    const archive = zipOf([
      { name: "tiny/ratings.csv", content: "userId,movieId,rating\n1,2,3\n" },
    ]);
    const sha256 = createHash("sha256").update(archive).digest("hex");
    const server = await startServer(serve(archive));
    const entry = {
      ...(await loadRegistry())[0],
      ...{ name: "tiny", target: "tiny", addresses: [server.address], files: [] },
      ...{ bytes: archive.length, sha256, unpack: { kind: "zip", folder: "tiny" } },
    };
    const registry = join(root, "registry.json");
    await writeFile(registry, JSON.stringify({ schema: 1, datasets: [entry] }));
    try {
      const words = ["get", "tiny", "--registry", registry, "--to", root];
      const text = await run(...words);
      expect(text).toContain(`is now in ${join(root, "tiny")}`);
      expect(text).toContain(`sha256 ${sha256} (as expected)`);
      expect(text).toContain("licence:");
      expect(await readFile(join(root, "tiny", "ratings.csv"), "utf8")).toContain("1,2,3");
      expect(await readdir(join(root, "downloads"))).toEqual([]);
      const again = JSON.parse(await run(...words, "--json")) as { fetched: boolean };
      expect(again.fetched).toBe(false);
    } finally {
      await server.close();
    }
  });

  it("knows what it does not know: E_DOWNLOAD_UNKNOWN, E_DOWNLOAD_MANUAL, E_DOWNLOAD_OFFLINE", async () => {
    await expect(run("get", "ml-2m")).rejects.toMatchObject({ code: "E_DOWNLOAD_UNKNOWN" });
    await expect(run("get", "imdb-vision-nlp", "--to", root)).rejects.toMatchObject({
      code: "E_DOWNLOAD_MANUAL",
    });
    vi.stubEnv("MOVIOLA_OFFLINE", "1");
    await expect(run("get", "ml-25m", "--to", root)).rejects.toMatchObject({
      code: "E_DOWNLOAD_OFFLINE",
    });
  });

  it("draws the demo set", async () => {
    vi.stubEnv("MOVIOLA_CACHE", root);
    const text = await run("get", "demo");
    expect(text).toContain(join(root, "demo-"));
    const checked = JSON.parse(await run("check", "demo", "--json")) as { invented: boolean };
    expect(checked.invented).toBe(true);
  });
});

describe("help", () => {
  it.each(["list", "get", "check"])("of data %s has an example", async (name) => {
    const command = dataCommand().commands.find((candidate) => candidate.name() === name)!;
    command.exitOverride().configureOutput({ writeOut: (text) => (output += text) });
    await expect(command.parseAsync(["--help"], { from: "user" })).rejects.toThrow();
    expect(output).toContain(`$ moviola data ${name}`);
    expect(output).toContain("--json");
  });
});

describe("sizes for people", () => {
  it.each([
    [999, "999 B"],
    [978_202, "978 kB"],
    [4_924_029, "4.9 MB"],
    [99_960, "100 kB"],
    [261_978_986, "262 MB"],
    [999_999_999, "1.0 GB"],
  ])("%i is %s", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});
