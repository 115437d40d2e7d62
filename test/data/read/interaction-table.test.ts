import { gzipSync } from "node:zlib";

import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { readInteractionTable, readTable } from "../../../src/data/read/index.js";
import { sqlText, withDuckDb } from "../../../src/data/read/duckdb.js";
import { dataFolder } from "../../support/data-files.js";

const folder = await dataFolder();

describe("readInteractionTable", () => {
  it.each([
    ["user,item,rating,timestamp", ","],
    ["userID\titemID\trating\ttime", "\t"],
    ["userId;movieId;score;timestamp", ";"],
    ["reviewerID|asin|overall|unixReviewTime", "|"],
    ["user_id:token\titem_id:token\trating:float\ttimestamp:float", "\t"],
    ["User ID,Movie-Id,Stars,Time", ","],
  ])("finds separator and columns of %s", async (header, separator) => {
    const rows = [
      ["u1", "i9", "3.5", "100"],
      ["u2", "i9", "4", "200"],
    ];
    const body = rows.map((row) => row.join(separator)).join("\r\n");
    const path = await folder.write("names.txt", `\ufeff${header}\r\n${body}`);
    const table = await readInteractionTable(path);
    expect(table).toMatchObject({
      nRows: 2,
      user: ["u1", "u2"],
      item: ["i9", "i9"],
      hasRating: true,
    });
    expect([...table.rating]).toEqual([3.5, 4]);
    expect([...table.timestamp!]).toEqual([100, 200]);
    expect(table.rejected.count).toBe(0);
  });

  it.each([
    ["u1.base", "1\t7\t5\t874965758\n1\t8\t3\t876893171\n"],
    ["ratings.dat", "1::7::5::874965758\n1::8::3::876893171\n"],
  ])("reads MovieLens's %s without header", async (name, content) => {
    for (const bytes of [Buffer.from(content), gzipSync(content)]) {
      const table = await readInteractionTable(await folder.write(name, bytes));
      expect(table).toMatchObject({ name, user: ["1", "1"], item: ["7", "8"] });
      expect([...table.rating]).toEqual([5, 3]);
      expect([...table.timestamp!]).toEqual([874965758, 876893171]);
    }
  });

  it("takes columns by position and by name, in any order", async () => {
    const bare = await folder.write("bare.csv", "5,x,1000,b,a\n4,x,2000,b,c\n");
    const columns = { user: 4, item: 3, rating: 0, timestamp: 2 };
    const table = await readInteractionTable(bare, columns, { timestampUnit: "milliseconds" });
    expect(table).toMatchObject({ user: ["a", "c"], item: ["b", "b"] });
    expect([...table.timestamp!]).toEqual([1, 2]);
    const named = await folder.write("named.csv", "wer,was,user\n1,2,3\n");
    const read = await readInteractionTable(named, { user: "wer", item: "was" });
    expect(read).toMatchObject({ user: ["1"], item: ["2"], hasRating: false });
    expect([...read.rating]).toEqual([1]);
  });

  it("takes a first row of text for a header, unless columns are given by position", async () => {
    const pairs = await folder.write("pairs.csv", "ann,Heat\nbob,Alien\n");
    await expect(readInteractionTable(pairs)).rejects.toMatchObject({ code: "E_DATA_COLUMN" });
    expect((await readInteractionTable(pairs, { user: 0, item: 1 })).nRows).toBe(2);
    const rated = await folder.write("rated.csv", "who,what,how\nann,Heat,3\n");
    const columns = { user: 0, item: 1, rating: 2 };
    expect((await readInteractionTable(rated, columns)).user).toEqual(["ann"]);
    const forced = await folder.write("forced.csv", "user,item\nann,Heat\n");
    expect((await readInteractionTable(forced, {}, { header: false })).user).toEqual([
      "user",
      "ann",
    ]);
  });

  it("reads dates as UTC", async () => {
    const dates = [
      "2005-07-24",
      "24 July 2005",
      "2005-07-24 00:00:00",
      "2005-07-24T02:00:00+02:00",
    ];
    const body = dates.map((date) => `1,2,3,${date}`).join("\n");
    const path = await folder.write("dates.csv", `user,item,rating,timestamp\n${body}\n`);
    const { timestamp } = await readInteractionTable(path);
    expect([...timestamp!]).toEqual(Array(4).fill(Date.UTC(2005, 6, 24) / 1000));
  });

  it("reads JSON lines and Parquet as it reads CSV", async () => {
    const json = await folder.write(
      "rows.jsonl",
      '{"item":"x","user":7,"rating":4.5,"timestamp":12}\n{"item":"y","user":8,"rating":1,"timestamp":13}\n',
    );
    const parquet = `${folder.path}/rows.parquet`;
    await withDuckDb(async (connection) => {
      await connection.run(
        `COPY (SELECT * FROM (VALUES ('x', 7, 4.5, TIMESTAMP '1970-01-01 00:00:12'),
          ('y', 8, 1, TIMESTAMP '1970-01-01 00:00:13')) AS rows(item, "user", rating, timestamp))
          TO ${sqlText(parquet)} (FORMAT parquet)`,
      );
    });
    for (const path of [json, parquet]) {
      const table = await readInteractionTable(path);
      expect(table).toMatchObject({ user: ["7", "8"], item: ["x", "y"] });
      expect([...table.rating]).toEqual([4.5, 1]);
      expect([...table.timestamp!]).toEqual([12, 13]);
    }
  });

  it("leaves out, refuses or keeps rows without a rating", async () => {
    const path = await folder.write("gaps.csv", "user,item,rating\n1,a,4\n2,a,\n3,b,nan\n4,b,2\n");
    const dropped = await readInteractionTable(path, {}, { missingRating: "drop" });
    expect([...dropped.rating]).toEqual([4, 2]);
    expect(dropped.rejected.examples.map(({ line }) => line)).toEqual([3, 4]);
    const kept = await readInteractionTable(path, {}, { missingRating: "keep" });
    expect([...kept.rating]).toEqual([4, NaN, NaN, 2]);
    await expect(readInteractionTable(path)).rejects.toMatchObject({ code: "E_DATA_ROW" });
  });

  it("gives back any ids, whatever quotes, separators and line ends they hold", async () => {
    const id = fc.string({
      unit: fc.constantFrom("a", '"', ",", "\n", ";", "\t", "\u00e9", " ", "'", "|"),
      minLength: 1,
      maxLength: 6,
    });
    const rows = fc.array(fc.tuple(id, id, fc.integer({ min: 1, max: 5 })), {
      minLength: 1,
      maxLength: 20,
    });
    const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(rows, async (expected) => {
        const body = expected.map(
          ([user, item, rating]) => `${quoted(user)},${quoted(item)},${rating}\n`,
        );
        const path = await folder.write("any.csv", `user,item,rating\n${body.join("")}`);
        const table = await readInteractionTable(path);
        expect(table.user).toEqual(expected.map(([user]) => user));
        expect(table.item).toEqual(expected.map(([, item]) => item));
        expect([...table.rating]).toEqual(expected.map(([, , rating]) => rating));
      }),
      { numRuns: 25 },
    );
  });

  it("names the line of the file for every refused row", async () => {
    const kinds = [
      "good",
      "quoted",
      "text",
      "range",
      "short",
      "long",
      "blank",
      "closing",
      "shortQuoted",
      "closingQuoted",
    ] as const;
    const record = {
      good: "1,a,3,x",
      quoted: '1,a,3,"two\nlines, ""here"""',
      text: "1,a,x,y",
      range: '1,a,9,"more\n\nlines"',
      short: "1,a",
      long: "1,a,3,x,y",
      blank: "",
      closing: '1,a,3,"x"y',
      shortQuoted: '1,"a\nb"',
      closingQuoted: '1,a,3,"x\ny"z',
    };
    const refused = new Set<string>([
      "text",
      "range",
      "short",
      "long",
      "closing",
      "shortQuoted",
      "closingQuoted",
    ]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...kinds), { minLength: 1, maxLength: 16 }),
        async (rows) => {
          let line = 2;
          const expected: number[] = [];
          for (const kind of rows) {
            if (refused.has(kind)) expected.push(line);
            line += record[kind].split("\n").length;
          }
          // The last row is good, so that not all rows are refused.
          const body = [...rows.map((kind) => record[kind]), "1,a,3,x"].join("\n");
          const path = await folder.write("lines.csv", `user,item,rating,note\n${body}\n`);
          const table = await readInteractionTable(
            path,
            {},
            { ratingScale: { minimum: 1, maximum: 5, step: 1 }, maximumRejectedShare: 1 },
          );
          expect(table.rejected.count).toBe(expected.length);
          expect(table.rejected.examples.map((example) => example.line)).toEqual(expected);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("readTable", () => {
  it("numbers users and items in order of first sight and takes the scale from the ratings", async () => {
    const path = await folder.write("my.table.csv", "user,item,rating\nb,y,0.5\na,y,4\nb,x,2.5\n");
    const dataset = await readTable(path, { name: "mine", licence: "my own" });
    expect(dataset.users.ids).toEqual(["b", "a"]);
    expect(dataset.items.ids).toEqual(["y", "x"]);
    expect([...dataset.interactions.userIndex]).toEqual([0, 1, 0]);
    expect([...dataset.interactions.itemIndex]).toEqual([0, 0, 1]);
    expect(dataset.ratingScale).toEqual({ minimum: 0.5, maximum: 4, step: 1.5 });
    expect(dataset).toMatchObject({ name: "mine", licence: "my own", invented: false });
    expect(dataset.sources).toMatchObject([{ path: "my.table.csv", bytes: 39 }]);
    expect((await readTable(path)).name).toBe("my.table");
    expect(dataset.interactions.timestamp).toBeUndefined();
  });

  it("takes a table without ratings as positives", async () => {
    const path = await folder.write("seen.tsv", "user\titem\n1\ta\n2\tb\n");
    const dataset = await readTable(path);
    expect(dataset.ratingScale).toEqual({ minimum: 0, maximum: 1, step: 1 });
    expect([...dataset.interactions.rating]).toEqual([1, 1]);
  });
});
