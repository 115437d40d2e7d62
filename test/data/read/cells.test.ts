import { afterEach, describe, expect, it, vi } from "vitest";
import { IdMapBuilder } from "../../../src/data/id-map.js";
import { splitTitle } from "../../../src/data/read/movie-title.js";
import {
  InteractionCollector,
  type CollectorOptions,
} from "../../../src/data/read/interaction-collector.js";
import { isMissingCell, parseDecimal, parseTimestamp } from "../../../src/data/read/numbers.js";
import { joinRejected, RejectionLog } from "../../../src/data/read/rejection-log.js";
import { requireSeparator, firstLine } from "../../../src/data/read/delimited-lines.js";
import { refusalOf } from "../../support/refusal.js";

afterEach(() => vi.unstubAllEnvs());

describe("parseDecimal", () => {
  it.each([
    ["3", 3],
    [" 3 ", 3],
    ["+3", 3],
    ["-3.5", -3.5],
    ["3.", 3],
    [".5", 0.5],
    ["1e3", 1000],
    ["1e12", 1e12],
    ["1E+3", 1000],
    ["25e-1", 2.5],
    ["007", 7],
  ])("%j is %d", (text, value) => expect(parseDecimal(text)).toBe(value));

  it.each([
    "",
    " ",
    ".",
    "e3",
    "1e",
    "0x10",
    "1 2",
    "3a",
    "a3",
    "--3",
    "+-3",
    "1.2.3",
    "1e3.5",
    "Infinity",
    "1,5",
    "1e+",
  ])("%j is no number", (text) => expect(parseDecimal(text)).toBeNaN());
});

describe("isMissingCell", () => {
  it.each([null, undefined, Number.NaN, "", "  ", "null", "NaN", "NA", "n/a", "None", " NONE "])(
    "%j is",
    (cell) => {
      expect(isMissingCell(cell)).toBe(true);
    },
  );
  it.each([0, 1, Infinity, "0", "nan.", "nil", "-"])("%j is not", (cell) => {
    expect(isMissingCell(cell)).toBe(false);
  });
});

describe("parseTimestamp", () => {
  it.each<[string | number, "seconds" | "milliseconds", number]>([
    [0, "seconds", 0],
    [978300760, "seconds", 978300760],
    [978300760500, "milliseconds", 978300760.5],
    ["978300760", "seconds", 978300760],
    ["2500", "milliseconds", 2.5],
    ["-1", "seconds", -1],
    ["1970-01-02", "seconds", 86400],
    [" 1970-01-02 ", "seconds", 86400],
    ["1970-01-02", "milliseconds", 86400],
    ["0012-05-06", "seconds", -61777641600],
    ["1970-01-01 01:00", "seconds", 3600],
    ["1970-01-01T01:00:00Z", "seconds", 3600],
    ["1970-01-01T01:00:00z", "seconds", 3600],
    ["1970-01-01T01:00:00+01:00", "seconds", 0],
    ["1970-01-01T01:00:00-0100", "seconds", 7200],
    ["Thu, 01 Jan 1970 01:00:00 GMT", "seconds", 3600],
    ["Jan 1, 1970 01:00:00 utc", "seconds", 3600],
    ["Jan 1, 1970", "seconds", 0],
    ["01/02/1970", "seconds", 86400],
  ])("%j in %s is %d", (cell, unit, seconds) => {
    expect(parseTimestamp(cell, unit)).toBe(seconds);
  });

  it.each(["Asia/Tokyo", "America/New_York"])("takes dates without a zone as UTC in %s", (zone) => {
    vi.stubEnv("TZ", zone);
    expect(new Date(0).getTimezoneOffset()).not.toBe(0);
    for (const date of [
      "1970-01-02",
      " 1970-01-02",
      "1970-01-02 ",
      "1970-01-02 00:00",
      "1970-01-02T00:00:00",
      "1970-01-02T00:00:00.000 ",
      "2 January 1970",
      "Friday 1970-01-02",
      " 1970-01-02T00:00:00Z ",
      "1970-01-02T01:00:00+0100\t",
    ]) {
      expect([date, parseTimestamp(date, "seconds")]).toEqual([date, 86400]);
    }
  });

  it.each<string | number>([
    Number.NaN,
    Infinity,
    "",
    "soon",
    "12:30",
    "Jan 1",
    "1e999",
    "2020-99-99",
  ])("%j is neither number nor date", (cell) => expect(parseTimestamp(cell, "seconds")).toBeNaN());
});

