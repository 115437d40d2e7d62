import { describe, expect, it } from "vitest";
import type { StoredRun } from "../../src/experiment/index.js";
import { numbersOf } from "../../src/papers/numbers.js";
import { parsePaper } from "../../src/papers/index.js";
import { publishedRows } from "../../src/papers/published-rows.js";
import { ratingRun, type MadeUpRun } from "../support/made-up-run.js";
import { refusalOf } from "../support/refusal.js";
import { asReal, type RealRun } from "./support/real-run.js";
import { ahead, smallFile, smallPaper } from "./support/small-paper.js";

type Json = Record<string, unknown>;

function rating(
  model: string,
  error: number,
  changes: RealRun = {},
  more: Partial<MadeUpRun> = {},
): StoredRun {
  return asReal(ratingRun({ model, ...more }, new Array<number>(20).fill(error)), changes);
}

const paper = smallPaper(ahead("new", "old"));
const runs = [rating("bias", 0.5), rating("global-mean", 1)];

describe("publishedRows", () => {
  it("puts what runs gave beside what is printed, rows without a model left out", () => {
    const [first, second, ...more] = publishedRows(paper, "t", runs);
    expect(more).toEqual([]);
    const told = { column: "Test", metric: "rmse", data: "Films" };
    expect(first).toMatchObject({ id: "t/new/test", model: "New", published: 0.5, ...told });
    expect(second).toMatchObject({ id: "t/old/test", model: "Old", published: 1, ...told });
    expect(first.faithful).toEqual({
      mean: 0.5,
      low: 0.5,
      high: 0.5,
      data: "films",
      isStandIn: false,
      nRuns: 1,
      runIds: [runs[0].record.id],
    });
    expect(Object.keys(first)).not.toContain("corrected");
    expect(Object.keys(first)).not.toContain("printed");
  });

  it("takes runs of either protocol for its own column, over all seeds", () => {
    const masked = { mask: "train+valid" };
    const seeds = [1, 2].map((seed) => rating("bias", seed / 2, masked, { seed }));
    const [first] = publishedRows(paper, "t", seeds);
    expect(first.faithful).toBeUndefined();
    expect(first.corrected).toMatchObject({ nRuns: 2, data: "films", isStandIn: false });
    expect(first.corrected!.runIds).toEqual(seeds.map(({ record }) => record.id).sort());
  });

  it("takes a stand-in where there is no run on the paper's data, and says so", () => {
    const standIn = rating("bias", 0.75, { data: "plays" });
    expect(publishedRows(paper, "t", [standIn])[0].faithful).toMatchObject({
      mean: 0.75,
      data: "plays",
      isStandIn: true,
    });
    expect(publishedRows(paper, "t", [standIn, ...runs])[0].faithful).toMatchObject({
      data: "films",
    });
  });

  it("takes no run on invented data or on validation", () => {
    const valid = ((run: StoredRun): StoredRun => {
      const { manifest } = run.record;
      const protocol = { ...manifest.protocol, part: "valid" };
      return { ...run, record: { ...run.record, manifest: { ...manifest, protocol } } };
    })(runs[0]);
    const invented = rating("bias", 0.5, { invented: true });
    expect(publishedRows(paper, "t", [valid])[0].faithful).toBeUndefined();
    expect(publishedRows(paper, "t", [invented])[0].faithful).toBeUndefined();
  });

  it("takes the rows, columns, metric and data that are asked for", () => {
    const ids = (options: Parameters<typeof publishedRows>[3]): string[] =>
      publishedRows(paper, "t", runs, options).map(({ id }) => id);
    const both = ["t/new/test", "t/old/test"];
    expect(ids({})).toEqual(both);
    expect(ids({ rows: ["old", "far"] })).toEqual(["t/old/test"]);
    expect(ids({ columns: ["test"] })).toEqual(both);
    expect(ids({ columns: ["train"] })).toEqual([]);
    expect(ids({ metric: "rmse" })).toEqual(both);
    expect(ids({ metric: "mae" })).toEqual([]);
    expect(ids({ data: "films" })).toEqual(both);
    expect(ids({ data: "shorts" })).toEqual([]);
  });

  it("reads one table of several, and keeps what is printed", () => {
    const file = smallFile(ahead("new", "old"));
    const [table] = file.tables as Json[];
    const low = {
      id: "low",
      title: "Low",
      model: "floor",
      values: { test: { value: 0.4, printed: "40 %" } },
    };
    const tables = [table, { ...table, id: "u", rows: [low, { ...low, id: "none", values: {} }] }];
    const two = parsePaper(JSON.stringify({ ...file, tables }), "small.json");
    expect(publishedRows(two, "u", runs)).toStrictEqual([
      {
        id: "u/low/test",
        model: "Floor",
        column: "Test",
        metric: "rmse",
        data: "Films",
        published: 0.4,
        printed: "40 %",
      },
    ]);
    expect(publishedRows(two, "t", runs)).toHaveLength(2);
    const nowhere = { ...table, id: "v", data: undefined, rows: [low] };
    const three = parsePaper(
      JSON.stringify({ ...file, tables: [...tables, nowhere] }),
      "small.json",
    );
    expect(publishedRows(three, "v", runs)).toEqual([]);
    expect(refusalOf(() => publishedRows(two, "w", runs))).toEqual({
      code: "E_PAPER_FILE",
      where: "papers/small.json, tables",
      expected: "one of t, u",
      got: '"w"',
    });
  });
});

