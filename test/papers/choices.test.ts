import { describe, expect, it } from "vitest";
import type { StoredRun } from "../../src/experiment/index.js";
import { candidatesOf, chooseOne, choosePair } from "../../src/papers/choose-runs.js";
import { dataChoices, firstOf } from "../../src/papers/data-choice.js";
import { measureApart, measurePair, measureReach, signOf } from "../../src/papers/measure.js";
import { parsePaper, verdict, verdicts, type Verdict } from "../../src/papers/index.js";
import { rankingRun, ratingRun, type MadeUpRun } from "../support/made-up-run.js";
import { asReal, type RealRun } from "./support/real-run.js";
import { ahead, smallFile, smallPaper, type ClaimPart } from "./support/small-paper.js";

const ndcg = "ndcg@10";

function ranking(
  model: string,
  values: readonly number[],
  more: Partial<MadeUpRun> = {},
  changes: RealRun = {},
): StoredRun {
  return asReal(rankingRun({ model, ...more }, values), changes);
}

function rating(
  model: string,
  errors: readonly number[],
  more: Partial<MadeUpRun> = {},
  changes: RealRun = {},
): StoredRun {
  return asReal(ratingRun({ model, ...more }, errors), changes);
}

const flat = (value: number): number[] => new Array<number>(30).fill(value);

describe("candidates", () => {
  const size = (neighbours: number, value: number, more: Partial<MadeUpRun> = {}): StoredRun =>
    ranking("item-knn", flat(value), { config: { neighbours }, ...more });

  it("stand in one order, whatever that of the runs, with their runs by split and seed", () => {
    const runs = [
      size(9, 0.3, { seed: 10 }),
      size(9, 0.1, { seed: 2 }),
      size(9, 0.2, { split: "a", seed: 30 }),
      size(10, 0.5),
    ];
    const told = (given: readonly StoredRun[]): unknown =>
      candidatesOf(given, ndcg).map((candidate) => {
        const { runs: own, mean, key } = candidate;
        return [own.map(({ record }) => record.manifest.seed), Number(mean.toFixed(12)), key];
      });
    const [first, second] = told(runs) as [number[], number][];
    expect([first.slice(0, 2), second.slice(0, 2)]).toEqual([
      [[1], 0.5],
      [[30, 2, 10], 0.2],
    ]);
    expect(told([...runs].reverse())).toEqual([first, second]);
  });

  it("hold the later of two runs of one place, by when it began, in either order", () => {
    const day = (at: number): RealRun => ({
      code: `${at}`,
      startedAt: `203${at}-01-01T00:00:00.000Z`,
    });
    const runs = [1, 3, 2].map((at) => ranking("random", flat(at / 10), {}, day(at)));
    for (const given of [runs, [...runs].reverse()]) {
      const [{ runs: kept, mean }, ...others] = candidatesOf(given, ndcg);
      expect(others).toEqual([]);
      expect(kept).toEqual([runs[1]]);
      expect(mean).toBeCloseTo(0.3, 12);
    }
  });

  it("of a pair hold the runs on splits that both have, and no others", () => {
    const better = candidatesOf([size(9, 0.9, { split: "a" }), size(9, 0.1, { split: "b" })], ndcg);
    const than = candidatesOf([ranking("random", flat(0.2), { split: "a" })], ndcg);
    const pair = choosePair(better, than, ndcg)!;
    expect(pair.better.mean).toBeCloseTo(0.9, 12);
    expect(pair.better.runs).toHaveLength(1);
    expect(pair.configurations).toEqual([1, 1]);
    expect(choosePair(better, better, ndcg)).toBeUndefined();
  });

  it("are the best by the metric, which for an error is the least", () => {
    const errors = [3, 1, 2].map((error, at) => {
      return rating("item-knn", flat(error), { config: { neighbours: at + 1 } });
    });
    const all = candidatesOf(errors, "rmse");
    expect(chooseOne(all, "rmse")!.chosen.mean).toBe(1);
    const floor = candidatesOf([rating("bias", flat(4))], "rmse");
    expect(choosePair(all, floor, "rmse")!.better.mean).toBe(1);
    expect(choosePair(floor, all, "rmse")!.than.mean).toBe(1);
    const sizes = candidatesOf([size(1, 0.1), size(2, 0.3), size(3, 0.2)], ndcg);
    expect(chooseOne(sizes, ndcg)!.chosen.mean).toBeCloseTo(0.3, 12);
    const random = candidatesOf([ranking("random", flat(0))], ndcg);
    expect(choosePair(sizes, random, ndcg)!.better.mean).toBeCloseTo(0.3, 12);
  });

  it("that stand alone are on most splits, then of most runs", () => {
    const splits = ["a", "b"].map((split) => size(1, 0.1, { split }));
    const seeds = [1, 2, 3].map((seed) => size(2, 0.2, { seed }));
    const best = size(3, 0.3);
    const chosen = (runs: readonly StoredRun[]): number =>
      chooseOne(candidatesOf(runs, ndcg), ndcg)!.chosen.runs.length;
    expect(chosen([best, ...seeds, ...splits])).toBe(2);
    expect(chosen([best, ...seeds])).toBe(3);
  });
});

