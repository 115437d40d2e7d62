import { describe, expect, it } from "vitest";
import { verdicts } from "../../../../src/papers/index.js";
import { verdictsMimeType } from "../../../../src/report/show/paper/verdict-facts.js";
import { verdictTable } from "../../../../src/report/show/paper/verdict-table.js";
import type {
  VerdictFacts,
  VerdictsOutput,
} from "../../../../src/report/show/paper/verdict-facts.js";
import { smallPaper } from "../../../papers/support/small-paper.js";
import { asReal } from "../../../papers/support/real-run.js";
import { ratingRun } from "../../../support/made-up-run.js";

const paper = smallPaper(
  { kind: "order", comparisons: [{ better: "new", than: ["old"] }] },
  { kind: "order", comparisons: [{ better: "other", than: ["old"] }] },
);
const errors = (size: number): number[] =>
  Array.from({ length: 60 }, (_unused, at) => size + at / 1000);
const runs = [
  asReal(ratingRun({ model: "bias" }, errors(0.2))),
  asReal(ratingRun({ model: "global-mean" }, errors(0.9))),
];
const found = verdicts(paper, runs);

function bundleOf(list: readonly VerdictFacts[]): Record<string, string> {
  return verdictTable(paper, list).toMimeBundle() as Record<string, string>;
}

describe("verdictTable", () => {
  it("gives every claim a row with anchor, finding, reason, difference and runs", () => {
    const html = bundleOf(found)["text/html"];
    expect(html).toContain("1 supported, 1 not testable here");
    expect(html).toMatch(/<tr id="claim-claim-0-faithful" data-runs="[0-9a-f]{16} [0-9a-f]{16}">/);
    expect(html).toContain('<tr id="claim-claim-1-faithful">');
    expect(html).toContain('class="moviola-finding not-testable-here"');
    const { difference } = found[0].decidedBy!;
    expect(difference).toBeGreaterThan(0.6);
    expect(html).toContain(`data-value="${difference}"`);
  });

  it("carries the same verdicts as data, without the tests that did not decide", () => {
    const output = JSON.parse(bundleOf(found)[verdictsMimeType]) as VerdictsOutput;
    expect(output.paper).toMatchObject({ key: "small", year: 2000 });
    expect(output.verdicts.map(({ finding }) => finding)).toEqual([
      "supported",
      "not testable here",
    ]);
    expect(output.verdicts[0].runIds).toEqual(found[0].runIds);
    expect(output.verdicts[0].decidedBy?.difference).toBe(found[0].decidedBy?.difference);
    expect(output.verdicts[0]).not.toHaveProperty("tests");
  });

  it("says once under the table what a stand-in stands for", () => {
    const data = [{ name: "songs", standsFor: { title: "Films", why: "there are no films" } }];
    const html = bundleOf(found.map((one) => ({ ...one, data })))["text/html"];
    expect(html.match(/songs <small>stand-in<\/small>/g)).toHaveLength(2);
    expect(html.match(/>songs stands in for Films: there are no films\.<\/p>/g)).toHaveLength(1);
  });

  it("keeps markup in a paper's words inert", () => {
    const statement = '<img src=x onerror="alert(1)">';
    const html = bundleOf([{ ...found[0], statement, reason: statement, source: statement }])[
      "text/html"
    ];
    expect(html).not.toContain("<img");
  });

  it("reads as text", () => {
    const text = bundleOf(found)["text/plain"];
    expect(text).toMatch(/^1 supported, 1 not testable here\n✓ supported/);
  });
});
