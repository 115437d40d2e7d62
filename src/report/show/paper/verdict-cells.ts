/** Cells that every table of verdicts has. */
import { formatCount, formatNumber, formatProbability } from "../format.js";
import { element, escapeHtml } from "../html.js";
import { metricTitle } from "../metric-title.js";
import {
  findingClass,
  findingSigns,
  type DecisionFacts,
  type FindingName,
} from "./verdict-facts.js";

/** The finding with its sign, as a badge. */
export function findingBadge(finding: FindingName): string {
  const sign = element("span", { "aria-hidden": "true" }, findingSigns[finding]);
  return element(
    "span",
    { class: `moviola-finding ${findingClass(finding)}` },
    `${sign} ${finding}`,
  );
}

/** A cell of HTML that is sorted by `value`. */
export function numberCell(content: string, value: number | undefined): string {
  return element("td", { class: "number", "data-value": value }, content);
}

/** Three cells: the deciding difference with its interval, its corrected p-value, and n. */
export function decisionCells(decision: DecisionFacts | undefined): readonly string[] {
  if (decision === undefined) return [0, 1, 2].map(() => numberCell("–", undefined));
  const { difference, correctedP, n } = decision;
  return [
    numberCell(differenceHtml(decision), difference),
    numberCell(escapeHtml(formatProbability(correctedP)), correctedP),
    numberCell(formatCount(n), n),
  ];
}

function differenceHtml({ difference, low, high, metric }: DecisionFacts): string {
  const value = element("span", { class: "moviola-value" }, formatNumber(difference, 4));
  const ends = `[${formatNumber(low, 4)}, ${formatNumber(high, 4)}]`;
  const interval = element("span", { class: "moviola-interval" }, ends);
  return `${value} ${interval} ${element("small", {}, escapeHtml(metricTitle(metric)))}`;
}
