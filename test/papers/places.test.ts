import { describe, expect, it } from "vitest";
import { parsePaper } from "../../src/papers/index.js";
import { refusalOf, type Refusal } from "../support/refusal.js";
import { ahead, smallFile } from "./support/small-paper.js";

type Json = Record<string, unknown>;

const check = {
  says: "A sum",
  formula: "a",
  values: { a: "t/new/test", b: { data: "films", fact: "nUsers" } },
  claimed: "t/new/test",
  tolerance: 0,
};
const margins = { reaches: "t/new/test", margin: 0, why: "Rounding" };
const claims = [
  { kind: "arithmetic", checks: [check] },
  ahead("new", "old", "other"),
  {
    kind: "order",
    comparisons: [{ better: "new", than: ["old"], on: { better: "films", than: "shorts" } }],
  },
  {
    kind: "difference",
    comparisons: [
      { better: "new", than: ["old"], of: { better: "t/new/test", than: "t/old/test" } },
    ],
  },
  { kind: "improvement", comparisons: [{ better: "new", than: ["old"], by: 0.1 }] },
  { kind: "existence", comparisons: [{ model: "new", ...margins }] },
];

/** Refusal of the file in which the member at a path such as `claims.0.source` became `value`. */
function refusalWith(path: string, value: unknown): Refusal {
  const file = JSON.parse(JSON.stringify(smallFile(...claims))) as Json;
  const steps = path.split(".");
  const last = steps.pop()!;
  const parent = steps.reduce((found, step) => found[step] as Json, file);
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else parent[last] = value;
  const refusal = refusalOf(() => parsePaper(JSON.stringify(file), "small.json"));
  expect(refusal?.code ?? "nothing was refused").toBe("E_PAPER_FILE");
  return refusal!;
}

const data = "a data set of the file: films, shorts";
const models = "a model of the file: new, old, other, rank, rank40, floor, chance";
const numbers = "a number of the tables: t/new/test, t/old/test, t/far/test, t/low/test";
const setting = 'a setting of "bias" of its type; `moviola models bias` lists them';
const anId = "an id of lower-case letters and digits, with hyphens or points between";
const numberId = "a number's id: table/row/column";

