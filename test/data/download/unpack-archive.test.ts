import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { unpackArchive, type UnpackOptions } from "../../../src/data/download/index.js";
import { entryParts } from "../../../src/data/download/entry-path.js";
import { zipOf, type ZipEntry } from "./zip-writer.js";

let folder: string;
let target: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "moviola-archive-"));
  target = join(folder, "set");
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function unpack(bytes: Buffer, options: UnpackOptions = {}, name = "set.zip"): Promise<void> {
  await writeFile(join(folder, name), bytes);
  await unpackArchive(join(folder, name), target, options);
}

/** The code of the failure; nothing but the archive may be left. */
async function failure(bytes: Buffer, options?: UnpackOptions, name?: string): Promise<string> {
  const error = await unpack(bytes, options, name).then(
    () => ({ code: "none" }),
    (thrown: unknown) => thrown as { code: string },
  );
  await rm(join(folder, name ?? "set.zip"));
  expect(await readdir(folder)).toEqual([]);
  return error.code;
}

const good: ZipEntry[] = [
  { name: "ml/", mode: 0o040755 },
  { name: "ml/u.data", content: "1\t2\t3\n" },
  { name: "ml/deep/README", content: "x".repeat(5000) },
];

describe("unpacking", () => {
  it("puts the whole archive, or one folder of it, in place", async () => {
    await unpack(zipOf(good));
    expect(await readFile(join(target, "ml", "u.data"), "utf8")).toBe("1\t2\t3\n");
    await rm(target, { recursive: true });
    await unpack(zipOf(good), { folder: "ml" });
    expect((await readdir(target)).sort()).toEqual(["deep", "u.data"]);
    expect((await readFile(join(target, "deep", "README"), "utf8")).length).toBe(5000);
    expect((await readdir(folder)).sort()).toEqual(["set", "set.zip"]);
  });

  it("unpacks a gzip file under its own name", async () => {
    await unpack(gzipSync("1::2::3\n"), {}, "ratings.dat.gz");
    expect(await readFile(join(target, "ratings.dat"), "utf8")).toBe("1::2::3\n");
  });

  it("does not touch what is there, unless it is to be replaced", async () => {
    await mkdir(target);
    await writeFile(join(target, "mine"), "1");
    await expect(unpack(zipOf(good))).rejects.toMatchObject({ code: "E_ARCHIVE_EXISTS" });
    expect(await readdir(target)).toEqual(["mine"]);
    await unpack(zipOf(good), { folder: "ml", replace: true });
    expect((await readdir(target)).sort()).toEqual(["deep", "u.data"]);
  });
});

describe("an archive that means harm", () => {
  it.each([
    "../evil",
    "ml/../../evil",
    "/etc/evil",
    "C:/evil",
    "ml\\..\\..\\evil",
    "ml//evil",
    "./evil",
    "ml/evil\n",
    "ml/stream:evil",
    "ml/NUL.txt",
    `ml/${"x".repeat(256)}`,
    `${"deep/".repeat(300)}evil`,
  ])("names %j: E_ARCHIVE_PATH", async (name) => {
    expect(await failure(zipOf([...good, { name, content: "evil" }]))).toBe("E_ARCHIVE_PATH");
  });

  it("names a file twice, also in another case: E_ARCHIVE_PATH", async () => {
    for (const name of ["ml/u.data", "ml/U.DATA"]) {
      expect(await failure(zipOf([...good, { name, content: "evil" }]))).toBe("E_ARCHIVE_PATH");
    }
  });

  it.each([0o120777, 0o020666, 0o010644, 0o060644, 0o140777])(
    "holds a link or special file (mode %i): E_ARCHIVE_LINK",
    async (mode) => {
      const entry = { name: "ml/link", content: "/etc/passwd", mode };
      expect(await failure(zipOf([...good, entry]))).toBe("E_ARCHIVE_LINK");
    },
  );

  it("unpacks to too much: E_ARCHIVE_SIZE, E_ARCHIVE_ENTRIES, E_ARCHIVE_RATIO", async () => {
    expect(await failure(zipOf(good), { maxBytes: 5000 })).toBe("E_ARCHIVE_SIZE");
    expect(await failure(zipOf(good), { maxEntries: 2 })).toBe("E_ARCHIVE_ENTRIES");
    const bomb = Buffer.alloc(8 * 2 ** 20);
    expect(await failure(zipOf([{ name: "bomb", content: bomb }]))).toBe("E_ARCHIVE_RATIO");
    expect(await failure(gzipSync(bomb), {}, "bomb.gz")).toBe("E_ARCHIVE_RATIO");
    expect(await failure(gzipSync(bomb), { maxBytes: 100 }, "bomb.gz")).toBe("E_ARCHIVE_SIZE");
  });
});

describe("an archive that is none", () => {
  it.each([
    ["a web page", Buffer.from("<!DOCTYPE html><html></html>")],
    ["an empty file", Buffer.alloc(0)],
    ["a truncated archive", zipOf(good).subarray(0, 60)],
    ["a wrong checksum", zipOf([{ name: "a", content: "abc", claimedCrc: 7 }])],
    ["a wrong size", zipOf([{ name: "a", content: "abc", claimedSize: 2 }])],
    ["a password", zipOf([{ name: "a", content: "abc", flags: 1 }])],
  ])("is %s: E_ARCHIVE_FORMAT", async (_what, bytes) => {
    expect(await failure(bytes)).toBe("E_ARCHIVE_FORMAT");
  });

  it("is a truncated gzip file: E_ARCHIVE_FORMAT", async () => {
    const bytes = gzipSync("abc".repeat(1000)).subarray(0, 20);
    expect(await failure(bytes, {}, "a.gz")).toBe("E_ARCHIVE_FORMAT");
  });

  it("lacks the folder that should be in it: E_ARCHIVE_FORMAT", async () => {
    expect(await failure(zipOf(good), { folder: "ml-100k" })).toBe("E_ARCHIVE_FORMAT");
  });
});

describe("entry names", () => {
  it("never lead out of the folder, whatever they are", () => {
    const piece = fc.constantFrom("..", ".", "", "a", "b c", "\\", "C:", "/", "é", "\u0000", "CON");
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), (pieces) => {
        let parts: string[];
        try {
          parts = entryParts("x.zip", pieces.join("/"));
        } catch {
          return;
        }
        expect(join("/target", ...parts).startsWith("/target/")).toBe(true);
        expect(parts.join("/")).not.toMatch(/\\|:|(^|\/)\.\.?(\/|$)/);
      }),
    );
  });
});
