import { isShortCount, mutedColour, seriesLooks } from "./specification.js";
import type { ChartSpecification, Reference, Series, SeriesLook } from "./specification.js";

/** A figure as plotly.js takes it: JSON-safe. */
export interface PlotlyFigure {
  readonly data: readonly Readonly<Record<string, unknown>>[];
  readonly layout: Readonly<Record<string, unknown>>;
}

/** The interactive twin of a chart. Colours of text and grid are left to the page's theme. */
export function plotlyFigure(chart: ChartSpecification): PlotlyFigure {
  const references = chart.references ?? [];
  const looks = seriesLooks(chart.series);
  return {
    data: chart.series.map((series, at) => trace(series, looks[at])),
    layout: {
      height: heightOf(chart),
      margin,
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      showlegend: chart.series.some((series) => series.name !== undefined),
      legend: legendLayout(chart),
      bargap: 0.15,
      xaxis: axisLayout(chart, "x"),
      yaxis: axisLayout(chart, "y"),
      shapes: references.map(referenceLine),
      annotations: references.map(referenceLabel),
    },
  };
}

const margin = { t: 24, r: 16, b: 56, l: 64 };

function heightOf({ height = 360 }: ChartSpecification): number {
  return height + 40;
}

/**
 * A line of names that grows upwards from above the plot, and above the labels of vertical references,
 * which stand there too. Its place is a share of the plot's height.
 */
function legendLayout(chart: ChartSpecification): Record<string, unknown> {
  const hasLabels = chart.references?.some(({ axis }) => axis === "x") === true;
  const plotHeight = heightOf(chart) - margin.t - margin.b;
  const place = { orientation: "h", yanchor: "bottom", y: 1 + (hasLabels ? 28 : 6) / plotHeight };
  // The dots of the names are of one size: those of a map of thousands would show no colour.
  return { ...place, itemsizing: "constant" };
}

function trace(series: Series, { colour, isRepeated }: SeriesLook): Record<string, unknown> {
  const isHorizontalBar = series.kind === "bar" && typeof series.y[0] === "string";
  return {
    type: series.kind === "bar" ? "bar" : "scatter",
    ...(series.kind === "bar" ? {} : { mode: modeOf(series) }),
    ...(isHorizontalBar ? { orientation: "h" } : {}),
    name: series.name ?? "",
    showlegend: series.name !== undefined,
    x: series.x,
    y: series.y,
    ...(series.text === undefined
      ? {}
      : { text: series.text, hovertemplate: "%{text}<extra></extra>" }),
    marker: {
      color: colour,
      size: series.radius === undefined ? 7 : 2 * series.radius,
      ...(isRepeated && series.kind !== "bar" ? { symbol: "circle-open" } : {}),
    },
    ...(series.kind === "line"
      ? { line: { color: colour, ...(isRepeated ? { dash: "dot" } : {}) } }
      : {}),
    ...errorBars("error_x", series.x, series.xInterval, colour),
    ...errorBars("error_y", series.y, series.yInterval, colour),
  };
}

function modeOf({ kind, radius }: Series): string {
  if (kind === "dot") return "markers";
  // A size of 0 would be taken for none given.
  return radius === 0 ? "lines" : "lines+markers";
}

function errorBars(
  key: string,
  values: readonly (number | string)[],
  intervals: Series["xInterval"],
  colour: string,
): Record<string, unknown> {
  if (intervals === undefined) return {};
  const array = intervals.map(([, high], at) => high - Number(values[at]));
  const arrayminus = intervals.map(([low], at) => Number(values[at]) - low);
  return {
    [key]: { type: "data", symmetric: false, array, arrayminus, color: colour, thickness: 1.5 },
  };
}

function axisLayout(chart: ChartSpecification, which: "x" | "y"): Record<string, unknown> {
  const axis = chart[which];
  const values = chart.series.flatMap((series) => series[which]);
  return {
    // Without it a long category stands across the title.
    title: { text: axis.label, standoff: 10 },
    automargin: true,
    ...(axis.scale === undefined ? {} : { type: axis.scale }),
    ...rangeOf(chart, which),
    ...(axis.isShare === true ? { tickformat: ".0%" } : {}),
    ...(isShortCount(axis, values) ? { dtick: 1 } : {}),
    // The first category stands at the top, as in the static twin.
    ...(axis.scale === "category" && which === "y" ? { autorange: "reversed" } : {}),
  };
}

/**
 * The ends of an axis. Beside labels of vertical references they are said: else the x axis would reach as far as the
 * labels do, which on a narrow page leaves no room for the data.
 */
function rangeOf(chart: ChartSpecification, which: "x" | "y"): Record<string, unknown> {
  const { domain, scale } = chart[which];
  const isLog = scale === "log";
  const ends = domain ?? (which === "x" ? endsBesideLabels(chart) : undefined);
  if (ends === undefined) return {};
  const [low, high] = isLog ? ends.map(Math.log10) : ends;
  const room = domain === undefined ? 0.05 * (high - low) : 0;
  return { range: [low - room, high + room] };
}

/** The least and the greatest place on a numeric x axis with labelled references. */
function endsBesideLabels({
  x,
  series,
  references = [],
}: ChartSpecification): number[] | undefined {
  const labelled = references.filter(({ axis }) => axis === "x").map(({ value }) => value);
  const starts = series.some(({ kind, y }) => kind === "bar" && typeof y[0] === "string")
    ? [0]
    : [];
  const places = series.flatMap((one) => [...one.x, ...(one.xInterval ?? []).flat()]);
  const all = [...labelled, ...starts, ...places];
  const isNumeric = all.every((place) => typeof place === "number" && Number.isFinite(place));
  if (labelled.length === 0 || places.length === 0 || !isNumeric) return undefined;
  const numbers = all.map(Number);
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  return low < high && (x.scale !== "log" || low > 0) ? [low, high] : undefined;
}

function referenceLine(reference: Reference): Record<string, unknown> {
  const along = reference.axis === "x" ? "y" : "x";
  return {
    type: "line",
    [`${reference.axis}0`]: reference.value,
    [`${reference.axis}1`]: reference.value,
    [`${along}ref`]: "paper",
    [`${along}0`]: 0,
    [`${along}1`]: 1,
    line: { color: mutedColour, dash: "dot", width: 1.5 },
  };
}

function referenceLabel(reference: Reference): Record<string, unknown> {
  const along = reference.axis === "x" ? "y" : "x";
  return {
    text: reference.label,
    showarrow: false,
    [reference.axis]: reference.value,
    [`${along}ref`]: "paper",
    [along]: 1,
    xanchor: "right",
    yanchor: "bottom",
  };
}
