import { byProtocol, findingBar, findingWords } from "../notebook-page/finding-bar.js";
import type { NotebookPage } from "../notebook-page/notebook-page.js";
import { paperName } from "../notebook-page/paper-name.js";
import { element, escapeHtml } from "../show/html.js";

/** The verdicts of a page on its card: a bar and a sentence a protocol; of several papers, all together. */
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
  return element(
    "div",
    { class: "card-verdicts" },
    `<div aria-hidden="true">${rows.join("")}</div><p class="card-facts">${escapeHtml(`${subject}, ${sentences.join("; ")}.`)}</p>`,
  );
}
