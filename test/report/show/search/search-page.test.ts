import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import {
  bestSoFar,
  parallelCoordinates,
  searchPage,
  trialTable,
  validationAgainstTest,
} from "../../../../src/report/index.js";
import type { MimeBundle } from "../../../../src/report/index.js";
import type { SearchRecord, TestExhibit } from "../../../../src/experiment/index.js";
import { codeOf } from "../../../cli/support/code-of.js";
import { madeUpHalving, madeUpSearch, madeUpTrial } from "../../../support/made-up-search.js";

interface Element {
  readonly textContent: string;
  getAttribute(name: string): string | null;
  querySelectorAll(selector: string): Iterable<Element>;
}

async function bundleOf(display: { toMimeBundle(): unknown }): Promise<MimeBundle> {
  return (await display.toMimeBundle()) as MimeBundle;
}

async function drawing(record: SearchRecord): Promise<Element[]> {
  const bundle = await bundleOf(parallelCoordinates(record));
  const { document } = parseHTML(bundle["text/html"]!) as unknown as { document: Element };
  return [...document.querySelectorAll("svg *")];
}

function texts(elements: readonly Element[]): string[] {
  return elements.filter((one) => one.getAttribute("y") !== null).map((one) => one.textContent);
}

/** Paths with a tooltip: one a configuration. */
function lines(
  elements: readonly Element[],
): { d: number[]; width: string; tip: string; dash: string | null }[] {
  return elements
    .filter((one) => one.getAttribute("d") !== null && one.textContent !== "")
    .map((one) => ({
      d: one
        .getAttribute("d")!
        .match(/-?\d+(\.\d+)?/g)!
        .map(Number),
      width: one.getAttribute("stroke-width")!,
      tip: one.textContent,
      dash: one.getAttribute("stroke-dasharray"),
    }));
}

const exhibit: TestExhibit = {
  metric: "ndcg@10",
  values: Object.fromEntries(
    [0.21, 0.33, 0.28].map((mean, at) => [at, madeUpTrial(at, {}, mean).value!]),
  ),
};

describe("parallelCoordinates", () => {
  it("draws every trial over the settings to its value, the chosen one bold and last", async () => {
    const found = lines(await drawing(madeUpSearch()));
    expect(found.map(({ tip }) => tip)).toEqual([
      "failed: neighbours 100, weighting bm25, shrinkage 3",
      "0.2000: neighbours 50, weighting cosine, shrinkage 1",
      "0.2500: neighbours 200, weighting bm25, shrinkage 10",
      "0.3000: neighbours 100, weighting cosine, shrinkage 100",
    ]);
    expect(found.map(({ width }) => Number(width) > 4)).toEqual([false, false, false, true]);
    expect(found.map(({ dash }) => dash !== null)).toEqual([true, false, false, false]);
    // Ends: the poorest at the foot, the best at the head, the middle one half-way, the failed one below.
    const [failed, poorest, middle, best] = found.map(({ d }) => d.at(-1)!);
    expect(middle).toBeCloseTo((poorest + best) / 2, 1);
    expect(best).toBeLessThan(poorest);
    expect(failed).toBeGreaterThan(poorest);
    // Starts: numbers in ascending order whatever the order of the space.
    const [, at50, at200, at100] = found.map(({ d }) => d[1]);
    expect(at200).toBeLessThan(at100);
    expect(at100).toBeLessThan(at50);
  });

  it("names axes, values and the metric; a logarithmic range by powers of ten", async () => {
    const written = texts(await drawing(madeUpSearch()));
    for (const text of ["neighbours", "weighting", "shrinkage", "NDCG@10", "failed"]) {
      expect(written).toContain(text);
    }
    expect(written.filter((text) => ["1", "10", "100"].includes(text))).toEqual(["100", "1", "10", "100", "100", "100"]); // prettier-ignore
    expect(written).toContain("0.3000");
    expect(written).not.toContain("lower is better");
  });

  it("puts the lowest value at the head where lower is better", async () => {
    const record = madeUpSearch({ metric: "rmse", higherIsBetter: false, best: 0 });
    const found = await drawing(record);
    const ends = lines(found).map(({ d, tip }) => [tip.slice(0, 6), d.at(-1)!] as const);
    const place = Object.fromEntries(ends);
    expect(place["0.2000"]).toBeLessThan(place["0.3000"]);
    expect(texts(found)).toContain("lower is better");
  });

  it("shows a configuration once, by its last rung", async () => {
    const found = lines(await drawing(madeUpHalving()));
    expect(found.map(({ tip }) => tip)).toEqual([
      "0.1000: neighbours 200, weighting cosine, shrinkage 1, 25 % of the users",
      "0.2000: neighbours 50, weighting cosine, shrinkage 1, 100 % of the users",
      "0.3000: neighbours 100, weighting cosine, shrinkage 1, 100 % of the users",
    ]);
  });

  it("can draw a search over nothing, of one trial, or with equal values", async () => {
    for (const nTrials of [1, 3]) {
      const trials = Array.from({ length: nTrials }, (_unused, at) => madeUpTrial(at, {}, 0.2));
      const markup = (
        await bundleOf(parallelCoordinates(madeUpSearch({ space: {}, trials, best: 0 })))
      )["text/html"];
      expect(markup).not.toMatch(/NaN|undefined|Infinity/);
      expect(markup).toContain("0.2000: defaults");
    }
  });
});

