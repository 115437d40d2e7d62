import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { isMoviolaError } from "../../src/common/index.js";
import { allPapers, loadPaper, parsePaper } from "../../src/papers/index.js";
import { ahead, smallFile, smallPaper } from "./support/small-paper.js";

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "moviola-papers-"));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

/** The fault of a file: its code, and what the message says. */
function faultOf(text: string): { code: string; where: string; expected: string; got: string } {
  try {
    parsePaper(text, "small.json");
  } catch (error) {
    if (!isMoviolaError(error)) throw error;
    const { where = "", expected = "", got = "", remedy } = error.details;
    expect(remedy).toContain("docs/add-a-paper.md");
    return { code: error.code, where, expected, got };
  }
  throw new Error("no fault was found");
}

type Json = Record<string, unknown>;

/** The fault of the small file after `change`. */
function faultAfter(change: (file: Json) => void): ReturnType<typeof faultOf> {
  const file = JSON.parse(JSON.stringify(smallFile(arithmetic(), ahead("new", "old")))) as Json;
  change(file);
  return faultOf(JSON.stringify(file));
}

function arithmetic(check: Json = {}): Json {
  const values = { first: "t/new/test", second: 2, third: { data: "films", fact: "nUsers" } };
  const whole = { says: "A sum", formula: "first + second", values, claimed: 2.5, tolerance: 0 };
  return { kind: "arithmetic", checks: [{ ...whole, ...check }] };
}

/** The member of a JSON value at a path such as `claims.0.source`. */
function at(value: unknown, path: string): Json {
  return path.split(".").reduce((found, step) => found[step] as Json, value as Json);
}