describe("data choices", () => {
  it("are the paper's own, then stand-ins in the order of the file, where there are runs", () => {
    const paper = smallPaper(ahead("new", "old"));
    const runs = ["plays", "songs", "films", "Stryker was here"].map((data) =>
      rating("bias", flat(1), {}, { data }),
    );
    const names = (id: string): string[] =>
      dataChoices(paper, id, runs).map(({ data, runs: own }) => `${data.name} ${own.length}`);
    expect(names("films")).toEqual(["films 1", "songs 1", "plays 1"]);
    expect(names("shorts")).toEqual([]);
    const { datasets } = paper;
    const unnamed = { ...paper, datasets: { ...datasets, films: { title: "Films" } } };
    expect(dataChoices(unnamed, "films", runs)).toEqual([]);
    const choices = dataChoices(paper, "films", runs);
    const second = firstOf(choices, ({ data }) => (data.name === "films" ? undefined : 1));
    expect(second).toEqual({ data: choices[1].data, result: 1 });
    expect(firstOf(choices, () => undefined)).toBeUndefined();
  });
});

describe("measured sides", () => {
  const options = { seed: 1, rounds: 200 };
  const side = (run: StoredRun, metric: string): ReturnType<typeof candidatesOf>[number] =>
    candidatesOf([run], metric)[0];
  const turns = (one: number, other: number, length = 30): number[] =>
    Array.from({ length }, (_unused, at) => (at % 2 === 0 ? one : other));

  it("of one data set differ by their paired differences, signed for the claim", () => {
    const [good, bad] = [turns(0.5, 0.7), turns(0.1, 0.5)];
    const better = side(ranking("item-knn", good), ndcg);
    const than = side(ranking("random", bad), ndcg);
    const found = measurePair({ better, than }, ndcg, options);
    expect(found).toMatchObject({ n: 30 });
    if (typeof found === "string") throw new Error(found);
    // Differences .4 and .2 by turns: mean .3, standard deviation .1 sqrt(30 / 29).
    expect(found.difference).toBeCloseTo(0.3, 12);
    expect(found.effect).toBeCloseTo(0.3 / (0.1 * Math.sqrt(30 / 29)), 10);
    expect(found.low).toBeLessThan(0.3);
    expect(found.high).toBeGreaterThan(0.3);
    const back = measurePair({ better: than, than: better }, ndcg, options);
    expect(back).toMatchObject({ difference: -found.difference, effect: -found.effect! });
    const same = measurePair(
      {
        better,
        than: side(
          ranking(
            "bpr",
            good.map((value) => value - 0.25),
          ),
          ndcg,
        ),
      },
      ndcg,
      options,
    );
    expect(same).toMatchObject({ difference: expect.closeTo(0.25, 12) as number });
  });

  it("of errors speak for the claim where they are lower", () => {
    const better = side(rating("bias", turns(1, 2)), "mae");
    const than = side(rating("global-mean", turns(2, 2.5)), "mae");
    const found = measurePair({ better, than }, "mae", options);
    if (typeof found === "string") throw new Error(found);
    expect(found.estimates).toEqual([1.5, 2.25]);
    expect(found.difference).toBeCloseTo(0.75, 12);
    expect(found.effect).toBeGreaterThan(0);
    expect(found.low).toBeLessThanOrEqual(0.75);
    expect(found.high).toBeGreaterThanOrEqual(0.75);
    expect([signOf("rmse"), signOf("mae"), signOf(ndcg)]).toEqual([-1, -1, 1]);
  });

  it("reach a number by mean or by root mean square, whichever the metric is", () => {
    const reached = measureReach(side(rating("bias", turns(1, 7)), "rmse"), "rmse", 4, options);
    expect(reached.estimates).toEqual([5, 4]);
    expect(reached.difference).toBeCloseTo(-1, 12);
    const mae = measureReach(side(rating("bias", turns(1, 7)), "mae"), "mae", 4.5, options);
    expect(mae.estimates).toEqual([4, 4.5]);
    expect(mae.difference).toBeCloseTo(0.5, 12);
    expect(mae.n).toBe(30);
  });

  it("of two data sets differ under the normal law", () => {
    const one = side(ranking("item-knn", turns(0.4, 0.6, 40)), ndcg);
    const other = side(ranking("random", turns(0.1, 0.3, 10)), ndcg);
    const { estimates, difference, low, high, pValue, n } = measureApart(one, other, ndcg);
    // Variances .01 n / (n - 1).
    const error = Math.sqrt(0.01 / 39 + 0.01 / 9);
    expect(estimates[0]).toBeCloseTo(0.5, 12);
    expect(estimates[1]).toBeCloseTo(0.2, 12);
    expect(difference).toBeCloseTo(0.3, 12);
    expect(high - difference).toBeCloseTo(1.959964 * error, 12);
    expect(difference - low).toBeCloseTo(1.959964 * error, 12);
    expect(pValue).toBeGreaterThan(0);
    expect(pValue).toBeLessThan(1e-10);
    expect(n).toBe(10);
  });

  it("without spread differ surely or not at all", () => {
    const still = (value: number): ReturnType<typeof side> =>
      side(ranking("random", flat(value)), ndcg);
    expect(measureApart(still(0.5), still(0.25), ndcg)).toMatchObject({
      pValue: 0,
      low: 0.25,
      high: 0.25,
    });
    expect(measureApart(still(0.5), still(0.5), ndcg)).toMatchObject({ pValue: 1, difference: 0 });
    const one = side(ranking("random", [0.5]), ndcg);
    expect(measureApart(one, still(0.5), ndcg)).toMatchObject({ pValue: 1, n: 1 });
    // Two values .25 apart: standard error .125.
    const two = side(ranking("random", [0.5, 0.75]), ndcg);
    const { difference, high } = measureApart(two, still(0.5), ndcg);
    expect(high - difference).toBeCloseTo(1.959964 * 0.125, 12);
    const none = side(rating("bias", flat(0)), "rmse");
    expect(measureApart(none, none, "rmse")).toMatchObject({ estimates: [0, 0], pValue: 1 });
  });
});

