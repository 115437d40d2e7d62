import type { SearchRecord } from "../../../experiment/select/search-record.js";
import type { Displayable } from "../displayable.js";
import { element, escapeHtml } from "../html.js";
import { metricTitle } from "../metric-title.js";
import { html } from "../rendered.js";
import { parallelFigure } from "./parallel-figure.js";
import { describeTrial, trialLines, type TrialLine } from "./trial-lines.js";

/**
 * The settings of every trial as a line over one axis a setting, ending at its validation value, and
 * coloured by it; the chosen one is bold. Of a search in rungs, configurations that did not reach the
 * last one are grey: their values, from less to learn with, are not comparable. Static SVG with the same
 * content as text.
 *
 * A. Inselberg, "The Plane with Parallel Coordinates", The Visual Computer 1, 1985.
 */
export function parallelCoordinates(record: SearchRecord): Displayable {
  const lines = trialLines(record);
  const title = `${metricTitle(record.metric)} on validation by the settings of ${lines.length} trials of ${record.model}`;
  const markup =
    element("p", { class: "moviola-figure-title" }, escapeHtml(title)) +
    element("div", { class: "moviola-figure" }, parallelFigure(record, lines, title));
  return html(markup, [title, ...textLines(record, lines)].join("\n"));
}

/** Trials that the text names. */
const textTrials = 10;

function textLines(record: SearchRecord, lines: readonly TrialLine[]): string[] {
  const sign = record.higherIsBetter ? -1 : 1;
  const valued = lines
    .filter(({ trial, isLast }) => isLast && trial.value !== undefined)
    .sort((one, other) => sign * (one.trial.value!.mean - other.trial.value!.mean));
  const shown = valued.slice(0, textTrials).map((line) => describeTrial(record, line));
  const rest = lines.length - shown.length;
  return rest > 0 ? [...shown, `  and ${rest} more`] : shown;
}
