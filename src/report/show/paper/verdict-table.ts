import type { Displayable, MimeBundle } from "../displayable.js";
import { element, escapeHtml, textCell } from "../html.js";
import { decisionCells, findingBadge } from "./verdict-cells.js";
import {
  claimAnchor,
  countText,
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
    const look = isNumber ? { class: type } : textCell;
    return element("th", { scope: "col", "data-type": type, ...look }, title);
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
    [...standInNotes(verdicts), convention]
      .map((note) => element("p", { class: "moviola-note" }, escapeHtml(note)))
      .join("")
  );
}

const convention =
  "A positive difference speaks for the claim, whatever the metric’s direction; in brackets its 95 % interval. " +
  "p is corrected after Holm over all comparisons of the paper’s claims under one protocol; n counts users or ratings.";

function rowHtml(verdict: VerdictFacts): string {
  const { statement, source, protocol, reason, decidedBy, runIds } = verdict;
  const claim = `${escapeHtml(statement)} ${element("small", {}, escapeHtml(source))}`;
  const cells = [
    element("td", textCell, claim),
    element("td", textCell, protocol),
    element("td", textCell, findingBadge(verdict.finding)),
    element("td", textCell, escapeHtml(reason)),
    ...decisionCells(decidedBy),
    element("td", textCell, verdict.data.map(dataHtml).join(", ") || "–"),
  ];
  const runs = runIds.length === 0 ? undefined : runIds.join(" ");
  return element("tr", { id: claimAnchor(verdict), "data-runs": runs }, cells.join(""));
}

function dataHtml({ name, standsFor }: VerdictFacts["data"][number]): string {
  if (standsFor === undefined) return escapeHtml(name);
  return `${escapeHtml(name)} ${element("small", {}, "stand-in")}`;
}

/** What each stand-in stands for and why, once under the table. */
function standInNotes(verdicts: readonly VerdictFacts[]): readonly string[] {
  const notes = verdicts.flatMap(({ data }) =>
    data.flatMap(({ name, standsFor }) =>
      standsFor === undefined
        ? []
        : [`${name} stands in for ${standsFor.title}: ${standsFor.why}.`],
    ),
  );
  return [...new Set(notes)];
}
