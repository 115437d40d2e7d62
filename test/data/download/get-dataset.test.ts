import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  checkKnownFiles,
  getDataset,
  type GetOptions,
  type RegistryEntry,
} from "../../../src/data/download/index.js";
import { serve, startServer, type TestServer } from "./server.js";
import { zipOf } from "./zip-writer.js";

const hash = (content: string | Buffer): string =>
  createHash("sha256").update(content).digest("hex");
const archive = zipOf([
  { name: "tiny/ratings.csv", content: "userId,movieId,rating\n1,2,3\n" },
  { name: "tiny/movies.csv", content: "movieId,title\n2,Something (1999)\n" },
]);

/** The id of a process that has ended. */
const endedProcess = (): number => spawnSync(process.execPath, ["--version"]).pid;

let root: string;
let server: TestServer;

beforeEach(async () => {
  vi.stubEnv("MOVIOLA_OFFLINE", "");
  root = await mkdtemp(join(tmpdir(), "moviola-get-"));
  server = await startServer(serve(archive));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
  await rm(root, { recursive: true, force: true });
});

function entry(changes: Partial<RegistryEntry> = {}): RegistryEntry {
  return {
    name: "tiny",
    title: "Tiny",
    description: "two files",
    addresses: [server.address],
    bytes: archive.length,
    sha256: hash(archive),
    md5: null,
    licence: "none",
    terms: "http://127.0.0.1/terms",
    unpack: { kind: "zip", folder: "tiny" },
    target: "tiny",
    layout: "movielens-csv",
    files: [
      { path: "ratings.csv", bytes: 28, sha256: hash("userId,movieId,rating\n1,2,3\n") },
      { path: "movies.csv", bytes: 1, sha256: hash("another") },
      { path: "links.csv", bytes: 1, sha256: hash("absent") },
    ],
    manual: null,
    ...changes,
  };
}

const get = (changes: Partial<RegistryEntry> = {}, options: Partial<GetOptions> = {}) =>
  getDataset(entry(changes), { root, backoffMs: 1, attempts: 1, ...options });

describe("fetching a data set", () => {
  it("downloads, checks, unpacks and removes the archive", async () => {
    const result = await get();
    expect(result).toMatchObject({ name: "tiny", folder: join(root, "tiny"), fetched: true });
    expect(result.archive).toMatchObject({ verified: true, sha256: hash(archive) });
    expect((await readdir(result.folder)).sort()).toEqual(["movies.csv", "ratings.csv"]);
    expect(await readdir(join(root, "downloads"))).toEqual([]);
  });

  it("takes what is there, unless forced", async () => {
    const { folder } = await get();
    await writeFile(join(folder, "ratings.csv"), "spoilt");
    expect(await get()).toMatchObject({ fetched: false });
    expect(await get({}, { force: true, keepArchive: true })).toMatchObject({ fetched: true });
    expect(await readFile(join(folder, "ratings.csv"), "utf8")).toContain("1,2,3");
    expect(await readdir(join(root, "downloads"))).toEqual(["file.zip"]);
  });

  it("clears up for a process that was killed when the data stood", async () => {
    await get();
    const stale = `tmp-${endedProcess()}-0123abcd`;
    await writeFile(join(root, "downloads", `.file.zip.${stale}`), "the archive");
    await mkdir(join(root, `.tiny.${stale}`));
    expect(await get()).toMatchObject({ fetched: false });
    expect(await readdir(root)).toEqual(["downloads", "tiny"]);
    expect(await readdir(join(root, "downloads"))).toEqual([]);
  });

  it("takes over the archive of a process that was killed before the data stood", async () => {
    const stale = `.file.zip.tmp-${endedProcess()}-0123abcd`;
    await mkdir(join(root, "downloads"));
    await writeFile(join(root, "downloads", stale), archive);
    expect(await get()).toMatchObject({ fetched: true });
    expect(server.ranges).toEqual([]);
    expect(await readdir(join(root, "downloads"))).toEqual([]);
  });

  it("keeps the archive under its name when it cannot be unpacked", async () => {
    await expect(get({ unpack: { kind: "zip", folder: "absent" } })).rejects.toMatchObject({
      code: "E_ARCHIVE_FORMAT",
    });
    expect(await readdir(join(root, "downloads"))).toEqual(["file.zip"]);
  });

  it("refuses what has no hash, unless told: E_DOWNLOAD_UNVERIFIED", async () => {
    const unknown = { sha256: null, bytes: null };
    await expect(get(unknown)).rejects.toMatchObject({ code: "E_DOWNLOAD_UNVERIFIED" });
    expect(server.ranges).toEqual([]);
    const { archive: seen } = await get(unknown, { acceptUnverified: true });
    expect(seen).toMatchObject({ verified: false, sha256: hash(archive) });
  });

  it("leaves nothing to be taken for a data set when the bytes are wrong", async () => {
    await expect(get({ sha256: hash("x") })).rejects.toMatchObject({ code: "E_DOWNLOAD_HASH" });
    expect(await readdir(root)).toEqual(["downloads"]);
    expect(await readdir(join(root, "downloads"))).toEqual([]);
  });

  it("tries the next address when one fails, and tells of the first when all do", async () => {
    const gone = "http://127.0.0.1:1/file.zip";
    expect(await get({ addresses: [gone, server.address] })).toMatchObject({ fetched: true });
    await rm(join(root, "tiny"), { recursive: true });
    await expect(get({ addresses: [gone, "http://127.0.0.1:1/b"] })).rejects.toMatchObject({
      code: "E_DOWNLOAD_NETWORK",
      details: { where: gone },
    });
  });

  it("explains what has to be fetched by hand: E_DOWNLOAD_MANUAL", async () => {
    const manual = { addresses: [], manual: "Sign in and unpack it" };
    await expect(get(manual)).rejects.toMatchObject({
      code: "E_DOWNLOAD_MANUAL",
      details: { remedy: "Sign in and unpack it" },
    });
  });
});

describe("known files", () => {
  it("are the same, differ or are absent", async () => {
    const { folder } = await get();
    const states = await checkKnownFiles(entry(), folder);
    expect(states.map(({ path, state }) => [path, state])).toEqual([
      ["ratings.csv", "same"],
      ["movies.csv", "differs"],
      ["links.csv", "absent"],
    ]);
  });
});
