import { describe, expect, it } from "vitest";
import {
  looksLikeHeader,
  positionalColumns,
  resolveColumns,
  type ColumnMap,
} from "../../../src/data/read/columns.js";
import { refusalOf } from "../../support/refusal.js";

describe("resolveColumns", () => {
  it.each([
    ...[
      "user",
      "userID",
      "user_id",
      "User Id",
      "uid",
      "reviewer",
      "reviewerID",
      "visitorid",
      "customer-id",
      "user_id:token",
    ].map((name): [string, string] => [name, "user"]),
    ...[
      "item",
      "itemID",
      "iid",
      "movie",
      "movieId",
      "film",
      "filmid",
      "asin",
      "product_id",
      "item_id:token",
    ].map((name): [string, string] => [name, "item"]),
    ...["rating", "Ratings", "score", "stars", "overall", "rating:float"].map(
      (name): [string, string] => [name, "rating"],
    ),
    ...[
      "timestamp",
      "time",
      "unixReviewTime",
      "unix_time",
      "ts",
      "timestamp:float_seq",
      "time:token_seq",
    ].map((name): [string, string] => [name, "timestamp"]),
  ])("knows %s as %s", (name, role) => {
    const names = { user: "user", item: "item", [role]: name };
    const header = ["other", ...Object.values(names)];
    const found: Record<string, number | undefined> = { ...resolveColumns(header, {}, "f") };
    expect(found[role]).toBe(header.lastIndexOf(name));
  });

  it("leaves out what is not there", () => {
    expect(resolveColumns(["item", "user"], {}, "f")).toEqual({ user: 1, item: 0 });
    expect(resolveColumns(["item:other", "user", "item"], {}, "f")).toEqual({ user: 1, item: 2 });
    expect(resolveColumns(["userx", "user", "item", "xuser"], {}, "f")).toEqual({
      user: 1,
      item: 2,
    });
  });

  it("takes names and positions that are asked for before known names", () => {
    const header = ["user", "item", "score", "who", "time"];
    expect(resolveColumns(header, { user: "who", rating: 4, timestamp: 0 }, "f")).toEqual({
      user: 3,
      item: 1,
      rating: 4,
      timestamp: 0,
    });
    expect(resolveColumns(header, { rating: "user" }, "f").rating).toBe(0);
  });

  const header = ["user", "item", "x"];
  it.each<[readonly string[], ColumnMap, string, string]>([
    [["x", "item"], {}, "a user column such as user, userID or user_id", "x, item"],
    [["user", "x"], {}, "an item column such as item, itemID or movieId", "user, x"],
    [header, { rating: "stars" }, 'a column "stars"', "user, item, x"],
    [header, { rating: 3 }, "column 3 (counted from 0)", "3 columns"],
    [header, { rating: -1 }, "column -1 (counted from 0)", "3 columns"],
    [header, { rating: 0.5 }, "column 0.5 (counted from 0)", "3 columns"],
    [
      Array.from({ length: 22 }, (_unused, at) => `c${at}`),
      {},
      "a user column such as user, userID or user_id",
      Array.from({ length: 20 }, (_unused, at) => `c${at}`).join(", "),
    ],
  ])("refuses %j with %j", (given, map, expected, got) => {
    const told = { code: "E_DATA_COLUMN", where: "f.csv, line 1", expected, got };
    expect(refusalOf(() => resolveColumns(given, map, "f.csv"))).toEqual(told);
  });
});

describe("positionalColumns", () => {
  it("takes user, item, rating, timestamp in this order as far as there are columns", () => {
    expect(positionalColumns(2, {}, "f")).toEqual({ user: 0, item: 1 });
    expect(positionalColumns(3, {}, "f")).toEqual({ user: 0, item: 1, rating: 2 });
    expect(positionalColumns(4, {}, "f")).toEqual({ user: 0, item: 1, rating: 2, timestamp: 3 });
    expect(positionalColumns(4, { user: undefined }, "f").timestamp).toBe(3);
  });

  it("takes no other column than those given", () => {
    expect(positionalColumns(4, { user: 3, item: 0 }, "f")).toEqual({ user: 3, item: 0 });
    expect(positionalColumns(9, { user: 8, item: 1, timestamp: 0 }, "f")).toEqual({
      user: 8,
      item: 1,
      timestamp: 0,
    });
  });

  const few = "a header, or two to four columns: user, item, rating, timestamp";
  it.each<[number, ColumnMap, string, string]>([
    [1, {}, few, "column 0"],
    [5, {}, few, "column 0, column 1, column 2, column 3, column 4"],
    [3, { user: "who" }, 'a header with "who"', "column 0, column 1, column 2"],
    [3, { user: 0, item: 3 }, "column 3 (counted from 0)", "3 columns"],
    [2, { user: 0 }, "user and item", "column 0, column 1"],
    [2, { item: 0 }, "user and item", "column 0, column 1"],
  ])("refuses %d columns with %j", (nColumns, map, expected, got) => {
    const told = { code: "E_DATA_COLUMN", where: "f.csv, line 1", expected, got };
    expect(refusalOf(() => positionalColumns(nColumns, map, "f.csv"))).toEqual(told);
  });

  it("says which of the two is missing", () => {
    expect(() => positionalColumns(2, { user: 0 }, "f")).toThrow("The item column of a table");
    expect(() => positionalColumns(2, { item: 0 }, "f")).toThrow("The user column of a table");
  });
});

describe("looksLikeHeader", () => {
  it.each<[readonly string[], ColumnMap, boolean]>([
    [["1", "2", "3"], {}, false],
    [["who", "what"], {}, true],
    [["who", "3"], {}, false],
    [["who", " -3.5 "], {}, false],
    [["who", "+3"], {}, false],
    [["who", "3 stars"], {}, true],
    [["who", "x3"], {}, true],
    [["user", "3"], {}, true],
    [["1", "Movie ID", "3"], {}, true],
    [["w", "1"], { user: "w" }, true],
    [["w", "1"], { user: "v" }, false],
    [["ann", "heat"], { user: 0, item: 1 }, false],
    [["ann", "heat", "3"], { user: 0, item: 1, rating: 2 }, false],
    [["ann", "heat", "mark"], { user: 0, item: 1, rating: 2 }, true],
    [["ann", "heat"], { user: 0, item: 1, rating: 2 }, false],
    [["ann", "heat"], { user: undefined }, true],
  ])("%j with %j: %s", (fields, map, isHeader) => {
    expect(looksLikeHeader(fields, map)).toBe(isHeader);
  });
});
