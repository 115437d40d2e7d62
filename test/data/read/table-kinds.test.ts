/** Tables as JSON lines, Parquet and CSV: what each kind of file does of its own. */
import { describe, expect, it } from "vitest";
import { readInteractionTable, readTable } from "../../../src/data/read/index.js";
import { sqlText, withDuckDb } from "../../../src/data/read/duckdb.js";
import { dataFolder } from "../../support/data-files.js";
import { refusalFrom } from "../../support/refusal.js";

const folder = await dataFolder();

async function parquet(name: string, columns: string, ...rows: string[]): Promise<string> {
  const path = `${folder.path}/${name}`;
  const values = rows.map((row) => `(${row})`).join(", ");
  await withDuckDb(async (connection) => {
    const select = `SELECT * FROM (VALUES ${values}) AS rows(${columns})`;
    await connection.run(`COPY (${select}) TO ${sqlText(path)} (FORMAT parquet)`);
  });
  return path;
}

it("JSON lines: columns are the keys of objects, in order of first sight, and of nothing else", async () => {
  const lines = ['{"user":1,"item":"a"}', '"xyz"', "null", "7", '{"item":"b","user":2,"how":4}'];
  const path = await folder.write("mixed.jsonl", lines.join("\n"));
  const table = await readInteractionTable(
    path,
    { user: 0, item: 1, rating: 2 },
    { missingRating: "keep", maximumRejectedShare: 0.9 },
  );
  expect(table).toMatchObject({ user: ["1", "2"], item: ["a", "b"] });
  expect([...table.rating]).toEqual([NaN, 4]);
  expect(table.rejected.examples.map(({ line }) => line)).toEqual([2, 3, 4]);
});

it("JSON lines: null is no id", async () => {
  const lines = ['{"user":1,"item":"a"}', '{"user":null,"item":"b"}', '{"user":2,"item":null}'];
  const path = await folder.write("nulls.jsonl", lines.join("\n"));
  const table = await readInteractionTable(path, {}, { maximumRejectedShare: 0.9 });
  expect(table.user).toEqual(["1"]);
  expect(table.rejected.examples.map(({ line, reason }) => `${line}: ${reason}`)).toEqual([
    "2: the user is empty",
    "3: the item is empty",
  ]);
});

describe("Parquet", () => {
  it("is read without ratings and times", async () => {
    const path = await parquet("seen.parquet", '"user", item', "1, 'a'", "2, 'b'");
    const table = await readInteractionTable(path);
    expect(table).toMatchObject({ user: ["1", "2"], item: ["a", "b"], hasRating: false });
    expect([...table.rating]).toEqual([1, 1]);
    expect(table.timestamp).toBeUndefined();
  });

  it("says what stands in place of a rating or a time, by row", async () => {
    const path = await parquet(
      "words.parquet",
      '"user", item, rating, timestamp',
      "1, 'a', '4', '1970-01-02'",
      "2, 'b', 'good', '7'",
      "3, 'c', NULL, '8'",
      "4, 'd', '0', 'soon'",
      "5, 'e', '0', NULL",
    );
    const table = await readInteractionTable(path, {}, { maximumRejectedShare: 0.9 });
    expect(table.user).toEqual(["1", "5"]);
    expect([...table.rating]).toEqual([4, 0]);
    expect([...table.timestamp!]).toEqual([86400, NaN]);
    expect(table.rejected.examples.map(({ line, reason }) => `${line}: ${reason}`)).toEqual([
      '2: rating "good" is not a number',
      "3: the rating is missing",
      '4: timestamp "soon" is no number or date',
    ]);
  });
});

