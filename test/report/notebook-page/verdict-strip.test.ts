import { describe, expect, test } from "vitest";
import { parseNotebook } from "../../../src/report/notebook-page/notebook-file.js";
import {
  notebookPage,
  type NotebookPage,
} from "../../../src/report/notebook-page/notebook-page.js";
import { paperName } from "../../../src/report/notebook-page/paper-name.js";
import { verdictStripHtml } from "../../../src/report/notebook-page/verdict-strip.js";
import { verdictTable } from "../../../src/report/show/paper/verdict-table.js";
import { verdictsMimeType } from "../../../src/report/show/paper/verdict-facts.js";
import {
  codeCell,
  displayed,
  displayedData,
  markdownCell,
  notebookText,
} from "../support/fixture-notebook.js";
import { paper, verdictOn, verdicts } from "../support/records-notebook.js";

type Cells = Parameters<typeof notebookText>[0];

function pageOf(cells: Cells): NotebookPage {
  return notebookPage(
    parseNotebook(notebookText([markdownCell("# T"), ...cells]), "x/example.ipynb"),
  );
}

async function tableCell(...[of, found]: Parameters<typeof verdictTable>): Promise<Cells[number]> {
  return codeCell("v", [await displayed(verdictTable(of, found))]);
}

describe("the strip of verdicts", () => {
  test("counts findings by protocol, in signs and in words, and links each claim to its row", async () => {
    const html = verdictStripHtml(pageOf([await tableCell(paper, verdicts)]));
    expect(html).toContain(
      'aria-label="faithful protocol: 1 supported, 1 supported in part, 1 not distinguishable and 1 not testable here"',
    );
    expect(html).toContain('aria-label="corrected protocol: 1 contradicted"');
    expect(html).toContain('<span class="supported-in-part" style="flex-grow:1">◐ 1</span>');
    expect(html.match(/<a class="chip/g)).toHaveLength(verdicts.length);
    expect(html).toMatch(
      /href="#claim-half-more-faithful"[^]*?half more<span class="unseen">: supported in part/,
    );
    expect(html).not.toContain("<details");
  });

  test("of several papers has a bar each, and their claims folded", async () => {
    const second = { ...paper, key: "second", authors: ["X. One", "Y. Two", "Z. Three"] };
    const cells = [
      await tableCell(paper, verdicts),
      await tableCell(second, [verdictOn("z", "supported", { paper: "second" })]),
    ];
    const html = verdictStripHtml(pageOf(cells));
    expect(html).toContain("Author and van Other 2020");
    expect(html).toContain('aria-label="One et al. 2020, faithful protocol: 1 supported"');
    expect(html.match(/<details/g)).toHaveLength(2);
  });

  test("the last verdict on a claim counts", async () => {
    const again = [verdictOn("ahead", "contradicted")];
    const html = verdictStripHtml(
      pageOf([await tableCell(paper, verdicts), await tableCell(paper, again)]),
    );
    expect(html).toContain("1 contradicted and 1 not testable here");
    expect(html).not.toContain("1 supported,");
  });

  test("a claim whose table is not on the page is no link; a page without verdicts has no strip", async () => {
    const cell = { ...(await tableCell(paper, verdicts)), metadata: { output: false } };
    expect(verdictStripHtml(pageOf([cell]))).not.toContain("<a ");
    expect(verdictStripHtml(pageOf([]))).toBe("");
  });

  test("what is not a verdict is left out and counted, and text stays text", async () => {
    const broken = [{ paper, verdicts: [{ claim: 1 }] }, { paper: {}, verdicts: [] }, "no JSON"];
    const cells = broken.map((one) => codeCell("v", [displayedData({ [verdictsMimeType]: one })]));
    const page = pageOf(cells);
    expect(page.records.verdicts).toEqual([]);
    expect(page.records.nUnknown).toBe(2);
    const hostile = `"><script>alert(1)</script>`;
    const evil = verdictOn(hostile, "supported", { statement: hostile });
    expect(verdictStripHtml(pageOf([await tableCell(paper, [evil])]))).not.toContain("<script>");
  });
});

test.each([
  [["L. Xia", "Y. Yang", "Z. Chen"], "Xia et al. 2020"],
  [["M. Elrfaey", "T. A. Gulliver"], "Elrfaey and Gulliver 2020"],
  [["de Pineda, L."], "de Pineda 2020"],
  [["Linhan Xia"], "Xia 2020"],
  [[], "2020"],
])("%j is cited as %s", (authors, name) => {
  expect(paperName({ authors, year: 2020 })).toBe(name);
});
