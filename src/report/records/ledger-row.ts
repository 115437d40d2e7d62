/** One verdict as a row of the ledger. */
import { paperName } from "../notebook-page/paper-name.js";
import { runsAddress } from "../notebook-page/run-links.js";
import { element, escapeHtml } from "../show/html.js";
import { decisionCells, findingBadge, numberCell } from "../show/paper/verdict-cells.js";
import { findingClass } from "../show/paper/verdict-facts.js";
import { filterWord } from "./record-page.js";
import type { SiteVerdict } from "./site-records.js";

/** The row; `known` are the runs that the site has a page of. */
export function ledgerRow(one: SiteVerdict, known: ReadonlySet<string>): string {
  const { verdict, paper } = one;
  const { claim, kind, protocol, finding, decidedBy } = verdict;
  const there = verdict.runIds.filter((id) => known.has(id));
  const cells = [
    element("td", {}, escapeHtml(paperName(paper))),
    element("td", {}, claimHtml(one)),
    element("td", {}, protocol),
    element("td", {}, findingBadge(finding)),
    ...decisionCells(decidedBy),
    numberCell(runsHtml(there, claim), there.length),
  ];
  const attributes = {
    id: filterWord(`${paper.key}-${claim}-${protocol}`),
    "data-row": true,
    "data-paper": filterWord(paper.key),
    "data-protocol": protocol,
    "data-finding": findingClass(finding),
    "data-kind": filterWord(kind),
  };
  return element("tr", attributes, cells.join(""));
}

/** The statement, which leads to its row on its page; below it where the paper says it and why it is judged so. */
function claimHtml({ verdict, address }: SiteVerdict): string {
  const { statement, source, kind, reason, data } = verdict;
  const standIns = data
    .flatMap(({ name, standsFor }) =>
      standsFor === undefined ? [] : [`${name} stands in for ${standsFor.title}`],
    )
    .join("; ");
  const isSaid = standIns === "" || /\bstands? in for\b/.test(reason);
  const why = isSaid ? reason : `${reason} ${standIns}.`;
  const link = element("a", { href: address }, escapeHtml(statement));
  return `${link} ${element("small", {}, escapeHtml(`${source}, ${kind}. ${why}`))}`;
}

function runsHtml(ids: readonly string[], claim: string): string {
  if (ids.length === 0) return "–";
  const label = `${ids.length} ${ids.length === 1 ? "run" : "runs"} behind ${claim}`;
  return element("a", { href: runsAddress(ids), "aria-label": label }, String(ids.length));
}
