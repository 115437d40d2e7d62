import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Config } from "../../src/common/index.js";
import {
  allPapers,
  isOfPaper,
  matchesPattern,
  numberOf,
  numbersOf,
  verdicts,
  type Paper,
} from "../../src/papers/index.js";
import { factsOf } from "../../src/papers/data-facts.js";
import { KNOWN_DATASETS, loadDataset } from "../../src/data/index.js";
import { createModel } from "../../src/models/index.js";
import { parseMetricName } from "../../src/metrics/index.js";
import { rankingRun, ratingRun } from "../support/made-up-run.js";
import { hasDataset } from "../support/real-data.js";

const hasMovieLens = await hasDataset("ml-100k");
const papers = await allPapers();
const paperOf = (key: string): Paper => papers.find((paper) => paper.key === key)!;
const xia = paperOf("xia2024");
const cooper = paperOf("cooper2023");
const elrfaey = paperOf("elrfaey2026");
const crane = paperOf("dai2026-crane");

describe("the papers' files", () => {
  it("are four, with a reference in the bibliography", () => {
    const bibliography = readFileSync("reports/references.bib", "utf8");
    expect(papers.map(({ key }) => key)).toEqual([
      "cooper2023",
      "dai2026-crane",
      "elrfaey2026",
      "xia2024",
    ]);
    for (const { reference } of papers) expect(bibliography).toContain(`{${reference},`);
  });

  it("hold as many numbers as were printed", () => {
    const counts = papers.map((paper) => [paper.key, numbersOf(paper).length]);
    // xia: 12 + 18 + 12 + 3 + 30; cooper: 34 + 15 + 3 + 2 + 9 + 9; crane: 25 + 128 + 108 + 12 + 4.
    expect(Object.fromEntries(counts)).toEqual({
      cooper2023: 72,
      "dai2026-crane": 277,
      elrfaey2026: 45,
      xia2024: 75,
    });
  });

  it.each([
    [xia, "table-2/item-cf/test", 2.812, "rmse", "paper", "ml-100k"],
    [xia, "table-2/user-cf/train", 2.221, "rmse", "paper", "ml-100k"],
    [xia, "table-2/svd/test", 2.298, "rmse", "paper", "ml-100k"],
    [xia, "table-2/siet/test", 0.994, "rmse", "paper", "ml-100k"],
    [xia, "table-2/aljunid/test", 0.947, "rmse", "paper", "ml-100k"],
    [xia, "table-2/mu-wu-sin/test", 1.004, "rmse", "paper", "ml-100k"],
    [xia, "table-2/mu-wu-cro/test", 0.992, "rmse", "paper", "ml-100k"],
    [xia, "table-2/proposed-sin/test", 0.987, "rmse", "paper", "ml-100k"],
    [xia, "table-2/proposed-cro/test", 0.902, "rmse", "paper", "ml-100k"],
    [xia, "table-3/test/1m-5e-4", 0.893, "rmse", "paper", "ml-1m"],
    [xia, "table-3/train/100k-1e-4", 1.009, "rmse", "paper", "ml-100k"],
    [xia, "table-1/ml-1m/sparsity", 0.95359, "share of empty cells", "paper", "ml-1m"],
    [xia, "other-papers/siet/100k", 1.0756, "rmse", "external-table", "ml-100k"],
    [xia, "reconstruction/item-knn/test", 0.916, "rmse", "reconstruction", "ml-100k"],
    [cooper, "table-1/1000/auc", 0.905, "auc", "paper", "imdb"],
    [cooper, "table-2/bpr/ndcg", 0.0241, "ndcg@10", "paper", "imdb"],
    [cooper, "table-3/als/map", 0.0724, "map@10", "paper", "imdb"],
    [cooper, "table-7/bert/pr", 0.2785, "precision@10", "paper", "imdb"],
    [cooper, "table-5/resnet/rc", 0.0006, "recall@10", "paper", "imdb"],
    [cooper, "data/reviews/value", 541811, "reviews", "paper", "imdb"],
    [elrfaey, "m3l-10m/bpr/n20", 0.2423, "ndcg@20", "external-table", "m3l-10m"],
    [elrfaey, "data/core-movies/value", 3416, "movies", "external-table", "ml-1m-plain"],
    [crane, "mmrec/freedom/baby-r20", 0.0992, "recall@20", "external-table", "baby"],
    [crane, "mmrec/addvae/electronics-n20", 0.0308, "ndcg@20", "external-table", "electronics"],
    [crane, "mgcn/micro/clothing-n10", 0.0283, "ndcg@10", "external-table", "clothing"],
    [crane, "lgmrec/lgmrec/sports-n20", 0.048, "ndcg@20", "external-table", "sports"],
    [crane, "data/electronics/items", 63001, "items", "external-table", "electronics"],
  ])("$0.key holds %s", (paper, id, value, metric, evidence, data) => {
    expect(numberOf(paper, id)).toMatchObject({ value, metric, evidence, data });
  });

  it("keep a number as it is printed where that is odd", () => {
    const als = numberOf(cooper, "table-3/als/ndcg");
    expect(als).toMatchObject({ value: 0.001157, printed: "0.1157%" });
    expect(als!.note).toContain("0.1157");
    expect(numberOf(crane, "mmrec/lattice/electronics-r10")).toBeUndefined();
  });

  it("speak of metrics that runs have", () => {
    for (const { claims } of papers) {
      for (const claim of claims) {
        if (claim.kind === "arithmetic") continue;
        for (const metric of claim.metrics) {
          if (metric !== "rmse") expect(() => parseMetricName(metric)).not.toThrow();
        }
      }
    }
  });

  it("name data sets that are known here", () => {
    const known = [...KNOWN_DATASETS.map(({ name }) => name), "imdb-vision-nlp"];
    for (const { datasets } of papers) {
      for (const { names = [], standIns = [] } of Object.values(datasets)) {
        const all = [...names, ...standIns.map(({ name }) => name)];
        expect(all.filter((name) => !known.includes(name))).toEqual([]);
      }
    }
  });

  it("give every claim of both protocols a verdict or a reason, without a run", () => {
    for (const paper of papers) {
      const found = verdicts(paper, []);
      const asked = paper.claims.flatMap((claim): readonly string[] => {
        return claim.kind === "arithmetic" ? ["faithful"] : claim.protocols;
      });
      expect(found).toHaveLength(asked.length);
      expect(found.filter(({ reason }) => !/^[A-Z].*\.$/s.test(reason))).toEqual([]);
    }
  });

  it("match the runs of a model that is made with the settings of a pattern", () => {
    const { manifest } = rankingRun({ model: "popularity" }, [1]).record;
    for (const { models } of papers) {
      for (const pattern of Object.values(models).flatMap(({ runs }) => runs)) {
        const { config } = createModel(pattern.model, pattern.config).describe();
        const run = { ...manifest, model: { id: pattern.model, config } };
        expect(matchesPattern(run, pattern), JSON.stringify(pattern)).toBe(true);
      }
    }
  });

  it("tell their runs from others", () => {
    const { manifest } = rankingRun({ model: "popularity" }, [1]).record;
    expect(isOfPaper({ ...manifest, protocol: { mask: "train" } }, crane)).toBe(false);
    const bpr = rankingRun({ model: "bpr" }, [1]).record.manifest;
    expect(isOfPaper({ ...bpr, protocol: { mask: "train" } }, crane)).toBe(true);
    const bias = ratingRun({ model: "bias" }, [1]).record.manifest;
    const settings = { train: 0.9, valid: 0.05, test: 0.05 };
    const split = { ...bias.split, name: "random-ratings", settings };
    expect(isOfPaper(bias, xia)).toBe(false);
    expect(isOfPaper({ ...bias, split }, xia)).toBe(true);
  });

  it("take no narrower or shorter training for the one of Xia et al.", () => {
    const base = { preset: "faithful", learningRate: 0.0005 };
    const { manifest } = ratingRun({ model: "xia", config: base }, [1]).record;
    const settings = { train: 0.9, valid: 0.05, test: 0.05 };
    const split = { ...manifest.split, name: "random-ratings", settings };
    const isXia = (changes: Config): boolean => {
      const { config } = createModel("xia", { ...base, ...changes }).describe();
      return isOfPaper({ ...manifest, split, model: { id: "xia", config } }, xia);
    };
    expect(isXia({})).toBe(true);
    expect(isXia({ embeddingSize: 64 })).toBe(false);
    expect(isXia({ epochs: 3 })).toBe(false);
  });
});

