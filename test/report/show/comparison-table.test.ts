import { describe, expect, test } from "vitest";
import { compareRuns } from "../../../src/experiment/index.js";
import { comparisonTable } from "../../../src/report/show/comparison-table.js";
import { facts } from "../../../src/report/show/facts.js";
import { stamp, stampMimeType } from "../../../src/report/show/stamp.js";
import { madeUpFeatures } from "./features/made-up-features.js";
import { rankingRun } from "../../support/made-up-run.js";

const users = Array.from({ length: 40 }, (_unused, user) => user);
const runs = [
  rankingRun(
    { model: "popularity" },
    users.map((user) => 0.1 + user / 1000),
  ),
  rankingRun(
    { model: "item-knn" },
    users.map((user) => 0.3 + user / 1000),
  ),
];

describe("comparisonTable", () => {
  const table = comparisonTable(compareRuns(runs), { caption: "Ranking", digits: 3 });

  test("heads the metric by its name and gives every row mean, interval and letter", () => {
    const text = table.toText();
    expect(text).toMatch(/^Ranking\nModel\s+NDCG@10\s+Runs/);
    expect(text).toMatch(/popularity\s+0\.120 \[0\.1\d\d, 0\.1\d\d\] b\s+1/);
    expect(text).toMatch(/item-knn\s+0\.320 \[0\.3\d\d, 0\.3\d\d\] a\s+1/);
  });

  test("mutes floors, marks the best, and says which floors are missing", () => {
    const html = table.toHtml();
    expect(html).toMatch(/<tr class="floor"><td data-value="popularity"/);
    expect(html).toMatch(/class="number best" data-value="0.31/);
    expect(html).toContain("Sanity floors that this table does not show: random.");
  });

  test("states tests and intervals below the table", () => {
    expect(table.toText()).toContain("Holm over all pairs");
  });
});

describe("stamp", () => {
  test("says data, code, seeds and time of the runs, and whether the data is invented", () => {
    const { record } = runs[0];
    const source = { name: "data", contentHash: "0123456789abcdef", invented: true };
    const bundle = stamp({ datasets: [source], records: [record, { ...record }] }).toMimeBundle();
    const told = JSON.parse((bundle as Record<string, string>)[stampMimeType]) as object;
    expect(told).toMatchObject({ data: ["data (0123456789ab)"], seeds: [1], invented: true });
    expect((bundle as Record<string, string>)["text/plain"]).toContain("Runs: 2, ");
  });
});

describe("stamp of features", () => {
  const source = { name: "data", contentHash: "0123456789abcdef", invented: false };
  const features = [madeUpFeatures([[1, 0]]), madeUpFeatures([[0, 1]])];
  const { record } = runs[0];

  test("a page without runs tells its feature sets and leaves code and seeds to the notebook", () => {
    const bundle = stamp({ datasets: [source], records: [], features }).toMimeBundle();
    const told = JSON.parse((bundle as Record<string, string>)[stampMimeType]) as object;
    expect(told).toEqual({
      data: ["data (0123456789ab)"],
      device: "CPU",
      seconds: 4,
      invented: false,
    });
    const text = (bundle as Record<string, string>)["text/plain"];
    expect(text).toContain("Features: made-up (0123456789ab), 4.0 s to extract");
    expect(text).not.toMatch(/Code|Seeds|Runs/);
  });

  test("a page that says its seeds and code is told to rest on them, beside those of its runs", () => {
    const code = { commit: "f".repeat(40), dirty: true };
    const bundleOf = (records: (typeof record)[]): Record<string, string> =>
      stamp({
        datasets: [source],
        records,
        features,
        seeds: [7, 1],
        code,
      }).toMimeBundle() as Record<string, string>;
    const alone = bundleOf([]);
    expect(JSON.parse(alone[stampMimeType])).toMatchObject({
      ...{ seeds: [1, 7], commit: "f".repeat(12), dirty: true },
    });
    expect(alone["text/plain"]).toContain("Code: ffffffffffff with local changes\nSeeds: 1, 7\n");
    const { seeds } = JSON.parse(bundleOf([record])[stampMimeType]) as { seeds: number[] };
    expect(seeds).toEqual([1, 7]);
  });

  test("runs and features stand side by side", () => {
    const runsOnly = stamp({ datasets: [source], records: [record] }).toMimeBundle();
    const both = stamp({ datasets: [source], records: [record], features }).toMimeBundle();
    const secondsOf = (bundle: unknown): number =>
      (JSON.parse((bundle as Record<string, string>)[stampMimeType]) as { seconds: number })
        .seconds;
    expect(secondsOf(both)).toBeCloseTo(secondsOf(runsOnly) + 4, 10);
    expect((both as Record<string, string>)["text/plain"]).toMatch(
      /Runs: 1, .*\nFeatures: made-up/,
    );
  });
});

describe("facts", () => {
  test("markup in names and values stays inert", () => {
    const bundle = facts({ "<b>": "<i>" }).toMimeBundle() as Record<string, string>;
    expect(bundle["text/html"]).not.toMatch(/<[bi]>/);
  });
});
