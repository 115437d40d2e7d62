import type { Displayable, MimeBundle } from "../displayable.js";
import { formatCount, formatNumber } from "../format.js";
import { element, escapeHtml } from "../html.js";
import { metricTitle } from "../metric-title.js";
import {
  claimAnchor,
  countFindings,
  findingSigns,
  verdictsMimeType,
  type PaperFacts,
  type VerdictFacts,
  type VerdictsOutput,
} from "./verdict-facts.js";

/**
 * All verdicts on a paper's claims as a table: claim with its place in the paper, protocol, finding, the reason
 * in a sentence, the deciding difference with interval, corrected p-value and n, and the data, which says what they
 * stand in for. Pages show a strip of the findings under their title and count them on the paper's card.
 * `verdicts(paper, runs)` makes the verdicts.
 */
export function verdictTable(paper: PaperFacts, verdicts: readonly VerdictFacts[]): Displayable {
  return {
    toMimeBundle: (): MimeBundle => ({
      "text/plain": tableText(verdicts),
      "text/html": tableHtml(verdicts),
      [verdictsMimeType]: JSON.stringify(outputOf(paper, verdicts)),
    }),
  };
}

/** Such as `3 supported, 1 contradicted`. */
export function countText(verdicts: readonly Pick<VerdictFacts, "finding">[]): string {
  const counts = countFindings(verdicts).filter(({ count }) => count > 0);
  if (counts.length === 0) return "no claim";
  return counts.map(({ finding, count }) => `${count} ${finding}`).join(", ");
}

/** Without the tests that did not decide: a page carries what it shows. */
function outputOf(paper: PaperFacts, verdicts: readonly VerdictFacts[]): VerdictsOutput {
  const { key, title, authors, year, venue, reference } = paper;
  return {
    paper: { key, title, authors, year, venue, reference },
    verdicts: verdicts.map((one) => ({
      paper: one.paper,
      claim: one.claim,
      statement: one.statement,
      kind: one.kind,
      source: one.source,
      protocol: one.protocol,
      finding: one.finding,
      reason: one.reason,
      ...(one.decidedBy === undefined ? {} : { decidedBy: decisionOf(one.decidedBy) }),
      data: one.data,
      runIds: one.runIds,
    })),
  };
}

function decisionOf(decision: NonNullable<VerdictFacts["decidedBy"]>): typeof decision {
  const { better, than, metric, estimates, difference, low, high, effect, correctedP, n } =
    decision;
  const size = effect === undefined ? {} : { effect };
  return { better, than, metric, estimates, difference, low, high, ...size, correctedP, n };
}

function tableText(verdicts: readonly VerdictFacts[]): string {
  const lines = verdicts.map(
    ({ finding, protocol, statement, reason }) =>
      `${findingSigns[finding]} ${finding.padEnd(19)} ${protocol.padEnd(9)} ${statement}\n    ${reason}`,
  );
  return [countText(verdicts), ...lines].join("\n");
}

const headings = ["Claim", "Protocol", "Verdict", "Why", "Difference", "p", "n", "Data"] as const;
const numeric: readonly string[] = ["Difference", "p", "n"];

function tableHtml(verdicts: readonly VerdictFacts[]): string {
  const head = headings.map((title) => {
    const isNumber = numeric.includes(title);
    const type = isNumber ? "number" : "text";
    return element("th", { scope: "col", "data-type": type, class: isNumber && type }, title);
  });
  const table = element(
    "table",
    { class: "moviola-table moviola-verdicts", "data-sortable": true, "data-name": "verdicts" },
    element("thead", {}, element("tr", {}, head.join(""))) +
      element("tbody", {}, verdicts.map(rowHtml).join("\n")),
  );
  return (
    element("p", { class: "moviola-table-title" }, escapeHtml(countText(verdicts))) +
    element("div", { class: "moviola-table-wrap" }, table) +
    element("p", { class: "moviola-note" }, escapeHtml(convention))
  );
}

const convention =
  "A positive difference speaks for the claim, whatever the metric’s direction; in brackets its 95 % interval. " +
  "p is corrected after Holm over all comparisons of the paper’s claims under one protocol; n counts users or ratings.";

function rowHtml(verdict: VerdictFacts): string {
  const { statement, source, protocol, reason, decidedBy, runIds } = verdict;
  const claim = `${escapeHtml(statement)} ${element("small", {}, escapeHtml(source))}`;
  const number = (content: string, value: number | undefined): string =>
    element("td", { class: "number", "data-value": value }, content);
  const cells = [
    element("td", {}, claim),
    element("td", {}, protocol),
    element("td", {}, findingHtml(verdict)),
    element("td", {}, escapeHtml(reason)),
    number(differenceHtml(decidedBy), decidedBy?.difference),
    number(pText(decidedBy?.correctedP), decidedBy?.correctedP),
    number(decidedBy === undefined ? "–" : formatCount(decidedBy.n), decidedBy?.n),
    element("td", {}, verdict.data.map(dataHtml).join(", ") || "–"),
  ];
  const runs = runIds.length === 0 ? undefined : runIds.join(" ");
  return element("tr", { id: claimAnchor(verdict), "data-runs": runs }, cells.join(""));
}

/** The finding with its sign, as a badge. */
function findingHtml({ finding }: VerdictFacts): string {
  const sign = element("span", { "aria-hidden": "true" }, findingSigns[finding]);
  const state = finding.replaceAll(" ", "-");
  return element("span", { class: `moviola-finding ${state}` }, `${sign} ${finding}`);
}

function differenceHtml(decision: VerdictFacts["decidedBy"]): string {
  if (decision === undefined) return "–";
  const [difference, low, high] = [decision.difference, decision.low, decision.high].map((value) =>
    formatNumber(value, 4),
  );
  const interval = element("span", { class: "moviola-interval" }, `[${low}, ${high}]`);
  const metric = element("small", {}, escapeHtml(metricTitle(decision.metric)));
  return `${element("span", { class: "moviola-value" }, difference)} ${interval} ${metric}`;
}

function pText(value: number | undefined): string {
  if (value === undefined) return "–";
  return value < 0.0005 ? "&lt; 0.001" : formatNumber(value, 3);
}

function dataHtml({ name, standsFor }: VerdictFacts["data"][number]): string {
  if (standsFor === undefined) return escapeHtml(name);
  const text = `stands in for ${standsFor.title}: ${standsFor.why}`;
  return `${escapeHtml(name)} ${element("small", {}, escapeHtml(text))}`;
}
