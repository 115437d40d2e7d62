/** One verdict as a row of the ledger. */
import { findingClass } from "../notebook-page/finding-bar.js";
import { paperName } from "../notebook-page/paper-name.js";
import { runsAddress } from "../notebook-page/run-links.js";
import { formatCount, formatNumber } from "../show/format.js";
import { element, escapeHtml } from "../show/html.js";
import { metricTitle } from "../show/metric-title.js";
import { findingSigns, type VerdictFacts } from "../show/paper/verdict-facts.js";
import { filterWord } from "./record-page.js";
import type { SiteVerdict } from "./site-records.js";

/** The row; `known` are the runs that the site has a page of. */
export function ledgerRow(one: SiteVerdict, known: ReadonlySet<string>): string {
  const { verdict, paper } = one;
  const { claim, kind, protocol, finding, decidedBy } = verdict;
  const there = verdict.runIds.filter((id) => known.has(id));
  const p = decidedBy?.correctedP;
  const cells = [
    element("td", {}, escapeHtml(paperName(paper))),
    element("td", {}, claimHtml(one)),
    element("td", {}, protocol),
    element("td", {}, findingHtml(verdict)),
    number(differenceHtml(decidedBy), decidedBy?.difference),
    number(p === undefined ? "–" : pText(p), p),
    number(decidedBy === undefined ? "–" : formatCount(decidedBy.n), decidedBy?.n),
    number(runsHtml(there, claim), there.length),
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

function number(content: string, value: number | undefined): string {
  return element("td", { class: "number", "data-value": value }, content);
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

function findingHtml({ finding }: VerdictFacts): string {
  const sign = element("span", { "aria-hidden": "true" }, findingSigns[finding]);
  const attributes = { class: `moviola-finding ${findingClass(finding)}` };
  return element("span", attributes, `${sign} ${finding}`);
}

function runsHtml(ids: readonly string[], claim: string): string {
  if (ids.length === 0) return "–";
  const label = `${ids.length} ${ids.length === 1 ? "run" : "runs"} behind ${claim}`;
  return element("a", { href: runsAddress(ids), "aria-label": label }, String(ids.length));
}

function differenceHtml(decision: VerdictFacts["decidedBy"]): string {
  if (decision === undefined) return "–";
  const [difference, low, high] = [decision.difference, decision.low, decision.high].map((value) =>
    formatNumber(value, 4),
  );
  const interval = element("span", { class: "moviola-interval" }, `[${low}, ${high}]`);
  const metric = element("small", {}, escapeHtml(metricTitle(decision.metric)));
  return `${difference} ${interval} ${metric}`;
}

function pText(value: number): string {
  return value < 0.0005 ? "&lt; 0.001" : formatNumber(value, 3);
}
