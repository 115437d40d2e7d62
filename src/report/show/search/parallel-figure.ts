/** The drawing of parallel coordinates, as SVG. */
import type { SearchRecord } from "../../../experiment/select/search-record.js";
import { formatNumber } from "../format.js";
import { element, escapeHtml } from "../html.js";
import { metricTitle } from "../metric-title.js";
import { settingAxis, valueText, type SettingAxis } from "./setting-axis.js";
import { describeTrial, searchedSettings, type TrialLine } from "./trial-lines.js";

const width = 720;
const height = 380;
const top = 58;
const foot = 326;
/** Where the lines of failed trials end, below the axis of values. */
const failedY = 356;
const left = 64;
const right = 642;

const ink = "var(--moviola-ink, #221d18)";
const muted = "var(--moviola-muted, #6d6459)";
const rule = "var(--moviola-rule-strong, #b9ac97)";
const paper = "var(--moviola-paper, #fffdf9)";

/** SVG markup of the figure. */
export function parallelFigure(
  record: SearchRecord,
  lines: readonly TrialLine[],
  title: string,
): string {
  const settings = searchedSettings(record).map((name) => settingAxis(name, record.space[name]));
  const values = valueAxis(record, lines);
  const xOf = (at: number): number =>
    settings.length === 0 ? right : left + ((right - left) * at) / settings.length;
  const order = [...lines].sort(
    (one, other) =>
      Number(one.isBest) - Number(other.isBest) ||
      Number(one.isLast) - Number(other.isLast) ||
      (values.of(one) ?? -1) - (values.of(other) ?? -1),
  );
  const drawn = [
    ...settings.map((axis, at) => axisLine(xOf(at), axis.name, at, settings.length)),
    valueBar(record),
    ...order.map((line) => trialPath(record, line, settings, values, xOf)),
    ...settings.flatMap((axis, at) => tickTexts(xOf(at), axis)),
    ...values.ticks.map(({ at, text }) => label(right + 14, yOf(at) + 4, text, { fill: muted })),
    ...lines.filter(({ isBest }) => isBest).map((line) => bestMarks(line, settings, values, xOf)),
    lines.some(({ trial }) => trial.value === undefined)
      ? label(right + 14, failedY + 4, "failed", { fill: muted })
      : "",
  ];
  const attributes = {
    role: "img",
    "aria-label": title,
    viewBox: `0 0 ${width} ${height}`,
    "font-size": 12,
  };
  return element("svg", { ...attributes, fill: "none" }, drawn.join(""));
}

/** Places of values on the last axis; the better one is always the higher. */
interface ValueAxis {
  /** Undefined for a failed trial. */
  readonly of: (line: TrialLine) => number | undefined;
  readonly ticks: SettingAxis["ticks"];
}

function valueAxis({ higherIsBetter }: SearchRecord, lines: readonly TrialLine[]): ValueAxis {
  const means = lines.flatMap(({ trial }) => (trial.value === undefined ? [] : [trial.value.mean]));
  const [low, high] = [Math.min(...means), Math.max(...means)];
  const share = (mean: number): number => (high > low ? (mean - low) / (high - low) : 1);
  const place = (mean: number): number => (higherIsBetter ? share(mean) : 1 - share(mean));
  const best = lines.find(({ isBest }) => isBest)?.trial.value;
  const bestAt = best === undefined ? 2 : place(best.mean);
  const evenly = high > low ? [0, 0.25, 0.5, 0.75, 1] : [];
  const ticks = evenly
    .map((part) => low + part * (high - low))
    .map((mean) => ({ at: place(mean), text: formatNumber(mean, 4) }))
    // The value of the best one is written there in bold.
    .filter(({ at }) => Math.abs(at - bestAt) > 0.05);
  const of = ({ trial }: TrialLine): number | undefined =>
    trial.value === undefined ? undefined : place(trial.value.mean);
  return { of, ticks };
}

function yOf(place: number): number {
  return round(foot - place * (foot - top));
}

function axisLine(x: number, name: string, at: number, count: number): string {
  const room = (right - left) / count;
  // Names that do not fit beside each other stand in turn on two lines.
  const isRaised = at % 2 === 1 && room < 110;
  const line = element("line", { x1: x, x2: x, y1: top, y2: foot, stroke: rule });
  // The first name begins where the drawing does if it is long.
  const centre = Math.max(x, 4 + 3.4 * name.length);
  return line + label(centre, isRaised ? 18 : 36, name, { anchor: "middle", weight: 600 });
}

/** The axis of values: a bar in the colours of the lines. */
function valueBar({ metric, higherIsBetter }: SearchRecord): string {
  const parts = 16;
  const size = (foot - top) / parts;
  const rects = Array.from({ length: parts }, (_unused, at) => {
    const y = round(foot - (at + 1) * size);
    const colour = valueColour((at + 0.5) / parts);
    return element("rect", { x: right, y, width: 7, height: round(size + 0.4), ...fill(colour) });
  });
  const centred = { anchor: "middle", weight: 600 } as const;
  const title = label(right + 4, 36, metricTitle(metric), centred);
  // The head of the axis is the best value even where that is the lowest.
  const remark = { anchor: "middle", fill: muted } as const;
  return (
    rects.join("") + title + (higherIsBetter ? "" : label(right + 4, 18, "lower is better", remark))
  );
}

