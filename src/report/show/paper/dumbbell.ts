import { chart, type Chart } from "../chart/chart.js";
import type { Series } from "../chart/specification.js";
import type { IntervalCell } from "../table/cell.js";
import type { FloorValue, PublishedRow } from "./published.js";

/** Settings of {@link dumbbell}. */
export interface DumbbellOptions {
  /** What the plot shows, as a sentence. */
  readonly title: string;
  /** Label of the axis: metric, unit, direction. */
  readonly label: string;
  /** Sanity floors, as rows below the paper's. */
  readonly floors?: readonly FloorValue[];
  /** Ends of the axis; default: the data's. */
  readonly domain?: readonly [number, number];
}

/**
 * The paper's numbers and ours on one axis, a row a number: a bar from the published to our faithful value, and all
 * values as dots, ours with 95 % intervals. Rows without a run have the published dot alone.
 */
export function dumbbell(rows: readonly PublishedRow[], options: DumbbellOptions): Chart {
  const { title, label, floors = [], domain } = options;
  const nameOf = naming(rows);
  const of = (protocol: "faithful" | "corrected"): Series => {
    const measured = rows.flatMap((row) => {
      const value = row[protocol];
      return value === undefined ? [] : [{ name: nameOf(row), value }];
    });
    return dots(`ours, ${protocol}`, measured);
  };
  const series = [
    published(rows, nameOf),
    of("faithful"),
    of("corrected"),
    {
      ...dots(
        "floors",
        floors.map(({ model, value }) => ({ name: model, value })),
      ),
      isMuted: true,
    },
    between(rows, nameOf),
  ].filter(({ x }) => x.length > 0);
  const nRows = new Set(series.flatMap(({ y }) => y)).size;
  return chart({
    title,
    x: { label, ...(domain === undefined ? {} : { domain }) },
    y: { label: "model", scale: "category" },
    series,
    height: 90 + 26 * nRows,
  });
}

type Naming = (row: PublishedRow) => string;

/** Models alone, with their column where the rows have several. */
function naming(rows: readonly PublishedRow[]): Naming {
  const isOne = new Set(rows.map(({ column }) => column)).size === 1;
  return ({ model, column }) => (isOne ? model : `${model}, ${column}`);
}

function published(rows: readonly PublishedRow[], nameOf: Naming): Series {
  return {
    kind: "dot",
    name: "published",
    x: rows.map((row) => row.published),
    y: rows.map(nameOf),
  };
}

function dots(
  name: string,
  entries: readonly { readonly name: string; readonly value: IntervalCell }[],
): Series {
  return {
    kind: "dot",
    name,
    x: entries.map(({ value }) => value.mean),
    y: entries.map((entry) => entry.name),
    xInterval: entries.map(({ value }) => [value.low, value.high] as const),
  };
}

/** The bar of the dumbbell: a dot too small to see, with an interval from one value to the other. */
function between(rows: readonly PublishedRow[], nameOf: Naming): Series {
  const both = rows.flatMap(({ faithful, ...row }) =>
    faithful === undefined ? [] : [{ ...row, ours: faithful.mean }],
  );
  return {
    kind: "dot",
    isMuted: true,
    radius: 0.01,
    x: both.map((row) => row.published),
    y: both.map(nameOf),
    xInterval: both.map((row) => {
      return [Math.min(row.published, row.ours), Math.max(row.published, row.ours)] as const;
    }),
  };
}
