import { byProtocol, findingBar, findingWords } from "../notebook-page/finding-bar.js";
import type { NotebookPage } from "../notebook-page/notebook-page.js";
import { paperName } from "../notebook-page/paper-name.js";
import { formatNumber } from "../show/format.js";
import { element, escapeHtml } from "../show/html.js";
import { metricTitle } from "../show/metric-title.js";
import { findingSigns, type VerdictFacts } from "../show/paper/verdict-facts.js";

/**
 * The verdicts of a page on its card: the paper's first claim of a difference with what was found of it, a bar and a
 * sentence a protocol; of several papers, all together.
 */
export function cardVerdicts(page: NotebookPage): string {
  const papers = page.records.verdicts.filter(({ verdicts }) => verdicts.length > 0);
  if (papers.length === 0) return "";
  const all = papers.flatMap(({ verdicts }) => verdicts);
  const rows = byProtocol(all).map(([protocol, own]) => {
    const words = element("span", { class: "strip-protocol" }, protocol);
    return element("div", { class: "strip-row" }, words + findingBar(own, `${protocol} protocol`));
  });
  const sentences = byProtocol(all).map(([protocol, own]) => {
    return `${protocol}: ${findingWords(own)}`;
  });
  const subject =
    papers.length === 1
      ? `Claims of ${paperName(papers[0].paper)}`
      : `Claims of ${papers.length} papers`;
  const headline = papers.length === 1 ? headlineOf(all) : "";
  return element(
    "div",
    { class: "card-verdicts" },
    `${headline}<div aria-hidden="true">${rows.join("")}</div><p class="card-facts">${escapeHtml(`${subject}, ${sentences.join("; ")}.`)}</p>`,
  );
}

/** The first claim that one thing is better than another and that runs decided, soundly measured where it can be. */
function headlineOf(verdicts: readonly VerdictFacts[]): string {
  const compared = verdicts.filter(
    ({ kind, decidedBy }) => decidedBy !== undefined && kind !== "existence",
  );
  const headline = compared.find(({ protocol }) => protocol === "corrected") ?? compared.at(0);
  if (headline?.decidedBy === undefined) return "";
  const { finding, statement, protocol, decidedBy } = headline;
  const { difference, low, high, metric } = decidedBy;
  const sign = difference > 0 ? "+" : "";
  const value = element("strong", {}, `${sign}${formatNumber(difference, 4)}`);
  const ends = `[${formatNumber(low, 4)}, ${formatNumber(high, 4)}] ${metricTitle(metric)}, ${protocol}: ${finding}`;
  const mark = element("span", { "aria-hidden": "true" }, findingSigns[finding]);
  return element(
    "p",
    { class: "card-headline" },
    `${mark} “${escapeHtml(statement)}”: here ${value} ${escapeHtml(ends)}`,
  );
}
