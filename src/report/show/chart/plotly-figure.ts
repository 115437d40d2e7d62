import { mutedColour, seriesColour } from "./specification.js";
import type { Axis, ChartSpecification, Reference, Series } from "./specification.js";

/** A figure as plotly.js takes it: JSON-safe. */
export interface PlotlyFigure {
  readonly data: readonly Readonly<Record<string, unknown>>[];
  readonly layout: Readonly<Record<string, unknown>>;
}

/** The interactive twin of a chart. Colours of text and grid are left to the page's theme. */
export function plotlyFigure(chart: ChartSpecification): PlotlyFigure {
  const references = chart.references ?? [];
  return {
    data: chart.series.map(trace),
    layout: {
      height: heightOf(chart),
      margin,
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      showlegend: chart.series.some((series) => series.name !== undefined),
      legend: legendLayout(chart),
      bargap: 0.15,
      xaxis: axisLayout(chart.x, false),
      yaxis: axisLayout(chart.y, true),
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
  return { orientation: "h", yanchor: "bottom", y: 1 + (hasLabels ? 28 : 6) / plotHeight };
}

function trace(series: Series, position: number): Record<string, unknown> {
  const colour = seriesColour(series, position);
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
    marker: { color: colour, size: series.radius === undefined ? 7 : 2 * series.radius },
    ...(series.kind === "line" ? { line: { color: colour } } : {}),
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

function axisLayout(axis: Axis, isVertical: boolean): Record<string, unknown> {
  return {
    // Without it a long category stands across the title.
    title: { text: axis.label, standoff: 10 },
    automargin: true,
    ...(axis.scale === undefined ? {} : { type: axis.scale }),
    ...(axis.domain === undefined
      ? {}
      : { range: axis.scale === "log" ? axis.domain.map(Math.log10) : axis.domain }),
    ...(axis.isShare === true ? { tickformat: ".0%" } : {}),
    // The first category stands at the top, as in the static twin.
    ...(axis.scale === "category" && isVertical ? { autorange: "reversed" } : {}),
  };
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
