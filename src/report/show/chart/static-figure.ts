/** The static twin of a chart, as SVG, drawn by Observable Plot into a document without a browser. */
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { element, escapeHtml } from "../html.js";
import { chartWidth, isShortCount, mutedColour, seriesLooks } from "./specification.js";
import type { Axis, ChartSpecification, Reference, Series, SeriesLook } from "./specification.js";

interface Point {
  readonly x: number | string;
  readonly y: number | string;
  readonly low?: number;
  readonly high?: number;
}

/** What is used of the drawing library's document and figure; the browser's types are not loaded. */
interface DrawingWindow {
  readonly document: never;
}
interface Figure {
  readonly outerHTML: string;
  removeAttribute(name: string): void;
}

const plot = Plot.plot as (options: Plot.PlotOptions) => Figure;

/** SVG markup of the chart; text takes the colour of the page. */
export function staticFigure(chart: ChartSpecification): string {
  const { document } = parseHTML(
    "<!doctype html><html><body></body></html>",
  ) as unknown as DrawingWindow;
  const looks = seriesLooks(chart.series);
  const marks = [
    ...(chart.references ?? []).flatMap(referenceMarks),
    ...chart.series.flatMap((series, at) => seriesMarks(series, looks[at])),
  ];
  const figure = plot({
    document,
    width: chartWidth,
    height: chart.height ?? 360,
    marginLeft: leftMargin(chart),
    marginBottom: 44,
    marginTop: 36 + legendLine * (placedLegend(chart).nLines - 1),
    style: { fontSize: "12px", background: "transparent" },
    x: {
      ...scaleOptions(
        chart.x,
        chart.series.flatMap((series) => series.x),
      ),
      ...barTicks(chart),
    },
    y: scaleOptions(
      chart.y,
      chart.series.flatMap((series) => series.y),
    ),
    marks,
  });
  figure.removeAttribute("width");
  figure.removeAttribute("height");
  // Positions to a hundredth of a pixel: longer ones only make the page larger. The drawing is one image with one
  // name; groups have no role and may not have one.
  const drawn = figure.outerHTML
    .replace(/(\d\.\d\d)\d{4,}/g, "$1")
    .replace(/(<g\b[^>]*?) aria-label=/g, "$1 data-part=");
  const opening = `<svg role="img" aria-label="${escapeHtml(chart.title)}"`;
  return drawn.replace(/^<svg/, () => opening).replace(/<\/svg>$/, () => `${legend(chart)}</svg>`);
}

/** Height of a line of names. */
const legendLine = 18;

interface LegendPlace {
  readonly name: string;
  readonly look: SeriesLook;
  readonly x: number;
  readonly line: number;
}

/** Where the names of the series stand: in lines above the chart. */
function placedLegend(chart: ChartSpecification): {
  readonly places: readonly LegendPlace[];
  readonly nLines: number;
} {
  // The label of a numeric y axis stands at the left of the same line.
  const start = chart.y.scale === "category" ? leftMargin(chart) : 48 + 7 * chart.y.label.length;
  const looks = seriesLooks(chart.series);
  let [x, line] = [start, 0];
  const places = chart.series.flatMap((series, position) => {
    const { name } = series;
    if (name === undefined) return [];
    const width = 26 + 7 * name.length;
    if (x + width > chartWidth && x > start) [x, line] = [start, line + 1];
    const place = { name, look: looks[position], x, line };
    x += width;
    return [place];
  });
  return { places, nLines: line + 1 };
}

/** Names of the series beside dots of their colours. */
function legend(chart: ChartSpecification): string {
  const entries = placedLegend(chart).places.map(({ name, look, x, line }) => {
    const y = 9 + legendLine * line;
    const paint = look.isRepeated ? { fill: "none", stroke: look.colour } : { fill: look.colour };
    const dot = element("circle", { cx: x, cy: y, r: 5, ...paint });
    return dot + element("text", { x: x + 10, y: y + 4 }, escapeHtml(name));
  });
  return element("g", { "text-anchor": "start", "font-size": 12 }, entries.join(""));
}