describe("bestSoFar", () => {
  it("is a step that rises where a trial is better, against trials or seconds of fits", () => {
    const { series, title } = bestSoFar(madeUpSearch()).specification;
    expect(title).toBe("The best NDCG@10 on validation was found by trial 3 of 4");
    expect([series[0].x, series[0].y]).toEqual([[1, 2, 2, 3, 3], [0.2, 0.2, 0.25, 0.25, 0.3]]); // prettier-ignore
    expect(series[1].x).toEqual([1, 2, 3]);
    const seconds = bestSoFar(madeUpSearch(), { against: "seconds" }).specification;
    expect(seconds.series[1].x).toEqual([0.5, 1, 1.5]);
    expect(seconds.title).toMatch(/after 1\.5 s of 1\.5 s of fits$/);
  });

  it("draws the step without dots", async () => {
    const html = (await bundleOf(bestSoFar(madeUpSearch())))["text/html"]!;
    expect(html).toContain("&quot;mode&quot;:&quot;lines&quot;");
    expect(html.match(/<circle [^>]*r="0"/g) ?? []).toHaveLength(5);
  });

  it("compares within the last rung alone", () => {
    const { series } = bestSoFar(madeUpHalving()).specification;
    expect(series.map(({ name }) => name)).toEqual([
      "best so far",
      "25 % of the users",
      "100 % of the users",
    ]);
    expect([series[0].x, series[0].y]).toEqual([[4, 5, 5], [0.2, 0.2, 0.3]]); // prettier-ignore
  });

  it("falls where lower is better", () => {
    const record = madeUpSearch({ metric: "rmse", higherIsBetter: false, best: 0 });
    expect(bestSoFar(record).specification.series[0].y).toEqual([0.2, 0.2, 0.2]);
  });
});

describe("validationAgainstTest", () => {
  it("is labelled an exhibit, and says what choosing on test would have claimed", () => {
    const { title, series, x, y } = validationAgainstTest(madeUpSearch(), exhibit).specification;
    expect(title).toBe(
      "Exhibit, which decided nothing: the choice on validation has NDCG@10 0.2800 on test; choosing on test would have claimed 0.3300",
    );
    expect([x.label, y.label]).toEqual(["NDCG@10 on validation: this chose", "NDCG@10 on test: this did not"]); // prettier-ignore
    expect([series[0].x, series[0].y]).toEqual([[0.3], [0.28]]);
    expect([series[1].x, series[1].y]).toEqual([[0.2, 0.25], [0.21, 0.33]]); // prettier-ignore
  });

  it("refuses values of another metric or without the chosen one", () => {
    const record = madeUpSearch();
    const other = { ...exhibit, metric: "recall@10" };
    expect(codeOf(() => validationAgainstTest(record, other))).toBe("E_CHART_SERIES");
    const without = { metric: "ndcg@10", values: { 0: exhibit.values[0] } };
    expect(codeOf(() => validationAgainstTest(record, without))).toBe("E_CHART_SERIES");
  });
});

describe("trialTable", () => {
  it("lists the best first and failures last, with the code of each", () => {
    const table = trialTable(madeUpSearch());
    expect(table.rows.map(({ candidate, neighbours }) => [candidate, neighbours])).toEqual([
      [3, 100],
      [2, 200],
      [1, 50],
      [4, 100],
    ]);
    expect(table.toText()).toMatch(/E_MODEL_DIVERGED$/m);
    expect(table.toHtml()).toContain("data-sortable");
    expect(table.toHtml()).not.toContain("<grew>");
  });

  it("does not mark an early rung's value as the best", () => {
    const table = trialTable(madeUpHalving());
    expect(table.rows.map(({ learnt }) => learnt)).toEqual([
      ...Array<string>(2).fill("100\u00a0%\u00a0of\u00a0the\u00a0users"),
      ...Array<string>(3).fill("25\u00a0%\u00a0of\u00a0the\u00a0users"),
    ]);
    expect(table.toHtml()).not.toMatch(/class="[^"]*best/);
  });
});

describe("searchPage", () => {
  it("has every part, and the exhibit only where there is one", async () => {
    const html = (await bundleOf(searchPage(madeUpSearch({ notes: ["a <remark>"] }))))[
      "text/html"
    ]!;
    expect(html.match(/<svg role="img"/g)).toHaveLength(3);
    expect(html).toContain("a &lt;remark&gt;");
    expect(html).not.toContain("Exhibit");
    const shown = (await bundleOf(searchPage(madeUpSearch(), { exhibit })))["text/html"]!;
    expect(shown.match(/<svg role="img"/g)).toHaveLength(4);
    expect(shown).toContain("Exhibit, which decided nothing");
    expect(shown).toMatch(/decided nothing; only the chosen one is a result/);
  });

  it("keeps to the rules of pages: no script, no id, no other host, text beside it", async () => {
    const bundle = await bundleOf(searchPage(madeUpHalving(), {}));
    expect(bundle["text/html"]).not.toMatch(/<script| id=|https?:\/\/(?!www\.w3\.org)/);
    expect(bundle["text/plain"]).toMatch(/^NDCG@10 on validation: 0\.3000$/m);
  });

  it("says that data are invented, and the test value that was taken once", async () => {
    const test = { runId: "0123456789abcdef", metrics: { "ndcg@10": exhibit.values[2] } };
    const dataset = { name: "demo", hash: "demo", invented: true };
    const text = (await bundleOf(searchPage(madeUpSearch({ test, dataset }))))["text/plain"];
    expect(text).toMatch(/^Invented data: /);
    expect(text).toMatch(/^NDCG@10 on test, once, after the choice: 0\.2800$/m);
  });
});