describe("CSV", () => {
  it("in Latin-1 is read as such where that is asked for", async () => {
    const bytes = Buffer.from("user,item,rating\nRen\u00e9,Am\u00e9lie,3\n", "latin1");
    const path = await folder.write("latin.csv", bytes);
    const dataset = await readTable(path, { encoding: "latin1" });
    expect([dataset.users.ids, dataset.items.ids]).toEqual([["Ren\u00e9"], ["Am\u00e9lie"]]);
    const table = await readInteractionTable(path, {}, { maximumRejectedShare: 0.9 }).catch(
      (error: unknown) => error,
    );
    expect(table).toMatchObject({ code: "E_DATA_ROW" });
  });

  it("may quote the names of its columns", async () => {
    const header = '"who, if known","the ""what""",how';
    const path = await folder.write("quoted.csv", `${header}\nann,a,3\n`);
    const columns = { user: "who, if known", item: 'the "what"', rating: "how" };
    expect(await readInteractionTable(path, columns)).toMatchObject({ user: ["ann"], item: ["a"] });
  });

  it("leaves out records with too few or too many fields, or text behind a closing quote", async () => {
    const rows = ["1,a,3", "2,b", "3,c,4,5", '4,"d"e,1', "5,f,2"];
    const path = await folder.write("ragged.csv", `user,item,rating\n${rows.join("\n")}\n`);
    const table = await readInteractionTable(path, {}, { maximumRejectedShare: 0.9 });
    expect(table.user).toEqual(["1", "5"]);
    expect(table.rejected.examples.map(({ line, reason }) => `${line}: ${reason}`)).toEqual([
      "3: fewer than 3 fields",
      "4: more than 3 fields",
      "5: text after a closing quote",
    ]);
  });

  it("shows the beginning of what a quote swallowed", async () => {
    const swallowed = `2,"${"b".repeat(100)},4`;
    const path = await folder.write("open.csv", `user,item,rating\n1,a,3\n${swallowed}\n`);
    expect(await refusalFrom(() => readTable(path))).toEqual({
      code: "E_DATA_QUOTE",
      where: `${path}, line 3`,
      expected: 'a closing "',
      got: JSON.stringify(swallowed.slice(0, 60)),
    });
  });
});

describe("a table that asks for more than it holds", () => {
  const header = "user,item,rating";

  it("is read in the time of its length: a header of thousands of columns above short rows", async () => {
    const wide = `user,item,rating,${Array.from({ length: 5000 }, (_unused, at) => `c${at}`).join(",")}`;
    const path = await folder.write("wide.csv", `${wide}\n${"1,a,3\n".repeat(20_000)}`);
    expect(await refusalFrom(() => readTable(path))).toMatchObject({
      code: "E_DATA_ROW",
      got: "20000 of 20000 faulty; line 2: fewer than 5003 fields",
    });
  });

  it("is read in the time of its length: a row of as many separators as fit", async () => {
    const path = await folder.write(
      "long.csv",
      `${header}\n1,a,3\n${",".repeat(2 ** 20)}\n2,b,4\n`,
    );
    const table = await readInteractionTable(path, {}, { maximumRejectedShare: 0.5 });
    expect(table.rejected.examples).toMatchObject([{ line: 3, reason: "more than 3 fields" }]);
    expect(table.user).toEqual(["1", "2"]);
  });

  it("ends its lines with carriage returns alone", async () => {
    const path = await folder.write("old.csv", `${header}\r1,a,3\r2,b,4\r`);
    expect(await refusalFrom(() => readTable(path))).toMatchObject({
      code: "E_DATA_TABLE",
      where: `${path}, line 1`,
      got: "lines that end with \\r alone",
    });
  });

  it("has ratings that 32 bits cannot hold", async () => {
    const rows = ["1,a,3", "2,b,3.5e38", "3,c,-1e300", "4,d,3e38"];
    const path = await folder.write("large.csv", `${header}\n${rows.join("\n")}\n`);
    const table = await readInteractionTable(path, {}, { maximumRejectedShare: 0.5 });
    expect(table.user).toEqual(["1", "4"]);
    expect(table.rejected.examples.map(({ line }) => line)).toEqual([3, 4]);
  });

  it("has a quote that swallows more than a record may hold", async () => {
    const path = await folder.write(
      "swallowed.csv",
      `${header}\n1,"a\n${"b".repeat(2 ** 24)}\n",3\n`,
    );
    expect(await refusalFrom(() => readTable(path))).toMatchObject({
      code: "E_DATA_QUOTE",
      where: `${path}, line 2`,
      got: JSON.stringify('1,"a'),
    });
  });

  it("spoils a record of several lines with one byte that is not UTF-8", async () => {
    const start = Buffer.from(`${header}\n1,"a\n`);
    const bytes = Buffer.concat([start, Buffer.from([0xff]), Buffer.from('b",3\n2,"c\nd",4\n')]);
    const path = await folder.write("foul.csv", bytes);
    const table = await readInteractionTable(path, {}, { maximumRejectedShare: 0.5 });
    expect(table.rejected.examples).toMatchObject([
      { line: 2, reason: "bytes that are not UTF-8" },
    ]);
    expect(table.item).toEqual(["c\nd"]);
  });
});

it("a table tells no titles and no terms: items are called by their ids", async () => {
  const path = await folder.write("plain.csv", "user,item\n1,a\n1,b\n");
  const { licence, itemContent, userAttributes } = await readTable(path);
  expect(licence).toBe("not stated");
  expect(itemContent).toEqual(["a", "b"].map((title) => ({ title, genres: [] })));
  expect(userAttributes).toEqual([{}]);
});
