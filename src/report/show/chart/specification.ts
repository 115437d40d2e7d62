/** An axis: always labelled. */
export interface Axis {
  readonly label: string;
  /** Default `linear`, or `category`, which keeps the order in which values appear, where there are words. */
  readonly scale?: "linear" | "log" | "category";
  /** Ends of the axis; default: the data's. */
  readonly domain?: readonly [number, number];
  /** True to write the axis as per cent. */
  readonly isShare?: boolean;
}

/** Data that is drawn alike: `x` and `y` of equal length. */
export interface Series {
  readonly kind: "bar" | "line" | "dot";
  /** Stands in the legend; leave out for a chart of one series. */
  readonly name?: string;
  readonly x: readonly (number | string)[];
  readonly y: readonly (number | string)[];
  /** Ends of intervals along `x`. */
  readonly xInterval?: readonly (readonly [number, number])[];
  /** Ends of intervals along `y`. */
  readonly yInterval?: readonly (readonly [number, number])[];
  /** Text of each point, shown when pointed at. */
  readonly text?: readonly string[];
  /** True to draw it muted, as for sanity floors. */
  readonly isMuted?: boolean;
  /** Radius of the dots, in pixels at a width of 720; 0 for a line without; default by how many there are. */
  readonly radius?: number;
}

/** A vertical or horizontal rule with a word beside it, such as a reference value. */
export interface Reference {
  readonly axis: "x" | "y";
  readonly value: number;
  readonly label: string;
}

/** One chart with one message. */
export interface ChartSpecification {
  /** What the chart shows, as a sentence; it becomes the accessible name. */
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  readonly references?: readonly Reference[];
  /** In pixels at a width of 720; default 360. */
  readonly height?: number;
}

/** Width of the static twin in pixels; pages scale it. */
export const chartWidth = 720;

/** Whether an axis counts a few whole things, such as epochs, between which there is nothing to mark. */
export function isShortCount(axis: Axis, values: readonly (number | string)[]): boolean {
  const isPlain = (axis.scale ?? "linear") === "linear" && axis.isShare !== true;
  if (!isPlain || values.length < 2 || !values.every(Number.isInteger)) return false;
  const numbers = values.map(Number);
  return Math.max(...numbers) - Math.min(...numbers) <= 10;
}

/** Colours of the series in order, for places without the pages' theme. */
const fallbackColours: readonly string[] = [
  "#b4502b",
  "#2f6f8f",
  "#8a7a1e",
  "#7a4b8a",
  "#3f7d4e",
  "#a8456b",
  "#5b6b7a",
  "#c08a2d",
  "#2b8a85",
  "#7d6a52",
];

/** Colour of muted series and of references. */
export const mutedColour = "var(--moviola-muted, #8a8178)";

/** How a series is drawn: its colour, and whether that colour is already taken by an earlier series. */
export interface SeriesLook {
  readonly colour: string;
  /** True to draw it dashed with open dots. */
  readonly isRepeated: boolean;
}

/** Colours by their number, those that are nearest to the muted one last. */
const order = [1, 2, 3, 4, 5, 6, 8, 9, 7, 10];

/** The looks of a chart's series: muted ones take no colour from the others. */
export function seriesLooks(series: readonly Series[]): readonly SeriesLook[] {
  let taken = 0;
  return series.map(({ isMuted }) => {
    if (isMuted === true) return { colour: mutedColour, isRepeated: false };
    const number = order[taken % order.length];
    const isRepeated = taken++ >= order.length;
    const colour = `var(--moviola-plot-${number}, ${fallbackColours[number - 1]})`;
    return { colour, isRepeated };
  });
}
