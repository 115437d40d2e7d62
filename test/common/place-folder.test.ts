import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { flushPath, placeFolder } from "../../src/common/place-folder.js";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "moviola-place-"));
});
afterEach(() => rm(root, { recursive: true }));

async function folderWith(name: string, text: string): Promise<string> {
  const folder = join(root, name);
  await mkdir(folder);
  await writeFile(join(folder, "text"), text);
  return folder;
}

const textIn = (folder: string): Promise<string> => readFile(join(folder, "text"), "utf8");
const never = (): Promise<undefined> => Promise.reject(new Error("nothing stands there"));

it("takes a free place, or that of an empty folder, without asking", async () => {
  const place = join(root, "place");
  const placed = await placeFolder<string>(await folderWith("one", "first"), place, never);
  expect(placed).toBeUndefined();
  expect(await textIn(place)).toBe("first");
  await mkdir(join(root, "empty"));
  await placeFolder(await folderWith("two", "second"), join(root, "empty"), never);
  expect((await readdir(root)).sort()).toEqual(["empty", "place"]);
});

it("gives what stands there and touches neither", async () => {
  const place = await folderWith("place", "theirs");
  const temporary = await folderWith("one", "ours");
  const standing = await placeFolder(temporary, place, () => textIn(place));
  expect(standing).toBe("theirs");
  expect(await textIn(place)).toBe("theirs");
  expect(await textIn(temporary)).toBe("ours");
});

it("replaces what is not sound, be it a folder or a file, and leaves nothing beside it", async () => {
  const attempts: number[] = [];
  const unsound = (attempt: number): Promise<undefined> => {
    attempts.push(attempt);
    return Promise.resolve(undefined);
  };
  const place = await folderWith("place", "damaged");
  const placed = await placeFolder<string>(await folderWith("one", "whole"), place, unsound);
  expect(placed).toBeUndefined();
  expect(await textIn(place)).toBe("whole");
  await writeFile(join(root, "file"), "in the way");
  await placeFolder(await folderWith("two", "whole"), join(root, "file"), unsound);
  expect(await textIn(join(root, "file"))).toBe("whole");
  expect((await readdir(root)).sort()).toEqual(["file", "place"]);
  expect(attempts).toEqual([0, 0]);
});

it("goes to one of many that want the same place, and the others get that one", async () => {
  const place = join(root, "place");
  const names = Array.from({ length: 8 }, (_unused, at) => `writer ${at}`);
  const folders = await Promise.all(names.map((name) => folderWith(name, name)));
  const given = await Promise.all(
    folders.map((folder) => placeFolder(folder, place, () => textIn(place))),
  );
  const winner = await textIn(place);
  expect(given.filter((text) => text === undefined)).toHaveLength(1);
  expect(given.filter((text) => text === winner)).toHaveLength(names.length - 1);
});

it("passes on what is not about the place", async () => {
  const missing = placeFolder(join(root, "none"), join(root, "place"), never);
  await expect(missing).rejects.toMatchObject({ code: "ENOENT" });
  const place = await folderWith("place", "theirs");
  const temporary = await folderWith("one", "ours");
  await expect(placeFolder(temporary, place, never)).rejects.toThrow("nothing stands there");
  expect(await textIn(place)).toBe("theirs");
});

it("flushes files and folders, and says nothing of what is not there", async () => {
  await flushPath(root);
  await flushPath(await folderWith("one", "text"));
  await flushPath(join(root, "none"));
});
