import { MoviolaError } from "../../../common/errors.js";
import type { SearchRecord } from "../../../experiment/select/search-record.js";
import type { TestExhibit } from "../../../experiment/select/test-exhibit.js";
import { chart, type Chart } from "../chart/chart.js";
import type { Series } from "../chart/specification.js";
import { formatNumber } from "../format.js";
import { metricTitle } from "../metric-title.js";
import { describeTrial, trialLines, type TrialLine } from "./trial-lines.js";

/**
 * An exhibit: the configurations of a search's last rung by their value on validation, which chose, and on
 * test, which did not. How closely the dots follow each other shows what choosing on validation is worth;
 * how far the highest one is above the chosen one, what choosing on test would have flattered. Throws
 * `E_CHART_SERIES` when the exhibit is of another metric or has no value for the chosen configuration.
 */
export function validationAgainstTest(record: SearchRecord, exhibit: TestExhibit): Chart {
  const lines = trialLines(record).filter(
    ({ trial, isLast }) =>
      isLast && trial.value !== undefined && exhibit.values[trial.candidate] !== undefined,
  );
  const chosen = lines.filter(({ isBest }) => isBest);
  if (exhibit.metric !== record.metric || chosen.length === 0) throw unfit(record, exhibit);
  const title = metricTitle(record.metric);
  const series = (name: string, members: readonly TrialLine[]): Series => ({
    kind: "dot",
    name,
    radius: name === "chosen on validation" ? 7 : 4,
    isMuted: name === "not chosen",
    x: members.map(({ trial }) => trial.value!.mean),
    y: members.map(({ trial }) => exhibit.values[trial.candidate].mean),
    text: members.map((line) => describeTrial(record, line)),
  });
  const others = lines.filter(({ isBest }) => !isBest);
  return chart({
    title: `Exhibit, which decided nothing: ${exhibitWords(record, exhibit)}`,
    x: { label: `${title} on validation: this chose` },
    y: { label: `${title} on test: this did not` },
    series: [series("chosen on validation", chosen), series("not chosen", others)].filter(
      ({ x }) => x.length > 0,
    ),
    height: 360,
  });
}

/** Such as `the choice on validation has NDCG@10 0.2711 on test; choosing on test would have claimed 0.2744`. */
function exhibitWords(record: SearchRecord, { values }: TestExhibit): string {
  const title = metricTitle(record.metric);
  const honest = values[record.trials[record.best].candidate].mean;
  const means = trialLines(record)
    .filter(({ isLast }) => isLast)
    .flatMap(({ trial }) => (trial.candidate in values ? [values[trial.candidate].mean] : []));
  const flattered = record.higherIsBetter ? Math.max(...means) : Math.min(...means);
  const start = `the choice on validation has ${title} ${formatNumber(honest, 4)} on test`;
  return flattered === honest
    ? `${start}, and is the best there too`
    : `${start}; choosing on test would have claimed ${formatNumber(flattered, 4)}`;
}

function unfit(record: SearchRecord, exhibit: TestExhibit): MoviolaError {
  return new MoviolaError("E_CHART_SERIES", "The test values do not belong to this search", {
    where: `search over "${record.model}"`,
    expected: `${record.metric} of candidate ${record.trials[record.best].candidate}, the chosen one`,
    got: `${exhibit.metric} of candidates ${Object.keys(exhibit.values).join(", ") || "none"}`,
    remedy: "Make them with `testExhibit` from the same search",
  });
}
