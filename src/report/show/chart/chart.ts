import { MoviolaError } from "../../../common/errors.js";
import type { Displayable, MimeBundle } from "../displayable.js";
import { element, escapeHtml } from "../html.js";
import { formatNumber } from "../format.js";
import { plotlyFigure } from "./plotly-figure.js";
import type { Axis, ChartSpecification, Series } from "./specification.js";
import { staticFigure } from "./static-figure.js";

/** A chart: interactive where scripts run, the same as SVG elsewhere, a summary as text. */
export class Chart implements Displayable {
  readonly specification: ChartSpecification;

  /** Throws `E_CHART_SERIES` when a series' columns differ in length. */
  constructor(specification: ChartSpecification) {
    specification.series.forEach(checkSeries);
    this.specification = specification;
  }

  toMimeBundle(): MimeBundle {
    return { "text/plain": this.toText(), "text/html": this.toHtml() };
  }

  /** The title and the static SVG in a container that carries the plotly figure as JSON. */
  toHtml(): string {
    const figure = JSON.stringify(plotlyFigure(this.specification));
    return (
      element("p", { class: "moviola-figure-title" }, escapeHtml(this.specification.title)) +
      element(
        "div",
        { class: "moviola-figure", "data-plotly": figure },
        staticFigure(this.specification),
      )
    );
  }

  /** Title, axes and the points of each series. */
  toText(): string {
    const { title, x, y, series } = this.specification;
    const lines = series.map((one) => `  ${one.name ?? y.label}: ${pointsText(one)}`);
    return [title, `  x: ${x.label}; y: ${y.label}`, ...lines].join("\n");
  }
}

function pointsText(series: Series): string {
  const shown = series.x
    .slice(0, 12)
    .map((x, at) => `(${valueText(x)}, ${valueText(series.y[at])})`);
  const rest = series.x.length - shown.length;
  return shown.join(" ") + (rest > 0 ? ` and ${rest} more` : "");
}

function valueText(value: number | string): string {
  if (typeof value === "string") return value;
  return Number.isInteger(value) ? String(value) : formatNumber(value);
}

function checkSeries(series: Series, position: number): void {
  const columns = {
    y: series.y,
    xInterval: series.xInterval,
    yInterval: series.yInterval,
    text: series.text,
  };
  for (const [name, column] of Object.entries(columns)) {
    if (column === undefined || column.length === series.x.length) continue;
    throw new MoviolaError("E_CHART_SERIES", "The columns of a series differ in length", {
      where: `series ${position} (${series.name ?? series.kind}), ${name}`,
      expected: `${series.x.length} entries, as in x`,
      got: String(column.length),
    });
  }
}

/**
 * A chart for `show()`: bars, lines and dots with intervals on labelled axes, one message each.
 *
 * @example
 * await show(chart({
 *   title: "Most films have few ratings",
 *   x: { label: "films, by popularity", scale: "log" },
 *   y: { label: "ratings", scale: "log" },
 *   series: [{ kind: "line", x: ranks, y: counts }],
 * }));
 */
export function chart(specification: ChartSpecification): Chart {
  const { x, y, series } = specification;
  return new Chart({
    ...specification,
    x: withScale(x, "x", series),
    y: withScale(y, "y", series),
  });
}

/** Words have no place on an axis of numbers. */
function withScale(axis: Axis, key: "x" | "y", series: readonly Series[]): Axis {
  const hasWords = series.some((each) => each[key].some((value) => typeof value === "string"));
  return axis.scale === undefined && hasWords ? { ...axis, scale: "category" } : axis;
}