function scaleOptions(axis: Axis, values: readonly (number | string)[]): Plot.ScaleOptions {
  const common = { label: axis.label, ...(axis.isShare === true ? { tickFormat: ".0%" } : {}) };
  if (axis.scale === "category") {
    return { ...common, type: values.length > 0 ? "band" : "point", domain: [...new Set(values)] };
  }
  const domain = axis.domain === undefined ? {} : { domain: [...axis.domain] };
  return {
    ...common,
    grid: true,
    nice: axis.domain === undefined,
    ...domain,
    type: axis.scale ?? "linear",
    // Else a hundredth would read 10m.
    ...(axis.scale === "log" && axis.isShare !== true ? { tickFormat: "~g" } : {}),
    ...(isShortCount(axis, values) ? { interval: 1, tickFormat: "d" } : {}),
  };
}

/** A few bars on a numeric axis are named each by its own value, not by round ones between them. */
function barTicks({ series }: ChartSpecification): Plot.ScaleOptions {
  const values = [...new Set(series.flatMap(({ x }) => x))];
  const areFewBars = values.length <= 12 && series.every(({ kind }) => kind === "bar");
  return areFewBars && values.every((value) => typeof value === "number")
    ? { ticks: values, tickFormat: String }
    : {};
}

/** Room for the longest category at about 7 pixels a letter. */
function leftMargin(chart: ChartSpecification): number {
  if (chart.y.scale !== "category") return 56;
  const labels = chart.series.flatMap((series) => series.y).map(String);
  return Math.min(260, 24 + 7 * Math.max(4, ...labels.map((label) => label.length)));
}

function seriesMarks(series: Series, look: SeriesLook): Plot.Markish[] {
  return [...intervalMarks(series, look.colour), ...shapeMarks(series, look)];
}

function shapeMarks(series: Series, { colour, isRepeated }: SeriesLook): Plot.Markish[] {
  const points: Point[] = series.x.map((x, at) => ({ x, y: series.y[at] }));
  const isHorizontal = typeof series.y[0] === "string";
  if (series.kind === "bar") {
    const draw = isHorizontal
      ? Plot.barX
      : typeof series.x[0] === "string"
        ? Plot.barY
        : Plot.rectY;
    if (draw !== Plot.rectY) return [draw(points, { x: "x", y: "y", fill: colour })];
    return [histogramBars(points as { x: number; y: number }[], colour)];
  }
  const dots = Plot.dot(points, {
    x: "x",
    y: "y",
    ...(isRepeated ? { fill: "none", stroke: colour } : { fill: colour }),
    r: series.radius ?? (series.x.length > 200 ? 1.6 : 4),
  });
  if (series.kind === "dot") return [dots];
  const dashes = isRepeated ? { strokeDasharray: "2,3" } : {};
  return [Plot.line(points, { x: "x", y: "y", stroke: colour, strokeWidth: 2, ...dashes }), dots];
}

/** Bars on a numeric axis: each reaches half-way to its neighbours. */
function histogramBars(points: readonly { x: number; y: number }[], colour: string): Plot.Markish {
  const gaps = points.slice(1).map((point, at) => point.x - points[at].x);
  const half = (gaps.length > 0 ? Math.min(...gaps) : 1) * 0.45;
  const bars = points.map(({ x, y }) => ({ x1: x - half, x2: x + half, y }));
  return Plot.rectY(bars, { x1: "x1", x2: "x2", y: "y", fill: colour });
}

function intervalMarks(series: Series, colour: string): Plot.Markish[] {
  const points = (intervals: NonNullable<Series["xInterval"]>): Point[] =>
    intervals.map(([low, high], at) => ({ x: series.x[at], y: series.y[at], low, high }));
  const style = { stroke: colour, strokeWidth: 1.5 };
  const marks: Plot.Markish[] = [];
  if (series.xInterval !== undefined) {
    marks.push(Plot.link(points(series.xInterval), { x1: "low", x2: "high", y: "y", ...style }));
  }
  if (series.yInterval !== undefined) {
    marks.push(Plot.link(points(series.yInterval), { x: "x", y1: "low", y2: "high", ...style }));
  }
  return marks;
}

function referenceMarks(reference: Reference): Plot.Markish[] {
  const style = { stroke: mutedColour, strokeDasharray: "3,3" };
  const label = { text: () => reference.label, fill: "currentColor", dy: -6 };
  return reference.axis === "x"
    ? [
        Plot.ruleX([reference.value], style),
        Plot.text([reference.value], { x: (value: number) => value, frameAnchor: "top", ...label }),
      ]
    : [
        Plot.ruleY([reference.value], style),
        Plot.text([reference.value], {
          y: (value: number) => value,
          frameAnchor: "right",
          textAnchor: "end",
          ...label,
        }),
      ];
}
