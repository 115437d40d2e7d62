import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readLists } from "../../../src/experiment/index.js";
import { listsFromRows } from "../../../src/experiment/score-lists/named-lists.js";
import { tsvLine } from "../../../src/common/tsv.js";
import { codeOf, rejectionCode } from "../../cli/support/code-of.js";
import { dataFolder } from "../../support/data-files.js";

describe("reading lists", async () => {
  const folder = await dataFolder();
  const read = async (content: string | Uint8Array): Promise<Record<string, readonly string[]>> =>
    Object.fromEntries((await readLists(await folder.write("lists.tsv", content))).itemsOf);
  const codeFor = async (content: string): Promise<string> => rejectionCode(read(content));

  it("orders by rank where every row has one, else by score, equal scores as they stand", async () => {
    const ranked = "user\titem\tscore\trank\nu\ta\t9\t2\nu\tb\t1\t1\nv\tc\t0\t1\n";
    expect(await read(ranked)).toEqual({ u: ["b", "a"], v: ["c"] });
    const scored = "user\titem\tscore\nu\ta\t-1\nu\tb\t1e3\nu\tc\t1000\nu\td\t-1\n";
    expect(await read(scored)).toEqual({ u: ["b", "c", "a", "d"] });
    const partly = "user\titem\tscore\trank\nu\ta\t1\t1\nu\tb\t2\t\n";
    expect(await read(partly)).toEqual({ u: ["b", "a"] });
  });

  it("takes CSV, other names and orders of columns, quotes, a byte order mark, \\r\\n and gzip", async () => {
    const csv = '\uFEFFItem_ID,Prediction,UserID\r\n"a",1,"u"\r\n\r\n"b ""c""",2,u\r\n';
    expect(await read(csv)).toEqual({ u: ['b "c"', "a"] });
    expect(await read(gzipSync(csv))).toEqual({ u: ['b "c"', "a"] });
  });

  it("keeps the name of the file as it was given", async () => {
    const path = await folder.write("named.tsv", "user\titem\trank\nu\ta\t1\n");
    expect((await readLists(path)).name).toBe(path);
  });

  it.each([
    ["1\t2\t3\t4\n", "E_LIST_HEADER"],
    ["user\titem\nu\ta\n", "E_LIST_HEADER"],
    ["user\trank\nu\t1\n", "E_LIST_HEADER"],
    ["user\titem\trating\nu\ta\t5\n", "E_LIST_HEADER"],
    ["user\titem\trank\n", "E_DATA_EMPTY"],
    ["", "E_DATA_EMPTY"],
    ["user\titem\tscore\nu\ta\tNaN\n", "E_LIST_ROW"],
    ["user\titem\tscore\nu\ta\tInfinity\n", "E_LIST_ROW"],
    ["user\titem\tscore\nu\ta\thigh\n", "E_LIST_ROW"],
    ["user\titem\tscore\n\ta\t1\n", "E_LIST_ROW"],
    ["user\titem\tscore\nu\t\t1\n", "E_LIST_ROW"],
    ["user\titem\tscore\nu\ta\n", "E_LIST_ORDER"],
    ["user\titem\tscore\trank\nu\ta\t\t1\nu\tb\t\t\n", "E_LIST_ORDER"],
    ["user\titem\trank\nu\ta\t1\nu\tb\t1\n", "E_LIST_RANK"],
    ["user\titem\tscore\nu\ta\t1\nv\tb\t1\nu\ta\t2\n", "E_LIST_ITEM"],
  ])("refuses %j with %s", async (content, code) => {
    expect(await codeFor(content)).toBe(code);
  });

  it("names the lines of the rows that clash", async () => {
    const twice = "user\titem\trank\nu\ta\t1\nv\ta\t1\n\nu\ta\t2\n";
    await expect(read(twice)).rejects.toThrow(/lines 2 and 5/);
  });

  it("reads back what is written, whatever the ids", async () => {
    const id = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
      .filter((text) => text === text.trim() && !/[\t\r\n\uFEFF]/.test(text));
    const lists = fc.uniqueArray(fc.tuple(id, fc.uniqueArray(id, { minLength: 1 })), {
      selector: ([user]) => user,
      minLength: 1,
    });
    await fc.assert(
      fc.asyncProperty(lists, async (entries) => {
        const rows = entries.flatMap(([user, items]) =>
          items.map((item, at) => tsvLine([user, item, -at, at + 1])),
        );
        const text = tsvLine(["user", "item", "score", "rank"]) + rows.join("");
        const { itemsOf } = await readLists(await folder.write("back.tsv", text));
        expect([...itemsOf]).toEqual(entries);
      }),
      { numRuns: 60 },
    );
  });
});

describe("lists from rows", () => {
  it("refuse a score that is no number", () => {
    const rows = [{ user: "u", item: "a", score: NaN, line: 2 }];
    expect(codeOf(() => listsFromRows("rows", rows))).toBe("E_LIST_ORDER");
  });
});