describe("the papers' arithmetic", () => {
  const found = new Map(
    papers.flatMap((paper) => verdicts(paper, []).map((one) => [`${paper.key} ${one.claim}`, one])),
  );
  it.each([
    ["cooper2023 als-ndcg-percent", "contradicted", [0.001157 / 0.0241]],
    [
      "cooper2023 table-7-one-footing",
      "supported in part",
      [0.145 / 0.0237, 2.785 / 0.2617, 0.13 / 0.0006],
    ],
    ["cooper2023 review-counts", "supported in part", [542_461, 541_816]],
    ["cooper2023 review-means", "contradicted", [541_811 / 12_088, 541_811 / 4067]],
    ["cooper2023 titles-and-ids", "supported", [4067]],
    ["dai2026-crane electronics-fits", "contradicted", [(32 * 63_001 ** 2) / 1e9]],
    ["dai2026-crane parts-add-up", "supported", [160_792, 296_337, 278_677]],
    ["xia2024 more-data-in-table-3", "contradicted", [2]],
    ["xia2024 sizes", "contradicted", [10]],
    ["xia2024 train-below-test", "contradicted", [2, 1]],
    [
      "xia2024 sparsity",
      "supported in part",
      [1 - 1e5 / (943 * 1682), 1 - 1_000_209 / (6040 * 3883)],
    ],
  ])("%s is %s", (id, finding, computed) => {
    const one = found.get(id)!;
    expect(one.finding).toBe(finding);
    computed.forEach((value, at) => expect(one.checks[at].computed).toBeCloseTo(value, 6));
  });

  it.skipIf(!hasMovieLens)("at least five ratings, on ../shared/data", async () => {
    const dataset = await loadDataset("ml-100k");
    expect(factsOf(dataset)).toMatchObject({ nUsers: 943, nRatings: 100_000, fewestOfUser: 20 });
    const five = verdicts(xia, [], { datasets: [dataset] }).find(
      ({ claim }) => claim === "at-least-five",
    )!;
    expect(five.finding).toBe("supported in part");
    expect(five.checks.map(({ holds }) => holds)).toEqual([true, false]);
    expect(five.missing).toEqual(["MovieLens 1M is not here"]);
  });
});