function trialPath(
  record: SearchRecord,
  line: TrialLine,
  settings: readonly SettingAxis[],
  values: ValueAxis,
  xOf: (at: number) => number,
): string {
  const value = values.of(line);
  const points = settings.flatMap((axis, at): [number, number][] => {
    const place = axis.place(line.trial.config[axis.name]);
    return place === undefined ? [] : [[xOf(at), yOf(place)]];
  });
  points.push([right, value === undefined ? failedY : yOf(value)]);
  const path = smoothPath(points);
  const tip = element("title", {}, escapeHtml(describeTrial(record, line).slice(2)));
  if (line.isBest) {
    const halo = element("path", { d: path, stroke: paper, "stroke-width": 8 });
    return halo + element("path", { d: path, ...stroke(valueColour(1)), "stroke-width": 4.5 }, tip);
  }
  if (value === undefined || !line.isLast) {
    const dash = value === undefined ? "3 4" : undefined;
    const style = { stroke: muted, "stroke-opacity": 0.4, "stroke-dasharray": dash };
    return element("path", { d: path, ...style, "stroke-width": 1 }, tip);
  }
  const style = { ...stroke(valueColour(value)), "stroke-opacity": 0.75, "stroke-width": 1.6 };
  return element("path", { d: path, ...style }, tip);
}

/** A curve that leaves and reaches every axis at a right angle, so that lines can be told apart there. */
function smoothPath(points: readonly (readonly [number, number])[]): string {
  return points
    .map(([x, y], at) => {
      if (at === 0) return `M${round(x)} ${y}`;
      const [fromX, fromY] = points[at - 1];
      const middle = round((fromX + x) / 2);
      return `C${middle} ${fromY} ${middle} ${y} ${round(x)} ${y}`;
    })
    .join("");
}

/** Values beside an axis, to its left, on a strip of the page's colour so that lines do not cross them. */
function tickTexts(x: number, axis: SettingAxis): string[] {
  return axis.ticks.map(({ at, text }) =>
    label(x - 7, yOf(at) + 4, text, { anchor: "end", fill: muted, halo: true }),
  );
}

/** Dots of the chosen configuration on every axis, with its values in bold. */
function bestMarks(
  line: TrialLine,
  settings: readonly SettingAxis[],
  values: ValueAxis,
  xOf: (at: number) => number,
): string {
  const marks = settings.flatMap((axis, at) => {
    const value = line.trial.config[axis.name];
    const place = axis.place(value);
    if (place === undefined) return [];
    const dot = element("circle", {
      cx: round(xOf(at)),
      cy: yOf(place),
      r: 5,
      ...fill(valueColour(1)),
    });
    const style = { weight: 700, halo: true, fill: ink };
    return [dot + label(xOf(at) + 9, yOf(place) - 8, valueText(value), style)];
  });
  const value = line.trial.value!.mean;
  const style = { weight: 700, fill: ink };
  return (
    marks.join("") + label(right + 14, yOf(values.of(line)!) + 4, formatNumber(value, 4), style)
  );
}

interface LabelStyle {
  readonly anchor?: "end" | "middle";
  readonly weight?: number;
  readonly fill?: string;
  /** True for a rim in the page's colour. */
  readonly halo?: boolean;
}

function label(x: number, y: number, text: string, style: LabelStyle): string {
  const { anchor, weight, fill: colour = ink, halo = false } = style;
  const rim = {
    stroke: paper,
    "stroke-width": 4,
    "paint-order": "stroke",
    "stroke-linejoin": "round",
  };
  return element(
    "text",
    {
      x: round(x),
      y: round(y),
      fill: colour,
      "text-anchor": anchor,
      "font-weight": weight,
      ...(halo ? rim : {}),
    },
    escapeHtml(text),
  );
}

/** From the poorest (0) to the best (1): the page's second colour to its first. */
function valueColour(share: number): { readonly themed: string; readonly plain: string } {
  const part = Math.round(100 * share);
  const themed = `color-mix(in oklab, var(--moviola-plot-1, #b4502b) ${part}%, var(--moviola-plot-2, #2f6f8f))`;
  const [from, to] = [[0x2f, 0x6f, 0x8f], [0xb4, 0x50, 0x2b]]; // prettier-ignore
  const mixed = from.map((channel, at) => Math.round(channel + share * (to[at] - channel)));
  return { themed, plain: `rgb(${mixed.join(", ")})` };
}

/** The attribute is for readers that do not mix colours. */
function stroke({ themed, plain }: ReturnType<typeof valueColour>): Record<string, string> {
  return { stroke: plain, style: `stroke:${themed}` };
}

function fill({ themed, plain }: ReturnType<typeof valueColour>): Record<string, string> {
  return { fill: plain, style: `fill:${themed}` };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
