/** Text files that are made to stop a reader: endless numbers, endless lines, genres out of order. */
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readMovieLens100k, readTable } from "../../../src/data/read/index.js";
import { parseDecimal } from "../../../src/data/read/numbers.js";
import { dataFolder } from "../../support/data-files.js";

const folder = await dataFolder();

describe("a number of a million digits", () => {
  // Ways to take the digits apart would make this 10^12 steps, which no test lives to see.
  it("is refused, or taken, at once", () => {
    const digits = "9".repeat(1_000_000);
    expect(parseDecimal(`${digits}x`)).toBeNaN();
    expect(parseDecimal(`${digits}.${digits}e`)).toBeNaN();
    expect(parseDecimal(`0.${digits}`)).toBe(1);
    expect(["1", "1.", ".5", "-1.5e3", " 2 "].map(parseDecimal)).toEqual([1, 1, 0.5, -1500, 2]);
    expect([".", "e5", "1..2", "1.2.3", ""].map(parseDecimal)).toEqual([NaN, NaN, NaN, NaN, NaN]);
  });
});

describe("a line without end", () => {
  it("is refused before it fills the memory, packed or not", async () => {
    const endless = Buffer.alloc(2 ** 27 + 2 ** 20, "x");
    const path = await folder.write(
      "bomb.dat",
      gzipSync(Buffer.concat([Buffer.from("1::2::3\n"), endless])),
    );
    const columns = { user: 0, item: 1, rating: 2 };
    await expect(readTable(path, { columns })).rejects.toMatchObject({
      code: "E_DATA_TABLE",
      details: { where: `${path}, line 2` },
    });
  });
});

describe("the genres of MovieLens 100K", () => {
  const write = async (genres: string): Promise<string> => {
    const own = await dataFolder();
    await own.write("u.genre", genres);
    await own.write("u.item", "1|Babe (1995)|01-Jan-1995||url|0|0|1\n");
    await own.write("u.user", "1|33|M|artist|99999\n");
    await own.write("u.data", "1\t1\t3\t881250949\n");
    return own.path;
  };

  it("count when they are numbered in order", async () => {
    const { itemContent } = await readMovieLens100k(
      await write("unknown|0\nAction|1\nDrama|2\n\n"),
    );
    expect(itemContent[0].genres).toEqual(["Drama"]);
  });

  it.each([
    ["a number twice", "unknown|0\nAction|1\nDrama|1\n"],
    ["no number", "unknown|0\nAction|x\nDrama|2\n"],
    ["a gap", "unknown|0\nDrama|2\n"],
    ["a number beyond all lists", "unknown|0\nAction|4294967294\nDrama|2\n"],
    ["a field too many", "unknown|0\nAction|1|1\nDrama|2\n"],
  ])("are refused with %s, which would move or lose marks", async (_what, genres) => {
    await expect(readMovieLens100k(await write(genres))).rejects.toMatchObject({
      code: "E_DATA_TABLE",
      details: { where: expect.stringContaining("u.genre, line ") as string },
    });
  });
});