describe("a paper's file", () => {
  it("is read with what is left out filled in", () => {
    const paper = smallPaper({ ...arithmetic() }, { ...ahead("new", "old"), protocols: undefined });
    expect(paper.claims[0]).toMatchObject({ checks: [{ is: "equal" }] });
    expect(paper.claims[1]).toMatchObject({ protocols: ["faithful", "corrected"] });
  });

  const faults: [string, (file: Json) => void, string, string, string][] = [
    ["no year", (file) => delete file.year, ", year", "number", "nothing"],
    ["a text for a year", (file) => (file.year = "old"), ", year", "number", '"old"'],
    ["no author", (file) => (file.authors = []), ", authors", "not empty", "[]"],
    ["a stranger", (file) => (file.years = 1), ", years", "only members", "years"],
    ["another form", (file) => (file.schema = 2), ", schema", "1", "2"],
    [
      "no protocol",
      (file) => delete at(file, "protocols").corrected,
      "protocols.corrected",
      "",
      "",
    ],
    [
      "a kind of its own",
      (file) => (at(file, "claims.1").kind = "hope"),
      "claims[1].kind",
      "kind",
      "hope",
    ],
    [
      "evidence of hearsay",
      (file) => (at(file, "tables.0").evidence = "hearsay"),
      "tables[0].evidence",
      "paper",
      "hearsay",
    ],
    [
      "a cell of text",
      (file) => (at(file, "tables.0.rows.0.values").test = "0.5"),
      "tables[0].rows[0].values.test",
      "a number",
      "0.5",
    ],
    [
      "an id in capitals",
      (file) => (at(file, "claims.1").id = "New"),
      "claims[1].id",
      "lower-case",
      "New",
    ],
    [
      "an id twice",
      (file) => (at(file, "claims.1").id = "claim-0"),
      "claims[1].id",
      "once",
      "claim-0",
    ],
    [
      "a row twice",
      (file) => (at(file, "tables.0.rows.1").id = "new"),
      "tables[0].rows[1].id",
      "once",
      "new",
    ],
    [
      "a column that is none",
      (file) => (at(file, "tables.0.rows.1.values").train = 1),
      "rows[1].values.train",
      "column",
      "train",
    ],
    [
      "data that are none",
      (file) => (at(file, "tables.0").data = "plays"),
      "tables[0].data",
      "films, shorts",
      "plays",
    ],
    [
      "a claim on such data",
      (file) => (at(file, "claims.1").data = ["plays"]),
      "claims[1].data[0]",
      "films",
      "plays",
    ],
    [
      "a side that is none",
      (file) => (at(file, "claims.1.comparisons.0").better = "best"),
      "comparisons[0].better",
      "a model",
      "best",
    ],
    [
      "no other side",
      (file) => (at(file, "claims.1.comparisons.0").than = []),
      "comparisons[0].than",
      "not empty",
      "[]",
    ],
    [
      "no comparison",
      (file) => (at(file, "claims.1").comparisons = []),
      "claims[1].comparisons",
      "untestable",
      "none",
    ],
    [
      "no check",
      (file) => (at(file, "claims.0").checks = []),
      "claims[0].checks",
      "untestable",
      "none",
    ],
    [
      "a model unknown here",
      (file) => (at(file, "models.new.runs.0").model = "best"),
      "models.new.runs[0].model",
      "id",
      "best",
    ],
    [
      "a setting it lacks",
      (file) => (at(file, "models.new.runs.0").config = { speed: 1 }),
      "runs[0].config.speed",
      "bias",
      "1",
    ],
    [
      "a setting of another type",
      (file) => (at(file, "models.rank40.runs.0").config = { neighbours: "40" }),
      "config.neighbours",
      "its type",
      "40",
    ],
    [
      "a number that is none",
      (file) => (at(file, "claims.0.checks.0.values").first = "t/new/train"),
      "values.first",
      "a number",
      "t/new/train",
    ],
    [
      "a number's id misspelt",
      (file) => (at(file, "claims.0.checks.0.values").first = "t-new"),
      "values.first",
      "table/row/column",
      "t-new",
    ],
    [
      "a fact that is none",
      (file) => (at(file, "claims.0.checks.0.values.third").fact = "age"),
      "values.third.fact",
      "nUsers",
      "age",
    ],
    [
      "a claimed number that is none",
      (file) => (at(file, "claims.0.checks.0").claimed = "t/x/y"),
      "checks[0].claimed",
      "a number",
      "t/x/y",
    ],
    [
      "a formula with a stranger",
      (file) => (at(file, "claims.0.checks.0").formula = "first + fourth"),
      "checks[0].formula",
      "arithmetic",
      "fourth",
    ],
    [
      "a formula that is code",
      (file) => (at(file, "claims.0.checks.0").formula = "process.exit(1)"),
      "checks[0].formula",
      "arithmetic",
      "process",
    ],
    [
      "a negative tolerance",
      (file) => (at(file, "claims.0.checks.0").tolerance = -1),
      "checks[0].tolerance",
      "at least 0",
      "-1",
    ],
  ];
  it.each(faults)("is refused with %s", (_what, change, where, expected, got) => {
    const fault = faultAfter(change);
    expect(fault.code).toBe("E_PAPER_FILE");
    expect(fault.where).toContain("small.json");
    expect(fault.where).toContain(where);
    expect(fault.expected).toContain(expected);
    expect(fault.got).toContain(got);
  });

  it("is refused where it is not JSON, or no object", () => {
    expect(faultOf("{")).toMatchObject({ code: "E_PAPER_FILE", expected: "JSON" });
    for (const text of ["null", "[]", "5", '"text"']) {
      expect(faultOf(text)).toMatchObject({ where: "small.json", expected: "an object" });
    }
  });

  it("is refused with what the reader of JSON said behind it", () => {
    const read = (): unknown => parsePaper('{"schema": 1,}', "small.json");
    expect(read).toThrow(expect.objectContaining({ cause: expect.any(SyntaxError) as unknown }));
  });

  it("knows no member of every object", () => {
    const file = smallFile(ahead("new", "old"));
    const comparisons = [{ better: "constructor", than: ["constructor"] }];
    const claims = [{ ...(file.claims as Json[])[0], comparisons }];
    expect(faultOf(JSON.stringify({ ...file, claims })).got).toBe("constructor");
  });
});

describe("the folder of papers", () => {
  it("holds papers by their key", async () => {
    const text = JSON.stringify(smallFile(ahead("new", "old")));
    const folder = await folderWith({ "small.json": text, "notes.txt": "not a paper" });
    expect((await loadPaper("small", folder)).title).toBe("A small paper");
    expect((await allPapers(folder)).map(({ key }) => key)).toEqual(["small"]);
  });

  it("refuses a key that is not there, and a file of another key", async () => {
    const text = JSON.stringify(smallFile(ahead("new", "old")));
    const folder = await folderWith({ "large.json": text });
    await expect(loadPaper("small", folder)).rejects.toThrow(/E_PAPER_FILE[^]*large[^]*small/);
    await expect(loadPaper("large", folder)).rejects.toThrow(/large\.json, key/);
    await expect(loadPaper("../large", folder)).rejects.toThrow("E_PAPER_FILE");
    await expect(loadPaper("x", join(folder, "none"))).rejects.toThrow("there is no paper");
  });
});