describe("the place of a fault in a paper's file", () => {
  it("lets the file through that the faults are planted in", () => {
    expect(parsePaper(JSON.stringify(smallFile(...claims)), "small.json").claims).toHaveLength(6);
  });

  it.each<[string, unknown, string, string, string]>([
    ["tables.0.rows.1.id", "new", "tables[0].rows[1].id", "each id once", "new"],
    ["claims.2.id", "claim-1", "claims[2].id", "each id once", "claim-1"],
    ["tables.0.data", "plays", "tables[0].data", data, "plays"],
    ["tables.0.model", "best", "tables[0].model", models, "best"],
    ["tables.0.rows.0.data", "plays", "tables[0].rows[0].data", data, "plays"],
    ["tables.0.rows.0.model", "best", "tables[0].rows[0].model", models, "best"],
    ["tables.0.columns.0.data", "plays", "tables[0].columns[0].data", data, "plays"],
    ["tables.0.columns.0.model", "best", "tables[0].columns[0].model", models, "best"],
    [
      "tables.0.rows.0.values.train",
      1,
      "tables[0].rows[0].values.train",
      "a column of the table: test",
      "train",
    ],
    ["models.new.runs.0.model", "best", "models.new.runs[0].model", "a model's id", "best"],
    ["models.new.runs.0.config", { speed: 1 }, "models.new.runs[0].config.speed", setting, "1"],
    [
      "models.new.runs.0.config",
      { toString: 1 },
      "models.new.runs[0].config.toString",
      setting,
      "1",
    ],
    ["claims.1.data.0", "plays", "claims[1].data[0]", data, "plays"],
    ["claims.1.comparisons.0.better", "best", "claims[1].comparisons[0].better", models, "best"],
    ["claims.1.comparisons.0.than.1", "best", "claims[1].comparisons[0].than[1]", models, "best"],
    [
      "claims.2.comparisons.0.on.better",
      "plays",
      "claims[2].comparisons[0].on.better",
      data,
      "plays",
    ],
    ["claims.2.comparisons.0.on.than", "plays", "claims[2].comparisons[0].on.than", data, "plays"],
    [
      "claims.3.comparisons.0.of.better",
      "t/x/y",
      "claims[3].comparisons[0].of.better",
      numbers,
      "t/x/y",
    ],
    [
      "claims.3.comparisons.0.of.than",
      "t/x/y",
      "claims[3].comparisons[0].of.than",
      numbers,
      "t/x/y",
    ],
    ["claims.5.comparisons.0.model", "best", "claims[5].comparisons[0].model", models, "best"],
    [
      "claims.5.comparisons.0.reaches",
      "t/x/y",
      "claims[5].comparisons[0].reaches",
      numbers,
      "t/x/y",
    ],
    [
      "claims.1.comparisons",
      [],
      "claims[1].comparisons",
      "at least one comparison, or `untestable` with the reason",
      "none",
    ],
    [
      "claims.0.checks",
      [],
      "claims[0].checks",
      "at least one check, or `untestable` with the reason",
      "none",
    ],
    ["claims.0.checks.0.values.a", "t/x/y", "claims[0].checks[0].values.a", numbers, "t/x/y"],
    [
      "claims.0.checks.0.values.b.data",
      "plays",
      "claims[0].checks[0].values.b.data",
      data,
      "plays",
    ],
    [
      "claims.0.checks.0.values.b.fact",
      "age",
      "claims[0].checks[0].values.b.fact",
      "a fact of a data set: nUsers, nItems, nRatings, nRatedItems, fewestOfUser",
      "age",
    ],
    ["claims.0.checks.0.claimed", "t/x/y", "claims[0].checks[0].claimed", numbers, "t/x/y"],
    [
      "claims.0.checks.0.formula",
      "a + c",
      "claims[0].checks[0].formula",
      "arithmetic over the names in `values`",
      "a + c (c where a number or a name was due)",
    ],
    // What the form of the file forbids.
    ["key", "Small", "key", anId, '"Small"'],
    ["key", "small-", "key", anId, '"small-"'],
    ["key", "-small", "key", anId, '"-small"'],
    ["key", "small--one", "key", anId, '"small--one"'],
    ["key", " small", "key", anId, '" small"'],
    ["year", 1899, "year", "at least 1900", "1899"],
    ["year", 2000.5, "year", "an int", "2000.5"],
    ["title", "", "title", "not empty", '""'],
    ["claims", [], "claims", "not empty", "[]"],
    ["tables.0.rows", [], "tables[0].rows", "not empty", "[]"],
    ["tables.0.columns", [], "tables[0].columns", "not empty", "[]"],
    ["tables.0.part", "tests", "tables[0].part", "one of train, valid, test, all", '"tests"'],
    ["tables.0.evidence", "none", "tables[0].evidence", "", '"none"'],
    ["tables.0.protocol", "own", "tables[0].protocol", "one of faithful, corrected", '"own"'],
    [
      "tables.0.rows.0.values.test",
      { value: 1 },
      "tables[0].rows[0].values.test",
      "a number, or { value, printed, note }",
      '{"value":1}',
    ],
    ["protocols.faithful.runs", [], "protocols.faithful.runs", "not empty", "[]"],
    ["protocols.faithful.runs.0.data", [], "protocols.faithful.runs[0].data", "not empty", "[]"],
    [
      "protocols.faithful.runs.0.conventions",
      { mask: null },
      "protocols.faithful.runs[0].conventions.mask",
      "a text, a number, true or false",
      "null",
    ],
    [
      "models.new.runs.0.knockOut",
      { image: "gone" },
      "models.new.runs[0].knockOut.image",
      "",
      '"gone"',
    ],
    ["claims.1.protocols", [], "claims[1].protocols", "not empty", "[]"],
    ["claims.1.metrics", [], "claims[1].metrics", "not empty", "[]"],
    ["claims.1.data", [], "claims[1].data", "not empty", "[]"],
    [
      "claims.3.comparisons.0.of.better",
      "t/x",
      "claims[3].comparisons[0].of.better",
      numberId,
      '"t/x"',
    ],
    [
      "claims.3.comparisons.0.of.better",
      "t/x/y/z",
      "claims[3].comparisons[0].of.better",
      numberId,
      '"t/x/y/z"',
    ],
    [
      "claims.3.comparisons.0.of.better",
      "t/x/y z",
      "claims[3].comparisons[0].of.better",
      numberId,
      '"t/x/y z"',
    ],
    [
      "claims.3.comparisons.0.of.better",
      "a t/x/y",
      "claims[3].comparisons[0].of.better",
      numberId,
      '"a t/x/y"',
    ],
    ["claims.3.comparisons.0.of", undefined, "claims[3].comparisons[0].of", "an object", "nothing"],
    ["claims.4.comparisons.0.by", 0, "claims[4].comparisons[0].by", "at least 0", "0"],
    [
      "claims.5.comparisons.0.margin",
      -0.1,
      "claims[5].comparisons[0].margin",
      "at least 0",
      "-0.1",
    ],
    ["claims.0.checks.0.tolerance", -0.1, "claims[0].checks[0].tolerance", "at least 0", "-0.1"],
    [
      "claims.0.checks.0.is",
      "near",
      "claims[0].checks[0].is",
      "one of equal, at-least, at-most",
      '"near"',
    ],
    [
      "claims.0.checks.0.claimed",
      true,
      "claims[0].checks[0].claimed",
      "a number or a number's id",
      "true",
    ],
    ["claims.0.checks.0.values", { "a b": 1 }, "claims[0].checks[0].values.a b", "", "1"],
    ["claims.0.checks.0.values", { A: 1 }, "claims[0].checks[0].values.A", "", "1"],
    ["claims.0.checks.0.values", { "1a": 1 }, "claims[0].checks[0].values.1a", "", "1"],
    [
      "claims.0.checks.0.values.a",
      true,
      "claims[0].checks[0].values.a",
      "a number, a number's id or { data, fact }",
      "true",
    ],
    ["claims.0.kind", "hope", "claims[0].kind", "a known kind", '"hope"'],
    ["authors", undefined, "authors", "an array", "nothing"],
    ["title", "x".repeat(0), "title", "not empty", '""'],
    ["venue", ["x".repeat(76)], "venue", "a string", `["${"x".repeat(76)}"]`],
    ["venue", ["x".repeat(77)], "venue", "a string", `["${"x".repeat(75)}...`],
    ["years", 1, "years", "only members that a paper knows", "years"],
  ])("%s as %j", (path, value, where, expected, got) => {
    const refusal = refusalWith(path, value);
    expect(refusal).toMatchObject({ where: `small.json, ${where}`, got });
    if (expected !== "") expect(refusal.expected).toBe(expected);
  });

  it("names the second of two tables of one id", () => {
    const file = smallFile(...claims);
    const [table] = file.tables as Json[];
    const refusal = refusalOf(() =>
      parsePaper(JSON.stringify({ ...file, tables: [table, table] }), "small.json"),
    );
    expect(refusal).toEqual({
      code: "E_PAPER_FILE",
      where: "small.json, tables[1].id",
      expected: "each id once",
      got: "t",
    });
  });

  it("names a list only where it is short", () => {
    const names = Object.fromEntries(
      Array.from({ length: 11 }, (_unused, at) => [`d${at}`, { title: "More" }]),
    );
    const small = smallFile(...claims);
    const { films, shorts } = small.datasets as Json;
    const twelve = { ...names, films };
    const withData = (datasets: Json): string | undefined => {
      const file = { ...small, datasets, tables: [{ ...(small.tables as Json[])[0], data: "x" }] };
      return refusalOf(() => parsePaper(JSON.stringify(file), "small.json"))?.expected;
    };
    expect(withData(twelve)).toContain("a data set of the file: d0, d1");
    expect(withData({ ...twelve, shorts })).toBe("a data set of the file");
  });
});
