/** The verdicts of a page in small, under its title: counts as bars, and a link a claim. */
import { element, escapeHtml } from "../show/html.js";
import {
  claimAnchor,
  findingClass,
  findingSigns,
  type VerdictFacts,
  type VerdictsOutput,
} from "../show/paper/verdict-facts.js";
import { byProtocol, findingBar, findingLegend, protocolMeanings } from "./finding-bar.js";
import type { NotebookPage } from "./notebook-page.js";
import { paperName } from "./paper-name.js";

/** The strip as HTML; empty for a page without verdicts. */
export function verdictStripHtml(page: NotebookPage): string {
  const papers = page.records.verdicts.filter(({ verdicts }) => verdicts.length > 0);
  if (papers.length === 0) return "";
  const isAlone = papers.length === 1;
  const anchors = anchorsOf(page);
  const all = papers.flatMap(({ verdicts }) => verdicts);
  const content = papers.map((paper) => paperHtml(paper, isAlone, anchors)).join("\n");
  const attributes = { class: "verdict-strip", "aria-label": "Verdicts on claims" };
  return element("section", attributes, `\n${content}\n${findingLegend(all)}`);
}

function paperHtml(
  { paper, verdicts }: VerdictsOutput,
  isAlone: boolean,
  anchors: ReadonlySet<string>,
): string {
  const name = paperName(paper);
  const heading = isAlone ? "" : element("p", { class: "strip-paper" }, escapeHtml(name));
  const rows = byProtocol(verdicts).map(([protocol, own]) => {
    const meaning = element("small", {}, protocolMeanings[protocol]);
    const words = element("span", { class: "strip-protocol" }, `${protocol} ${meaning}`);
    const label = isAlone ? `${protocol} protocol` : `${name}, ${protocol} protocol`;
    return element("div", { class: "strip-row" }, words + findingBar(own, label));
  });
  const chips = byProtocol(verdicts).map(([protocol, own]) => {
    const items = own.map((verdict) => element("li", {}, chipHtml(verdict, anchors)));
    return element("ul", { class: "chips", "aria-label": `Claims, ${protocol}` }, items.join(""));
  });
  // The claims of several papers would bury the page that they introduce.
  const folded = (html: string): string =>
    `<details class="strip-claims"><summary>${verdicts.length} verdicts</summary>${html}</details>`;
  const bars = rows.join("\n");
  if (!isAlone) return `${heading}${bars}\n${folded(chips.join("\n"))}`;
  return rows.map((row, at) => `${row}\n${chips[at]}`).join("\n");
}

/** A claim by its id, with its finding's sign; a link where the page has the claim's row. */
function chipHtml(verdict: VerdictFacts, anchors: ReadonlySet<string>): string {
  const { claim, finding, statement } = verdict;
  const sign = element("span", { "aria-hidden": "true" }, findingSigns[finding]);
  const said = element("span", { class: "unseen" }, `: ${finding}`);
  const words = `${sign} ${escapeHtml(claim.replaceAll("-", " "))}${said}`;
  const anchor = claimAnchor(verdict);
  const attributes = { class: `chip ${findingClass(finding)}`, title: statement };
  if (!anchors.has(anchor)) return element("span", attributes, words);
  return element("a", { ...attributes, href: `#${anchor}` }, words);
}

/** The anchors of claims that the page's outputs hold. */
export function anchorsOf(page: NotebookPage): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const block of page.blocks) {
    if (block.kind !== "code" || !block.options.output) continue;
    for (const output of block.outputs) {
      if (output.kind !== "html") continue;
      for (const match of output.html.matchAll(/\sid="(claim-[^"]+)"/g)) anchors.add(match[1]);
    }
  }
  return anchors;
}