describe("RejectionLog", () => {
  const log = (faulty: number, permitted = 0): RejectionLog => {
    const made = new RejectionLog("f.csv");
    for (let line = 1; line <= faulty; line++) made.add(line + 1, `reason ${line}`);
    for (let line = 1; line <= permitted; line++) made.addPermitted(line + 100, "dropped");
    return made;
  };

  it("keeps twenty examples and counts all", () => {
    const rows = log(25).rows();
    expect(rows.count).toBe(25);
    expect(rows.examples).toHaveLength(20);
    expect(rows.examples[19]).toEqual({ file: "f.csv", line: 21, reason: "reason 20" });
    expect([log(2, 3).count, log(2, 3).nPermitted, log(2).nPermitted]).toEqual([5, 3, 0]);
  });

  it("gives its examples away as a copy", () => {
    const own = log(3);
    const before = own.rows();
    own.add(9, "one more");
    expect(before.examples.map(({ line }) => line)).toEqual([2, 3, 4]);
    expect(own.rows().examples.map(({ line }) => line)).toEqual([2, 3, 4, 9]);
  });

  const told = (
    share: number,
    nAccepted: number,
    faulty: number,
    permitted = 0,
  ): string | undefined => refusalOf(() => log(faulty, permitted).check(nAccepted, share))?.got;

  it("fails above the share, and where nothing is left", () => {
    expect(told(0.01, 99, 1)).toBeUndefined();
    expect(told(0.01, 98, 1)).toBe("1 of 99 faulty; line 2: reason 1");
    expect(told(0, 5, 0)).toBeUndefined();
    expect(told(0, 0, 0, 4)).toBeUndefined();
    expect(told(1, 0, 2)).toBe("2 of 2 faulty; line 2: reason 1");
    expect(told(1, 1, 2)).toBeUndefined();
    // What a policy drops is no fault, but a row.
    expect(told(0.01, 0, 1, 99)).toBeUndefined();
    expect(told(0.01, 0, 1, 98)).toBe("1 of 99 faulty; line 2: reason 1");
    expect(refusalOf(() => log(1).check(1, 0.125))).toMatchObject({
      code: "E_DATA_ROW",
      where: "f.csv, line 2 is the first",
      expected: "at most 12.5 % of the rows faulty",
    });
    expect(refusalOf(() => log(1).check(1, 1 / 3))?.expected).toContain("at most 33.3 %");
  });

  it("joins counts, and examples up to twenty", () => {
    const joined = joinRejected([log(15).rows(), log(15).rows()]);
    expect(joined.count).toBe(30);
    expect(joined.examples).toHaveLength(20);
    expect(joined.examples[15].line).toBe(2);
    expect(joinRejected([])).toEqual({ count: 0, examples: [] });
  });
});