describe("what a verdict lacks", () => {
  const found = (claim: ClaimPart, runs: readonly StoredRun[]): Verdict => {
    const paper = smallPaper(claim);
    return verdict(paper.claims[0], runs, { paper });
  };
  const under = "on Films or a stand-in for it with rmse under the faithful protocol";

  it("is named with models, data, metric and protocol", () => {
    expect(found(ahead("new", "old"), []).missing).toEqual([
      `There are no runs of New and Old on one split ${under}`,
    ]);
    const reach = { model: "new", reaches: "t/new/test", margin: 0, why: "Rounding" };
    expect(found({ kind: "existence", comparisons: [reach] }, []).missing).toEqual([
      `There is no run of New ${under}`,
    ]);
    const shorts = { ...ahead("new", "old"), data: ["shorts"] };
    expect(found(shorts, []).missing).toEqual([
      "There are no runs of New and Old on one split on Shorts with rmse under the faithful protocol",
    ]);
    const invented = rating("bias", flat(1), {}, { invented: true });
    expect(found(ahead("new", "old"), [invented]).missing).toEqual([
      "All runs are on invented data, from which no verdict is given",
    ]);
    const real = rating("bias", flat(1));
    expect(found(ahead("new", "old"), [invented, real]).missing).toEqual([
      `There are no runs of New and Old on one split ${under}`,
    ]);
  });

  it("is each thing once", () => {
    const claim = { ...ahead("new", "old", "other"), metrics: ["rmse", "mae"] };
    expect(found(claim, []).missing).toHaveLength(4);
    const twice = {
      kind: "order",
      comparisons: [1, 2].map(() => ({ better: "new", than: ["old"] })),
    };
    expect(found(twice, []).missing).toHaveLength(1);
  });

  it("is asked of both sides of two data sets", () => {
    const apart = {
      kind: "order",
      comparisons: [{ better: "new", than: ["old"], on: { better: "films", than: "shorts" } }],
    };
    const [films, shorts] = ["films", "shorts"].map((data) => {
      return rating(
        data === "films" ? "bias" : "global-mean",
        flat(data === "films" ? 1 : 2),
        {},
        { data },
      );
    });
    expect(found(apart, [shorts]).missing).toEqual([`There is no run of New ${under}`]);
    expect(found(apart, [films]).missing).toEqual([
      "There is no run of Old on Shorts with rmse under the faithful protocol",
    ]);
    const both = found(apart, [films, shorts]);
    expect(both).toMatchObject({ finding: "supported", missing: [] });
    expect(both.tests).toHaveLength(1);
    expect(both.decidedBy).toMatchObject({
      better: "New on films",
      than: "Old on shorts",
      difference: 1,
      data: [{ name: "films" }, { name: "shorts" }],
      configurations: [1, 1],
      reaches: false,
    });
    expect(both.runIds).toEqual([films, shorts].map(({ record }) => record.id).sort());
  });

  it("is said of a number that only a stand-in could reach", () => {
    const reach = { model: "new", reaches: "t/new/test", margin: 0, why: "Rounding" };
    const claim = { kind: "existence", comparisons: [reach] };
    expect(found(claim, [rating("bias", flat(1), {}, { data: "songs" })]).missing).toEqual([
      "A number is reached on the paper's own data alone, and there is no run of New on Films",
    ]);
    const own = found(claim, [rating("bias", flat(0.25))]).decidedBy!;
    expect([own.than, own.reaches, own.estimates]).toEqual(["0.5 (t/new/test)", true, [0.25, 0.5]]);
    const margin = found({ kind: "existence", comparisons: [{ ...reach, margin: 0.25 }] }, [
      rating("bias", flat(0.25)),
    ]).decidedBy!;
    expect([margin.than, margin.estimates[1]]).toEqual(["0.5 (t/new/test), margin 0.25", 0.75]);
  });
});