describe("numbersOf", () => {
  it("takes what a row says before column and table, and leaves out what nobody says", () => {
    const place = (name: string): Json => ({
      metric: `${name}-metric`,
      part: "test",
      data: "films",
      model: "new",
    });
    const bare = {
      id: "bare",
      title: "Bare",
      values: { one: 1, two: { value: 2, printed: "2 %", note: "A note" } },
    };
    const full = {
      id: "full",
      title: "Full",
      evidence: "reconstruction",
      ...place("row"),
      part: "all",
      data: "shorts",
      model: "old",
      values: { two: 3 },
    };
    const columns = [
      { id: "one", title: "One" },
      { id: "two", title: "Two", ...place("column"), part: "valid" },
    ];
    const tables = [
      { id: "a", title: "A", evidence: "paper", columns, rows: [bare, full] },
      {
        id: "b",
        title: "B",
        evidence: "paper",
        protocol: "corrected",
        ...place("table"),
        part: "train",
        columns: columns.slice(0, 1),
        rows: [bare].map((row) => ({ ...row, values: { one: 4 } })),
      },
    ];
    const own = parsePaper(
      JSON.stringify({ ...smallFile(ahead("new", "old")), tables }),
      "small.json",
    );
    const shared = { evidence: "paper", protocol: "faithful" };
    expect(numbersOf(own)).toStrictEqual([
      {
        id: "a/bare/one",
        table: "A",
        row: "Bare",
        column: "One",
        value: 1,
        metric: "One",
        ...shared,
      },
      {
        id: "a/bare/two",
        table: "A",
        row: "Bare",
        column: "Two",
        value: 2,
        printed: "2 %",
        note: "A note",
        metric: "column-metric",
        part: "valid",
        data: "films",
        model: "new",
        ...shared,
      },
      {
        id: "a/full/two",
        table: "A",
        row: "Full",
        column: "Two",
        value: 3,
        metric: "row-metric",
        part: "all",
        data: "shorts",
        model: "old",
        ...shared,
        evidence: "reconstruction",
      },
      {
        id: "b/bare/one",
        table: "B",
        row: "Bare",
        column: "One",
        value: 4,
        metric: "table-metric",
        part: "train",
        data: "films",
        model: "new",
        evidence: "paper",
        protocol: "corrected",
      },
    ]);
  });
});
