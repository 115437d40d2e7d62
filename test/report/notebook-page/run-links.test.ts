import { describe, expect, test } from "vitest";
import { parseNotebook } from "../../../src/report/notebook-page/notebook-file.js";
import { notebookPage } from "../../../src/report/notebook-page/notebook-page.js";
import { linkPage, linkRuns, runsAddress } from "../../../src/report/notebook-page/run-links.js";
import { stamp } from "../../../src/report/show/stamp.js";
import { codeCell, displayed, displayedData, notebookText } from "../support/fixture-notebook.js";
import { rankingRuns } from "../support/records-notebook.js";

const [one, two, other] = ["1", "2", "3"].map((digit) => digit.repeat(16));
const known = new Set([one, two]);
const value = (text: string): string => `<span class="moviola-value">${text}</span>`;

describe("linkRuns", () => {
  test("a number of one run opens it, one of several opens them all", () => {
    expect(linkRuns(`<td data-value="0.3" data-runs="${one}">0.300</td>`, known)).toBe(
      `<td data-value="0.3" data-runs="${one}"><a class="moviola-run" href="runs.html#${one}">0.300</a></td>`,
    );
    const both = linkRuns(`<td data-runs="${one} ${two}">${value("0.3")} [0, 1]</td>`, known);
    const address = `runs.html?runs=${one}+${two}#${one}`;
    expect(runsAddress([one, two])).toBe(address);
    expect(both).toContain(
      `<span class="moviola-value"><a class="moviola-run" href="${address}">0.3</a></span> [0, 1]`,
    );
  });

  test("a row gives its runs to the numbers that have none of their own", () => {
    const html = `<tr id="claim-a" data-runs="${one}"><td>a</td><td>${value("0.1")}</td><td data-runs="${two}">${value("0.2")}</td></tr>`;
    const linked = linkRuns(html, known);
    expect(linked.match(/<a /g)).toHaveLength(2);
    expect(linked).toContain(`href="runs.html#${one}">0.1</a>`);
    expect(linked).toContain(`href="runs.html#${two}">0.2</a>`);
    expect(linked).toContain("<td>a</td>");
  });

  test("unknown runs, words that are no ids, dashes and links are left as they are", () => {
    const missing: string[] = [];
    for (const html of [
      `<td data-runs="${other}">0.1</td>`,
      `<td data-runs="javascript:alert(1)">0.1</td>`,
      `<td data-runs="${one}">–</td>`,
      `<td data-runs="${one}"><a href="x">0.1</a></td>`,
      `<td data-runs="${one}"><b>0.1</b></td>`,
    ]) {
      expect(linkRuns(html, known, (id) => missing.push(id))).toBe(html);
    }
    expect(missing).toEqual([other]);
  });

  test("text that merely looks like a replacement pattern stays", () => {
    const html = `<td data-runs="${one}">$&amp; $1</td>`;
    expect(linkRuns(html, known)).toContain(">$&amp; $1</a>");
  });
});

describe("linkPage", () => {
  test("a number without runs opens the run, or the seeds of a configuration, whose mean it is, and no other", async () => {
    const mean = rankingRuns[2].record.metrics["ndcg@10"].mean;
    const seeds = [rankingRuns[2], rankingRuns[3]].map(({ record }) => record);
    const pooled = (seeds[0].metrics["ndcg@10"].mean + seeds[1].metrics["ndcg@10"].mean) / 2;
    const cells = [mean, pooled, mean + 1e-9, 0.5].map(
      (value) => `<td data-value="${value}">0.2</td>`,
    );
    const text = notebookText([
      codeCell("s", [
        await displayed(stamp({ datasets: [], records: rankingRuns.map(({ record }) => record) })),
        displayedData({ "text/html": `<table><tr>${cells.join("")}</tr></table>` }),
      ]),
    ]);
    const page = notebookPage(parseNotebook(text, "x/one.ipynb"));
    const known = new Set(page.records.runs.map(({ id }) => id));
    const html = JSON.stringify(linkPage(page, known).page.blocks);
    expect(html.match(/moviola-run/g)).toHaveLength(2);
    expect(html).toContain(`runs.html#${seeds[0].id}`);
    expect(html).toContain(`runs.html?runs=${seeds[0].id}+${seeds[1].id}#${seeds[0].id}`);
  });
});