describe("patterns of one protocol", () => {
  it("are of no other", () => {
    const file = smallFile({ ...ahead("new", "old"), protocols: ["faithful", "corrected"] });
    const runs = [
      { model: "bias", protocol: "faithful" },
      { model: "item-mean", protocol: "corrected" },
    ];
    const models = { ...(file.models as object), new: { title: "New", runs } };
    const paper = parsePaper(JSON.stringify({ ...file, models }), "small.json");
    const masked = { mask: "train+valid" };
    const stored = [
      rating("bias", flat(1)),
      rating("global-mean", flat(2)),
      rating("bias", flat(1), {}, masked),
      rating("global-mean", flat(2), {}, masked),
    ];
    const found = (given: readonly StoredRun[]): unknown =>
      verdicts(paper, given).map(({ protocol, finding }) => [protocol, finding]);
    expect(found(stored)).toEqual([
      ["faithful", "supported"],
      ["corrected", "not testable here"],
    ]);
    expect(found([...stored, rating("item-mean", flat(3), {}, masked)])).toEqual([
      ["faithful", "supported"],
      ["corrected", "contradicted"],
    ]);
  });
});

describe("a claim of a size", () => {
  it("is not testable where runs of one split are of other ratings", () => {
    const of = { better: "t/new/test", than: "t/old/test" };
    const paper = smallPaper({
      kind: "difference",
      comparisons: [{ better: "new", than: ["old"], of }],
    });
    const runs = [rating("bias", flat(1)), rating("global-mean", [1, 1, 1])];
    const { finding, missing } = verdict(paper.claims[0], runs, { paper });
    expect(finding).toBe("not testable here");
    expect(missing).toEqual(["New, Old: Runs were evaluated on different users or ratings"]);
  });
});
