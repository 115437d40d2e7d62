import { describe, expect, test } from "vitest";
import { chart } from "../../../src/report/show/chart/chart.js";
import { plotlyFigure } from "../../../src/report/show/chart/plotly-figure.js";

const specification = {
  title: "Item-kNN beats popularity",
  x: { label: "NDCG@10" },
  y: { label: "model", scale: "category" },
  series: [
    {
      kind: "dot",
      name: "floors",
      isMuted: true,
      x: [0.155],
      y: ["popularity"],
      xInterval: [[0.14, 0.16]],
    },
    { kind: "dot", name: "models", x: [0.27], y: ["item-knn"], xInterval: [[0.26, 0.29]] },
  ],
  references: [{ axis: "x", value: 0.2, label: "published" }],
} as const;

describe("chart", () => {
  test("the static twin names its message, its axes, its series and its references", () => {
    const html = chart(specification).toHtml();
    expect(html).toMatch(/<svg[^>]*aria-label="Item-kNN beats popularity"/);
    for (const word of ["NDCG@10", "popularity", "item-knn", "floors", "models", "published"]) {
      expect(html.replace(/data-plotly="[^"]*"/, "")).toContain(word);
    }
  });

  test("an axis of words is one of categories without being told", () => {
    const silent = { ...specification, y: { label: "model" } };
    expect(chart(silent).toHtml()).toBe(chart(specification).toHtml());
  });

  test("the twin scales: it has a viewBox and no fixed size", () => {
    const opening = /<svg[^>]*>/.exec(chart(specification).toHtml())![0];
    expect(opening).toContain("viewBox");
    expect(opening).not.toMatch(/\s(width|height)=/);
  });

  test("names of many series stand in lines within the width, and each has a colour of its own", () => {
    const names = Array.from({ length: 10 }, (_unused, at) => `a longish name ${at}`);
    const series = names.map((name, at) => ({ kind: "dot" as const, name, x: [at + 1], y: [at] }));
    const x = { label: "seconds", scale: "log" as const };
    const html = chart({ title: "Many", x, y: { label: "value" }, series }).toHtml();
    const legend = /<g text-anchor="start".*?<\/g>/s.exec(html)![0];
    const starts = Array.from(legend.matchAll(/<text x="([\d.]+)"/g), ([, at]) => Number(at));
    expect(starts).toHaveLength(10);
    starts.forEach((start, at) => expect(start + 7 * names[at].length).toBeLessThanOrEqual(720));
    expect(new Set(legend.match(/fill="[^"]+"/g)).size).toBe(10);
    // A hundredth is not written as ten thousandths of a kilo.
    expect(html).not.toMatch(/>\d+m</);
  });

  test("muted series take no colour, and the eleventh of the others is dashed with open dots", () => {
    const series = Array.from({ length: 12 }, (_unused, at) => {
      const name = `model ${at}`;
      return { kind: "line" as const, name, isMuted: at === 0, x: [1, 2], y: [at, at + 0.5] };
    });
    const many = { title: "Many", x: { label: "epochs" }, y: { label: "value" }, series };
    type Look = { marker: { color: string; symbol?: string }; line: { dash?: string } };
    const looks = plotlyFigure(many).data as unknown as readonly Look[];
    expect(looks[1].marker.color).toContain("--moviola-plot-1,");
    expect(new Set(looks.slice(0, 11).map(({ marker }) => marker.color)).size).toBe(11);
    expect(looks[11].marker).toMatchObject({ color: looks[1].marker.color, symbol: "circle-open" });
    expect(looks.map(({ line }) => line.dash)).toEqual([...new Array<undefined>(11), "dot"]);
    const twin = chart(many)
      .toHtml()
      .replace(/data-plotly="[^"]*"/, "");
    expect(twin.match(/stroke-dasharray="2,3"/g)).toHaveLength(1);
    expect(twin).toMatch(
      /<circle [^>]*r="5" fill="none" stroke="[^"]+"><\/circle><text[^>]*>model 11/,
    );
  });

  test("beside a labelled reference the axis ends at the data, not at the label", () => {
    const { xaxis, yaxis } = plotlyFigure(specification).layout as Record<
      string,
      { range: number[] }
    >;
    expect(xaxis.range[0]).toBeCloseTo(0.14 - 0.05 * 0.15, 12);
    expect(xaxis.range[1]).toBeCloseTo(0.29 + 0.05 * 0.15, 12);
    expect(yaxis).not.toHaveProperty("range");
    const log = { ...specification, x: { label: "seconds", scale: "log" as const } };
    const { range } = plotlyFigure(log).layout["xaxis"] as { range: number[] };
    expect(range[0]).toBeLessThan(Math.log10(0.14));
    expect(plotlyFigure({ ...specification, references: [] }).layout["xaxis"]).not.toHaveProperty(
      "range",
    );
  });

  test("an axis of a few whole things has no ticks between them", () => {
    const series = [
      { kind: "line", x: [1, 2, 3, 4, 5], y: [0.91, 0.9, 0.89, 0.885, 0.88] },
    ] as const;
    const epochs = { title: "T", x: { label: "epochs" }, y: { label: "error" }, series };
    expect(plotlyFigure(epochs).layout).toMatchObject({ xaxis: { dtick: 1 } });
    expect(plotlyFigure(epochs).layout["yaxis"]).not.toHaveProperty("dtick");
    const ticks = /data-part="x-axis tick label"[^>]*>(.*?)<\/g>/.exec(chart(epochs).toHtml())![1];
    const names = Array.from(ticks.matchAll(/>([^<]+)<\/text>/g), (match) => match[1]);
    expect(names).toEqual(["1", "2", "3", "4", "5"]);
  });

  test("the twin names few bars by their own values", () => {
    const series = [{ kind: "bar", x: [1, 2, 5], y: [0.2, 0.5, 0.3] }] as const;
    const html = chart({ ...specification, y: { label: "share" }, series }).toHtml();
    const ticks = /data-part="x-axis tick label"[^>]*>(.*?)<\/g>/.exec(html)![1];
    expect(Array.from(ticks.matchAll(/>([^<]+)<\/text>/g), (match) => match[1])).toEqual([
      "1",
      "2",
      "5",
    ]);
  });

  test("intervals become asymmetric error bars", () => {
    const figure = plotlyFigure(specification);
    const bars = figure.data[1]["error_x"] as { array: number[]; arrayminus: number[] };
    expect(bars.array[0]).toBeCloseTo(0.02, 12);
    expect(bars.arrayminus[0]).toBeCloseTo(0.01, 12);
  });

  test("the names of series grow upwards, above the labels of vertical references", () => {
    const legendOf = (references: readonly object[]): { yanchor: string; y: number } =>
      plotlyFigure({ ...specification, references } as typeof specification).layout.legend as never;
    const { yanchor, y } = legendOf(specification.references);
    expect(yanchor).toBe("bottom");
    // A label stands on the plot's upper edge; it is about 16 of 320 pixels high.
    expect(y).toBeGreaterThan(1 + 16 / 320);
    expect(legendOf([]).y).toBeLessThan(y);
    expect(legendOf([{ axis: "y", value: 1, label: "level" }])).toEqual(legendOf([]));
  });

  test("logarithmic axes take their domain in powers of ten", () => {
    const figure = plotlyFigure({
      ...specification,
      x: { label: "n", scale: "log", domain: [1, 1000] },
    });
    expect(figure.layout["xaxis"]).toMatchObject({ type: "log", range: [0, 3] });
  });

  test("columns of different length are refused", () => {
    const series = [{ kind: "line", x: [1, 2], y: [1] }] as const;
    expect(() => chart({ ...specification, series })).toThrow(
      /E_CHART_SERIES[\s\S]*expected: 2 entries/,
    );
  });

  test("markup in names stays inert", () => {
    const hostile = `</svg><script>alert(1)</script>`;
    const html = chart({
      ...specification,
      title: hostile,
      series: [{ kind: "bar", name: hostile, x: [hostile], y: [1] }],
      x: { label: hostile, scale: "category" },
      y: { label: "n" },
    }).toHtml();
    expect(html).not.toContain("<script>");
  });
});
