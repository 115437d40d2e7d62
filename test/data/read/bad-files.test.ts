import { gzipSync } from "node:zlib";

import { describe, expect, it } from "vitest";

import { isMoviolaError } from "../../../src/common/errors.js";
import {
  loadDataset,
  readInteractionTable,
  readMovieLens1m,
  readTable,
} from "../../../src/data/read/index.js";
import { dataFolder } from "../../support/data-files.js";

const folder = await dataFolder();
const GOOD = "user,item,rating\n1,a,3\n2,b,4\n";

async function failureOf(work: Promise<unknown>): Promise<{ code: string; details: object }> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isMoviolaError(error)) throw new Error("no MoviolaError was thrown", { cause: error });
  return error;
}

describe("a file that is no data", () => {
  it.each([
    ["nothing at all", "", "E_DATA_EMPTY"],
    ["blank lines alone", "\n\n  \n", "E_DATA_EMPTY"],
    ["a header alone", "user,item,rating\n", "E_DATA_EMPTY"],
    ["a web page", "<!DOCTYPE html>\n<html><body>Sign in</body></html>", "E_DATA_HTML"],
    ["a web page without doctype", "\n<HTML><head>", "E_DATA_HTML"],
    ["a refusal of a store", '<?xml version="1.0"?><Error>AccessDenied</Error>', "E_DATA_HTML"],
    [
      "a Git LFS pointer",
      "version https://git-lfs.github.com/spec/v1\noid sha256:1\n",
      "E_DATA_LFS_POINTER",
    ],
    ["one column", "user\n1\n2\n", "E_DATA_SEPARATOR"],
    ["a JSON array", '[{"user":1,"item":2}]', "E_DATA_TABLE"],
    ["a broken Parquet file", "PAR1 and then nothing PAR1", "E_DATA_TABLE"],
    ["a header without user", "person,item,rating\n1,a,3\n", "E_DATA_COLUMN"],
    ["a header without item", "user,thing,rating\n1,a,3\n", "E_DATA_COLUMN"],
    ["five columns without header", "1,2,3,4,5\n", "E_DATA_COLUMN"],
    ["a quote that is never closed", 'user,item,rating\n1,a,3\n2,"b,4\n3,c,5\n', "E_DATA_QUOTE"],
  ])("is refused by its own code: %s", async (_what, content, code) => {
    const path = await folder.write("bad.csv", content);
    const { code: got, details } = await failureOf(readTable(path));
    expect(got).toBe(code);
    expect(details).toMatchObject({ where: expect.stringContaining(path) as string });
    for (const key of ["expected", "got", "remedy"]) expect(details).toHaveProperty(key);
    const packed = await folder.write("bad.csv.gz", gzipSync(content));
    expect((await failureOf(readTable(packed))).code).toBe(code);
  });

  it("is refused when it is UTF-16", async () => {
    const little = Buffer.from(`\ufeff${GOOD}`, "utf16le");
    for (const bytes of [little, Buffer.from(little).swap16()]) {
      const path = await folder.write("wide.csv", bytes);
      expect((await failureOf(readTable(path))).code).toBe("E_DATA_ENCODING");
    }
  });

  it("is refused when it is Latin-1 and read line by line as UTF-8", async () => {
    const path = await folder.write("latin.dat", Buffer.from("Ren\u00e9::2::3\n", "latin1"));
    expect(
      (await failureOf(readTable(path, { columns: { user: 0, item: 1, rating: 2 } }))).code,
    ).toBe("E_DATA_ENCODING");
    const read = await readTable(path, {
      columns: { user: 0, item: 1, rating: 2 },
      encoding: "latin1",
      header: false,
    });
    expect(read.users.ids).toEqual(["Ren\u00e9"]);
  });

  it("is refused when it is a folder or not there", async () => {
    expect((await failureOf(readTable(folder.path))).code).toBe("E_DATA_FILE");
    expect((await failureOf(readTable(`${folder.path}/no.csv`))).code).toBe("E_DATA_FILE");
  });
});

describe("a packed file", () => {
  const rows = Array.from(
    { length: 20_000 },
    (_, row) => `${row % 977},${row * 7919},${1 + (row % 5)}`,
  );
  const whole = gzipSync(`user,item,rating\n${rows.join("\n")}\n`);

  it("is read by its content, whatever its name", async () => {
    const path = await folder.write("packed.csv", whole);
    expect((await readTable(path)).nRatings).toBe(20_000);
    const plain = await folder.write("plain.csv.gz", GOOD);
    expect((await readTable(plain)).nRatings).toBe(2);
  });

  it.each([10, 200, whole.length >> 1, whole.length - 4])(
    "is refused when it ends after %i bytes",
    async (length) => {
      const path = await folder.write("cut.csv.gz", whole.subarray(0, length));
      expect((await failureOf(readTable(path))).code).toBe("E_DATA_TRUNCATED");
      const lines = await folder.write(
        "cut.dat.gz",
        gzipSync(rows.join("\n").replaceAll(",", "::")).subarray(0, length),
      );
      expect((await failureOf(readTable(lines))).code).toBe("E_DATA_TRUNCATED");
    },
  );

  it("is refused when its bytes are damaged", async () => {
    const damaged = Buffer.from(whole);
    for (let at = damaged.length >> 1; at < damaged.length - 8; at += 3) damaged[at] ^= 0x5a;
    const path = await folder.write("damaged.csv.gz", damaged);
    expect((await failureOf(readTable(path))).code).toBe("E_DATA_GZIP");
  });
});

