import { gzipSync } from "node:zlib";

import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { forEachLine } from "../../../src/data/read/lines.js";
import { dataFolder } from "../../support/data-files.js";

const folder = await dataFolder();

async function linesOf(path: string, encoding: "utf8" | "latin1" = "utf8"): Promise<string[]> {
  const lines: string[] = [];
  const count = await forEachLine(path, encoding, (line, number) => {
    expect(number).toBe(lines.push(line));
  });
  expect(count).toBe(lines.length);
  return lines;
}

describe("forEachLine", () => {
  it.each([
    ["a\nb", ["a", "b"]],
    ["a\nb\n", ["a", "b"]],
    ["a\r\n\r\nb\r\n", ["a", "", "b"]],
    ["a\r\nbcd\r", ["a", "bcd"]],
    ["\ufeffa\n\n", ["a", ""]],
    ["\n\na", ["", "", "a"]],
    // The second byte is that of gzip, the first is not.
    ["\u028b\nb", ["\u028b", "b"]],
  ])("splits %j", async (text, lines) => {
    expect(await linesOf(await folder.write("lines.txt", text))).toEqual(lines);
  });

  it("is not disturbed by where the pieces of a large file end", async () => {
    const piece = 1 << 18;
    const line = fc
      .constantFrom("\u00e9", "\u20ac", "x", "\u{1f3ac}")
      .map((character) => character.repeat(3));
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 8, maxLength: 8 }),
        fc.nat(20),
        async (lines, shift) => {
          const text = `${"y".repeat(piece - shift)}\r\n${lines.join("\r\n")}`;
          const expected = ["y".repeat(piece - shift), ...lines];
          expect(await linesOf(await folder.write("large.txt", text))).toEqual(expected);
          const packed = await folder.write("large.txt.gz", gzipSync(text));
          expect(await linesOf(packed)).toEqual(expected);
        },
      ),
      { numRuns: 20 },
    );
  });

  it("reads every byte of Latin-1 as the character of this number", async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const lines = await linesOf(
      await folder.write("all.txt", Buffer.concat([Buffer.from("x"), bytes])),
      "latin1",
    );
    const text = lines.join("\n");
    expect(text).toBe(`x${bytes.toString("latin1")}`);
  });

  it("refuses bytes that are not UTF-8, a cut character at the end too", async () => {
    for (const bytes of [Buffer.from("a\nb\xe9c\n", "latin1"), Buffer.from("a\xc3", "latin1")]) {
      const path = await folder.write("wrong.txt", bytes);
      await expect(linesOf(path)).rejects.toMatchObject({ code: "E_DATA_ENCODING" });
    }
  });

  it("unpacks gzip files that were put together from several", async () => {
    const path = await folder.write("two.gz", Buffer.concat([gzipSync("a\n"), gzipSync("b\n")]));
    expect(await linesOf(path)).toEqual(["a", "b"]);
  });
});