describe("InteractionCollector", () => {
  type Cell = string | number | null | undefined;
  const scale = { minimum: 1, maximum: 5, step: 1 };
  const add = (
    options: CollectorOptions,
    ...rows: readonly (readonly [Cell, Cell, Cell?, Cell?])[]
  ): { taken: boolean[]; reasons: string[]; rating: number[]; timestamp?: number[] } => {
    const log = new RejectionLog("f");
    const collector = new InteractionCollector(log, { maximumRejectedShare: 1, ...options });
    const taken = rows.map(([user, item, rating, time], at) =>
      collector.add(at + 2, user, item, rating, time),
    );
    taken.push(collector.add(99, "u", "i", 3, 3));
    const { rating, timestamp } = collector.finish();
    const reasons = collector.rejected().examples.map(({ line, reason }) => `${line}: ${reason}`);
    const times = timestamp === undefined ? {} : { timestamp: [...timestamp].slice(0, -1) };
    return { taken: taken.slice(0, -1), reasons, rating: [...rating].slice(0, -1), ...times };
  };
  const reason = (options: CollectorOptions, ...row: readonly [Cell, Cell, Cell?, Cell?]): string =>
    add(options, row).reasons.join() || String(add(options, row).rating[0]);

  it.each<[CollectorOptions, readonly [Cell, Cell, Cell?, Cell?], string]>([
    [{}, ["", "i", 1], "2: the user is empty"],
    [{}, [null, "i", 1], "2: the user is empty"],
    [{}, [undefined, "i", 1], "2: the user is empty"],
    [{}, ["u", "", 1], "2: the item is empty"],
    [{}, ["u", null, 1], "2: the item is empty"],
    [{}, ["u", undefined, 1], "2: the item is empty"],
    [{}, [0, 0, "4.5"], "4.5"],
    [{}, ["u", "i", null], "2: the rating is missing"],
    [{}, ["u", "i", "n/a"], "2: the rating is missing"],
    [{}, ["u", "i", Number.NaN], "2: the rating is missing"],
    [{}, ["u", "i", Infinity], '2: rating "Infinity" is not a number'],
    [{}, ["u", "i", "1e999"], '2: rating "1e999" is not a number'],
    [{}, ["u", "i", "good"], '2: rating "good" is not a number'],
    [{}, ["u", "i", "x".repeat(41)], `2: rating "${"x".repeat(40)}" is not a number`],
    [{ missingRating: "reject" }, ["u", "i", ""], "2: the rating is missing"],
    [{ missingRating: "drop" }, ["u", "i", ""], "2: the rating is missing"],
    [{ missingRating: "keep" }, ["u", "i", ""], "NaN"],
    [{ missingRating: "keep" }, ["u", "i", "bad"], '2: rating "bad" is not a number'],
    [{ missingRating: "keep", ratingScale: scale }, ["u", "i", ""], "NaN"],
    [{ ratingScale: scale }, ["u", "i", 1], "1"],
    [{ ratingScale: scale }, ["u", "i", 5], "5"],
    [{ ratingScale: scale }, ["u", "i", 0.5], "2: rating 0.5 is outside 1 to 5"],
    [{ ratingScale: scale }, ["u", "i", "5.5"], "2: rating 5.5 is outside 1 to 5"],
    [{}, ["u", "i", -9], "-9"],
    [{ implicit: true }, ["u", "i", "bad"], "1"],
    [{ implicit: true, ratingScale: { minimum: 2, maximum: 3, step: 1 } }, ["u", "i"], "1"],
    [{ hasTimestamp: true }, ["u", "i", 1, "soon"], '2: timestamp "soon" is no number or date'],
    [
      { hasTimestamp: true },
      ["u", "i", 1, Infinity],
      '2: timestamp "Infinity" is no number or date',
    ],
    [{ hasTimestamp: false }, ["u", "i", 2, "soon"], "2"],
  ])("with %j: %j gives %s", (options, row, expected) => {
    expect(reason(options, ...row)).toBe(expected);
    expect(add(options, row).taken).toEqual([!expected.startsWith("2: ")]);
  });

  it("holds what is dropped by policy against no file", () => {
    const log = new RejectionLog("f");
    const collector = new InteractionCollector(log, { missingRating: "drop" });
    for (let line = 1; line < 9; line++) collector.add(line, "u", "i", "", 1);
    expect(collector.finish().nRows).toBe(0);
    expect([log.count, log.nPermitted]).toEqual([8, 8]);
    const strict = new InteractionCollector(new RejectionLog("f"), {});
    for (let line = 1; line < 9; line++) strict.add(line, "u", "i", line === 1 ? "" : 1, 1);
    expect(refusalOf(() => strict.finish())?.code).toBe("E_DATA_ROW");
    expect(strict.add(9, "u", "i", 1, 1)).toBe(true);
  });

  it("reads times in their unit, and leaves missing ones open", () => {
    const rows = [
      ["u", "i", 1, "2500"],
      ["u", "i", 1, ""],
      ["u", "i", 1, null],
      ["u", "i", 1, "1970-01-02"],
    ] as const;
    expect(add({ hasTimestamp: true }, ...rows).timestamp).toEqual([2500, NaN, NaN, 86400]);
    expect(add({ hasTimestamp: true, timestampUnit: "milliseconds" }, ...rows).timestamp![0]).toBe(
      2.5,
    );
    expect(add({}, ...rows)).not.toHaveProperty("timestamp");
  });

  it("shares ids that are known beforehand", () => {
    const users = new IdMapBuilder();
    users.add("first");
    const collector = new InteractionCollector(new RejectionLog("f"), { users });
    collector.add(1, "second", 7, 1, undefined);
    collector.add(2, "first", "7", 1, undefined);
    expect([...collector.finish().userIndex]).toEqual([1, 0]);
    expect(collector.items.build().ids).toEqual(["7"]);
    expect(collector.users).toBe(users);
  });
});

describe("separators", () => {
  it("are looked for in the first line that is not blank", () => {
    expect(firstLine("\n  \r\na,b\nc")).toBe("a,b");
    expect(firstLine("\n \n")).toBe("");
    expect(refusalOf(() => requireSeparator("f", "\na\tb\n", "\t"))).toBeUndefined();
  });

  it.each([
    ["a;b\n1\t2", "\t", "fields separated by tab", '"a;b", perhaps separated by semicolon'],
    ["a,b|c", "::", "fields separated by ::", '"a,b|c", perhaps separated by comma or |'],
    ["abc", ",", "fields separated by comma", '"abc"'],
    ["a\tb", ";", "fields separated by semicolon", '"a\\tb", perhaps separated by tab'],
    ["abc", "#", 'fields separated by "#"', '"abc"'],
    ["x".repeat(81), ",", "fields separated by comma", `"${"x".repeat(80)}"`],
  ])("%j has no %j", (text, separator, expected, got) => {
    const told = { code: "E_DATA_SEPARATOR", where: "f.dat, line 1", expected, got };
    expect(refusalOf(() => requireSeparator("f.dat", text, separator))).toEqual(told);
  });
});

it("a title is parted from its year", () => {
  expect(splitTitle("Toy Story (1995)")).toEqual({ title: "Toy Story", year: 1995 });
  expect(splitTitle("Toy Story")).toEqual({ title: "Toy Story" });
  expect(splitTitle("2001 (A Space Odyssey)")).toEqual({ title: "2001 (A Space Odyssey)" });
});
