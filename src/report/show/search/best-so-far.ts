import type { SearchRecord, SearchTrial } from "../../../experiment/select/search-record.js";
import { chart, type Chart } from "../chart/chart.js";
import type { Series } from "../chart/specification.js";
import { formatSeconds } from "../format.js";
import { metricTitle } from "../metric-title.js";
import { describeTrial, lastRung, rungWords } from "./trial-lines.js";

/** Settings of {@link bestSoFar}. */
export interface BestSoFarOptions {
  /** What the horizontal axis counts: trials (the default), or the seconds of their fits. */
  readonly against?: "trials" | "seconds";
}

/**
 * The value of every trial as a dot, in the order in which they were tried, and the best so far as a
 * line. Of a search in rungs the line is that of the last one, whose values alone are compared in the choice. Seconds
 * are those of the fits one after another, whether they were done now or taken from the store.
 */
export function bestSoFar(record: SearchRecord, options: BestSoFarOptions = {}): Chart {
  const { against = "trials" } = options;
  const xs = against === "trials" ? record.trials.map((_trial, at) => at + 1) : ends(record.trials);
  const last = lastRung(record);
  const dots = record.rungs.map(({ rung }) => rungDots(record, rung, xs));
  const title = metricTitle(record.metric);
  return chart({
    title:
      against === "trials"
        ? `The best ${title} on validation was found by trial ${record.best + 1} of ${record.trials.length}`
        : `The best ${title} on validation was there after ${formatSeconds(xs[record.best])} of ${formatSeconds(xs.at(-1)!)} of fits`,
    x: { label: against === "trials" ? "trials" : "seconds of fits, one after another" },
    y: { label: `${title} on validation` },
    series: [bestLine(record, last, xs), ...dots].filter(({ x }) => x.length > 0),
    height: 320,
  });
}

/** Seconds after which each trial ended, if they are done one after another. */
function ends(trials: readonly SearchTrial[]): number[] {
  let sum = 0;
  return trials.map(({ seconds = 0 }) => (sum += seconds));
}

function rungDots(record: SearchRecord, rung: number, xs: readonly number[]): Series {
  const places = [...record.trials.keys()].filter((at) => {
    const trial = record.trials[at];
    return trial.rung === rung && trial.value !== undefined;
  });
  const words = rungWords(record, rung);
  const describe = (at: number): string => {
    const trial = record.trials[at];
    return describeTrial(record, { trial, isLast: true, isBest: at === record.best });
  };
  return {
    kind: "dot",
    name: words === "" ? "trials" : words,
    x: places.map((at) => xs[at]),
    y: places.map((at) => record.trials[at].value!.mean),
    text: places.map(describe),
  };
}

/** Steps of the best value among the trials of a rung. */
function bestLine(record: SearchRecord, rung: number, xs: readonly number[]): Series {
  const x: number[] = [];
  const y: number[] = [];
  const isBetter = (one: number, other: number): boolean =>
    record.higherIsBetter ? one > other : one < other;
  record.trials.forEach((trial, at) => {
    if (trial.rung !== rung || trial.value === undefined) return;
    const { mean } = trial.value;
    const before = y.at(-1);
    if (before !== undefined) {
      x.push(xs[at]);
      y.push(before);
    }
    if (before !== undefined && !isBetter(mean, before)) return;
    x.push(xs[at]);
    y.push(mean);
  });
  // Corners of a step need no dots.
  return { kind: "line", name: "best so far", x, y, radius: 0 };
}
