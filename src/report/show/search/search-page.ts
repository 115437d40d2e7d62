import type { SearchRecord } from "../../../experiment/select/search-record.js";
import type { TestExhibit } from "../../../experiment/select/test-exhibit.js";
import type { Displayable, MimeBundle } from "../displayable.js";
import { facts } from "../facts.js";
import { formatNumber, formatSeconds } from "../format.js";
import { element } from "../html.js";
import { metricTitle } from "../metric-title.js";
import { dataNotice, note } from "../notice.js";
import { bestSoFar } from "./best-so-far.js";
import { parallelCoordinates } from "./parallel-coordinates.js";
import { valueText } from "./setting-axis.js";
import { trialTable } from "./trial-table.js";
import { searchedSettings } from "./trial-lines.js";
import { validationAgainstTest } from "./validation-against-test.js";

/** Settings of {@link searchPage}. */
export interface SearchPageOptions {
  /** Test values of the trials, for an exhibit; a search itself never sees any. */
  readonly exhibit?: TestExhibit;
}

/**
 * A search as `show(search)` displays it: what was chosen, the settings of all trials against their
 * values, the best so far by trials and by seconds, the exhibit where there is one, a table of all trials,
 * and what a reader should know.
 */
export function searchPage(record: SearchRecord, options: SearchPageOptions = {}): Displayable {
  const { exhibit } = options;
  const hasSeconds = record.trials.some(({ seconds = 0 }) => seconds > 0);
  const parts: Displayable[] = [
    dataNotice(record.dataset),
    facts(keyNumbers(record)),
    ...record.notes.map((text) => note(text)),
    parallelCoordinates(record),
    bestSoFar(record),
    ...(hasSeconds ? [bestSoFar(record, { against: "seconds" })] : []),
    ...(exhibit === undefined ? [] : exhibitParts(record, exhibit)),
    trialTable(record),
  ];
  return {
    async toMimeBundle(): Promise<MimeBundle> {
      const bundles = await Promise.all(parts.map(async (part) => part.toMimeBundle()));
      const texts = bundles.map((bundle) => bundle["text/plain"]).filter((text) => text !== "");
      return {
        "text/plain": texts.join("\n\n"),
        "text/html": bundles.map((bundle) => spaced(bundle["text/html"] ?? "")).join("\n"),
      };
    },
  };
}

/** A part with room below it. */
function spaced(markup: string): string {
  return markup === "" ? "" : element("div", { style: "margin-bottom:1.8rem" }, markup);
}

function exhibitParts(record: SearchRecord, exhibit: TestExhibit): Displayable[] {
  const words =
    "The test values below were taken after the choice and decided nothing; only the chosen one is a result.";
  return [note(words), validationAgainstTest(record, exhibit)];
}

function keyNumbers(record: SearchRecord): Record<string, string> {
  const { metric, trials, best, rungs, strategy } = record;
  const chosen = trials[best];
  const settings = searchedSettings(record).map(
    (name) => [name, valueText(chosen.config[name])] as const,
  );
  const nFailed = trials.filter(({ value }) => value === undefined).length;
  const words =
    rungs.length > 1 ? `${strategy} search, ${rungs.length} rungs` : `${strategy} search`;
  const test = record.test?.metrics[metric];
  return {
    [`${metricTitle(metric)} on validation`]: formatNumber(chosen.value!.mean, 4),
    ...(test === undefined
      ? {}
      : { [`${metricTitle(metric)} on test, once, after the choice`]: formatNumber(test.mean, 4) }),
    ...Object.fromEntries(settings),
    [`trials, ${words}${nFailed === 0 ? "" : `, ${nFailed} failed`}`]: String(trials.length),
    "of computing": formatSeconds(record.seconds),
  };
}
