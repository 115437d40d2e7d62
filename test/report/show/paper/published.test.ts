import { describe, expect, it } from "vitest";
import { publishedRows } from "../../../../src/papers/index.js";
import { againstPaper } from "../../../../src/report/show/paper/against-paper.js";
import { dumbbell } from "../../../../src/report/show/paper/dumbbell.js";
import { smallPaper } from "../../../papers/support/small-paper.js";
import { asReal } from "../../../papers/support/real-run.js";
import { ratingRun } from "../../../support/made-up-run.js";

const paper = smallPaper({ kind: "order", comparisons: [{ better: "new", than: ["old"] }] });
const errors = (size: number): number[] => Array.from({ length: 60 }, () => size);
const best = asReal(ratingRun({ model: "bias" }, errors(0.6)));
const sound = asReal(ratingRun({ model: "bias" }, errors(0.7)), { mask: "train+valid" });
const rows = publishedRows(paper, "t", [best, sound]);

describe("a paper's numbers beside ours", () => {
  it("takes the model's runs by protocol, and leaves out numbers of no model", () => {
    expect(rows.map(({ id }) => id)).toEqual(["t/new/test", "t/old/test"]);
    expect(rows[0].published).toBe(0.5);
    expect(rows[0].faithful).toMatchObject({ data: "films", isStandIn: false, nRuns: 1 });
    expect(rows[0].faithful!.mean).toBeCloseTo(0.6, 12);
    expect(rows[0].corrected!.mean).toBeCloseTo(0.7, 12);
    expect(rows[0].faithful!.runIds).toEqual([best.record.id]);
    expect(rows[1]).not.toHaveProperty("faithful");
  });

  it("leaves out runs on validation and on invented data, and marks a stand-in", () => {
    const invented = ratingRun({ model: "bias" }, errors(0.6));
    const valid = asReal(ratingRun({ model: "bias", part: "valid" }, errors(0.6)));
    expect(publishedRows(paper, "t", [invented, valid])[0]).not.toHaveProperty("faithful");
    const songs = asReal(ratingRun({ model: "bias" }, errors(0.6)), { data: "songs" });
    const standIn = publishedRows(paper, "t", [songs]);
    expect(standIn[0].faithful).toMatchObject({ data: "songs", isStandIn: true });
    expect(againstPaper(standIn).toText()).toContain("songs stands in for Films");
  });

  it("refuses a table that the paper has not", () => {
    expect(() => publishedRows(paper, "t9", [])).toThrow(/E_PAPER_FILE[\s\S]*one of t/);
  });

  it("stand in one row with their distance, and say where there is no run", () => {
    const floors = [{ model: "global-mean", value: { mean: 0.9, low: 0.8, high: 1 } }];
    const table = againstPaper(rows, { floors, digits: 2, missing: "not in this budget" });
    expect(table.toText()).toMatch(/New\s+0\.50\s+0\.60 \[0\.60, 0\.60\]\s+0\.10\s+0\.70/);
    expect(table.toText()).toMatch(/Old\s+1\.00\s+not in this budget\s+–\s+not in this budget\s+0/);
    expect(table.toHtml()).toMatch(/<tr class="floor"><td data-value="global-mean"/);
  });

  it("become a plot with a bar from theirs to ours", () => {
    const { series } = dumbbell(rows, { title: "Title", label: "RMSE" }).specification;
    expect(series.map(({ name }) => name)).toEqual([
      "published",
      "ours, faithful",
      "ours, corrected",
      undefined,
    ]);
    const [low, high] = series[3].xInterval![0];
    expect(low).toBe(0.5);
    expect(high).toBeCloseTo(0.6, 12);
  });
});