describe("options that do not fit the file", () => {
  it("names the separator that the file seems to have", async () => {
    const path = await folder.write("semicolon.csv", GOOD.replaceAll(",", ";"));
    expect((await readTable(path)).nRatings).toBe(2);
    const { code, details } = await failureOf(readTable(path, { separator: "\t" }));
    expect(code).toBe("E_DATA_SEPARATOR");
    expect(details).toMatchObject({ expected: expect.stringContaining("tab") as string });
    expect(details).toMatchObject({ got: expect.stringContaining("semicolon") as string });
  });

  it("lists the columns that are there", async () => {
    const path = await folder.write("good.csv", GOOD);
    for (const columns of [
      { rating: "stars" },
      { user: "who" },
      { item: 7 },
      { timestamp: "when" },
    ]) {
      const { code, details } = await failureOf(readTable(path, { columns }));
      expect(code).toBe("E_DATA_COLUMN");
      expect(JSON.stringify(details)).toMatch(/user, item, rating|3 columns/);
    }
    const bare = await folder.write("bare.csv", "1,2,3\n");
    expect((await failureOf(readTable(bare, { columns: { user: "u", item: "i" } }))).code).toBe(
      "E_DATA_COLUMN",
    );
    expect((await failureOf(readTable(bare, { columns: { user: 0, item: 5 } }))).code).toBe(
      "E_DATA_COLUMN",
    );
  });
});

describe("rows that cannot be used", () => {
  const ratingScale = { minimum: 1, maximum: 5, step: 1 };

  it("fail the reading when they are more than 1 %, or all", async () => {
    const good = Array.from({ length: 297 }, (_, row) => `u${row},i,3`).join("\n");
    const path = await folder.write(
      "some.csv",
      `user,item,rating\n${good}\nx,i,6\ny,i,abc\nz,i,-1\n`,
    );
    const read = await readTable(path, { ratingScale });
    expect(read.rejected.count).toBe(3);
    const { code, details } = await failureOf(
      readTable(path, { ratingScale, maximumRejectedShare: 0.009 }),
    );
    expect(code).toBe("E_DATA_ROW");
    expect(details).toMatchObject({
      where: expect.stringMatching(/line 299/) as string,
      got: expect.stringMatching(
        /^3 of 300 faulty; line 299: rating 6 is outside 1 to 5$/,
      ) as string,
    });
    const all = await folder.write("all.csv", "user,item,rating\n1,a,x\n2,b,y\n");
    expect((await failureOf(readTable(all, { maximumRejectedShare: 1 }))).code).toBe("E_DATA_ROW");
  });

  it.each(["", "abc", "0x10", "1e", "Infinity", "5,5", "--3", "3 stars"])(
    "are refused for the rating %j",
    async (rating) => {
      const path = await folder.write("rating.csv", `user,item,rating\n1,a,"${rating}"\n2,b,4\n`);
      const table = await readInteractionTable(path, {}, { maximumRejectedShare: 0.5 });
      expect(table.nRows).toBe(1);
      expect(table.rejected.examples[0].line).toBe(2);
    },
  );

  it("are refused without a user or item, and with a time that is none", async () => {
    const lines = [
      "user,item,rating,timestamp",
      ",a,3,1",
      "1,,3,1",
      "1,a,3,soon",
      "1,a,3,",
      "1,a,3,2",
    ];
    const path = await folder.write("cells.csv", lines.join("\n"));
    const table = await readInteractionTable(path, {}, { maximumRejectedShare: 0.9 });
    expect(table.rejected.examples.map(({ line, reason }) => `${line}: ${reason}`)).toEqual([
      "2: the user is empty",
      "3: the item is empty",
      '4: timestamp "soon" is no number or date',
    ]);
    expect([...table.timestamp!]).toEqual([NaN, 2]);
  });

  it("are counted in JSON lines by line and reason", async () => {
    const path = await folder.write(
      "rows.jsonl",
      '{"user":1,"item":"a","rating":3}\n\n{"user":2,"item":\n{"user":2,"rating":4}\n[1]\n{"user":2,"item":"b","rating":"4.5"}\n{"user":{"x":1},"item":"b","rating":true}\n',
    );
    const table = await readInteractionTable(path, {}, { maximumRejectedShare: 0.9 });
    expect(table.rejected.examples.map(({ line }) => line)).toEqual([3, 4, 5, 7]);
    expect(table.user).toEqual(["1", "2"]);
    expect([...table.rating]).toEqual([3, 4.5]);
  });
});

describe("loadDataset", () => {
  it("tells an unknown name, a folder without data and a known set that is not there apart", async () => {
    expect((await failureOf(loadDataset("ml-99"))).code).toBe("E_DATA_NAME");
    const empty = await dataFolder();
    await empty.write("notes.txt", "nothing");
    expect((await failureOf(loadDataset(empty.path))).code).toBe("E_DATA_LAYOUT");
  });

  it("says which file of a known layout is missing", async () => {
    const own = await dataFolder();
    await own.write("movies.dat", "1::Toy Story (1995)::Comedy\n");
    const { code, details } = await failureOf(readMovieLens1m(own.path));
    expect(code).toBe("E_DATA_FILE");
    expect(details).toMatchObject({ expected: "ratings.dat or ratings.dat.gz" });
  });
});
