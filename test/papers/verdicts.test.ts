import { describe, expect, it } from "vitest";
import type { StoredRun } from "../../src/experiment/index.js";
import { verdict, verdicts, type Verdict } from "../../src/papers/index.js";
import { rankingRun, ratingRun, type MadeUpRun } from "../support/made-up-run.js";
import { asReal, type RealRun } from "./support/real-run.js";
import { ahead, smallPaper, type ClaimPart } from "./support/small-paper.js";

/** Each p-value where all differences point one way: no sign vector of 10,000 is as far out. */
const leastP = 1 / 10_001;
const n = 100;

function rating(
  model: string,
  error: number | ((unit: number) => number),
  changes: RealRun = {},
  more: Partial<MadeUpRun> = {},
): StoredRun {
  const errorOf = typeof error === "number" ? (): number => error : error;
  const errors = Array.from({ length: n }, (_, unit) => errorOf(unit));
  return asReal(ratingRun({ model, ...more }, errors), changes);
}

function only(claim: ClaimPart, runs: readonly StoredRun[]): Verdict {
  const paper = smallPaper(claim);
  return verdict(paper.claims[0], runs, { paper });
}

const good = rating("bias", 0.5);
const bad = rating("global-mean", 1);

describe("a claim of order", () => {
  it("is supported by a difference that is there", () => {
    const found = only(ahead("new", "old"), [good, bad]);
    expect(found.finding).toBe("supported");
    // Lower errors are ahead: 1 - 0.5, the same for every resample.
    expect(found.decidedBy).toMatchObject({ estimates: [0.5, 1], n });
    expect(found.decidedBy!.difference).toBeCloseTo(0.5, 12);
    expect(found.decidedBy!.low).toBeCloseTo(0.5, 12);
    expect(found.decidedBy!.high).toBeCloseTo(0.5, 12);
    expect(found.decidedBy!.correctedP).toBeCloseTo(leastP, 12);
    expect(found.reason).toBe(
      "New is ahead of Old by 0.5 (p < 0.0001, n = 100): rmse 0.5 against 1 on films.",
    );
    expect(found).toMatchObject({ protocol: "faithful", data: [{ name: "films" }] });
    expect(found.runIds).toEqual([good.record.id, bad.record.id].sort());
  });

  it("is contradicted by a difference the other way", () => {
    const found = only(ahead("old", "new"), [good, bad]);
    expect(found.finding).toBe("contradicted");
    expect(found.decidedBy!.difference).toBeCloseTo(-0.5, 12);
    expect(found.reason).toContain("Old is behind New by 0.5");
  });

  it("is not distinguishable where the sides take turns", () => {
    const turns = [
      rating("bias", (unit) => (unit % 2 === 0 ? 1 : 0.5)),
      rating("global-mean", (unit) => (unit % 2 === 0 ? 0.5 : 1)),
    ];
    const found = only(ahead("new", "old"), turns);
    expect(found.finding).toBe("not distinguishable");
    expect(found.decidedBy!.difference).toBeCloseTo(0, 12);
    expect(found.decidedBy!.correctedP).toBe(1);
    expect(found.reason).toContain("New cannot be told from Old (0 ahead, p = 1,");
  });

  it("is supported in part where it holds of some", () => {
    const runs = [good, bad, rating("item-mean", 0.25)];
    const found = only(ahead("new", "old", "other"), runs);
    expect(found.finding).toBe("supported in part");
    expect(found.tests.map(({ finding }) => finding)).toEqual(["supported", "contradicted"]);
    expect(found.reason).toContain("New is behind Other");
    expect(found.reason).toContain("1 of 2 comparisons hold");
  });

  it("is supported in part where a side has no runs", () => {
    const found = only(ahead("new", "old", "other"), [good, bad]);
    expect(found.finding).toBe("supported in part");
    expect(found.missing).toHaveLength(1);
    expect(found.missing[0]).toContain("New and Other");
  });

  it("takes the metric's direction: more is better of a ranking", () => {
    const values = (value: number): number[] => new Array<number>(n).fill(value);
    const runs = [
      asReal(rankingRun({ model: "item-knn" }, values(0.3))),
      asReal(rankingRun({ model: "popularity" }, values(0.2))),
    ];
    const claim = { ...ahead("rank", "floor"), metrics: ["ndcg@10"] };
    const found = only(claim, runs);
    expect(found.finding).toBe("supported");
    expect(found.decidedBy!.difference).toBeCloseTo(0.1, 12);
  });

  it("is on the claim's own data where a comparison leaves its data sets open", () => {
    const paper = smallPaper(ahead("new", "old"));
    const [claim] = paper.claims;
    if (claim.kind !== "order") throw new Error("the claim is one of order");
    const comparisons = claim.comparisons.map((one) => ({ ...one, on: undefined }));
    const found = verdict({ ...claim, comparisons }, [good, bad], { paper });
    expect(found).toEqual(only(ahead("new", "old"), [good, bad]));
    expect(found.finding).toBe("supported");
  });

  it("compares two data sets by their standard errors", () => {
    const squares = (unit: number): number => (unit % 2 === 0 ? 1 : 2);
    const runs = [rating("bias", squares), rating("bias", 1, { data: "shorts" })];
    const on = { better: "shorts", than: "films" };
    const found = only(
      { kind: "order", comparisons: [{ better: "new", than: ["new"], on }] },
      runs,
    );
    // Squared errors 1 and 4 by turns: mean 2.5, variance 2.25 n / (n - 1).
    const error = Math.sqrt((2.25 * n) / (n - 1) / n) / (2 * Math.sqrt(2.5));
    const difference = Math.sqrt(2.5) - 1;
    expect(found.finding).toBe("supported");
    expect(found.decidedBy!.difference).toBeCloseTo(difference, 12);
    expect(found.decidedBy!.low).toBeCloseTo(difference - 1.959964 * error, 9);
    expect(found.decidedBy!.high).toBeCloseTo(difference + 1.959964 * error, 9);
  });
});

describe("a claim of a size", () => {
  const difference = (than: string): ClaimPart => ({
    kind: "difference",
    comparisons: [{ better: "new", than: ["old"], of: { better: "t/new/test", than } }],
  });

  it("is supported where the interval reaches the size, in part where it ends before", () => {
    expect(only(difference("t/old/test"), [good, bad]).finding).toBe("supported");
    const short = only(difference("t/far/test"), [good, bad]);
    expect(short.finding).toBe("supported in part");
    expect(short.decidedBy!.claimed).toBeCloseTo(1.5, 12);
    expect(short.reason).toContain("claimed 1.5 is above the interval");
  });

  it("is of the best of others where it is an improvement", () => {
    const values = (value: number): number[] => new Array<number>(n).fill(value);
    const runs = [
      asReal(rankingRun({ model: "item-knn" }, values(0.3))),
      asReal(rankingRun({ model: "popularity" }, values(0.25))),
      asReal(rankingRun({ model: "random" }, values(0.1))),
    ];
    const improvement = (by: number, than = ["chance", "floor"]): ClaimPart => ({
      kind: "improvement",
      metrics: ["ndcg@10"],
      comparisons: [{ better: "rank", than, by }],
    });
    const found = only(improvement(0.05), runs);
    expect(found.finding).toBe("supported");
    expect(found.decidedBy).toMatchObject({ than: "Floor" });
    expect(found.decidedBy!.claimed).toBeCloseTo(0.0125, 12);
    expect(only(improvement(0.5), runs).finding).toBe("supported in part");
    const lacking = only(improvement(0.05), runs.slice(0, 2));
    expect(lacking.finding).toBe("supported in part");
    expect(lacking.reason).toContain("no runs to compare of Chance");
  });

  it("looks for the best of others on one stand-in, the one with most of them", () => {
    const run = (model: string, data: string, value: number): StoredRun =>
      asReal(rankingRun({ model }, new Array<number>(n).fill(value)), { data });
    const claim: ClaimPart = {
      kind: "improvement",
      metrics: ["ndcg@10"],
      comparisons: [{ better: "rank", than: ["chance", "floor"], by: 0.05 }],
    };
    const songs = [run("item-knn", "songs", 0.3), run("popularity", "songs", 0.25)];
    const plays = [run("item-knn", "plays", 0.2), run("popularity", "plays", 0.1)];
    expect(only(claim, [...songs, ...plays]).data[0].name).toBe("songs");
    const found = only(claim, [...songs, ...plays, run("random", "plays", 0.15)]);
    expect(found.data[0].name).toBe("plays");
    expect(found.decidedBy!.than).toBe("Chance");
    expect(found.decidedBy!.difference).toBeCloseTo(0.05, 12);
    const own = [run("item-knn", "films", 0.4), run("popularity", "films", 0.1)];
    expect(only(claim, [...songs, ...plays, ...own]).data[0].name).toBe("films");
  });
});

describe("a number to be reached", () => {
  const reach = (reaches: string, margin: number): ClaimPart => ({
    kind: "existence",
    comparisons: [{ model: "new", reaches, margin, why: "Rounding" }],
  });

  it("is reached by what is at least as good, within the margin", () => {
    const found = only(reach("t/old/test", 0), [good]);
    expect(found.finding).toBe("supported");
    expect(found.decidedBy!.difference).toBeCloseTo(0.5, 12);
    expect(only(reach("t/new/test", 0), [good]).finding).toBe("supported");
    expect(only(reach("t/low/test", 0.1), [good]).finding).toBe("supported");
  });

  it("is contradicted by what is worse, and not distinguishable within the noise", () => {
    const worse = only(reach("t/low/test", 0.05), [good]);
    expect(worse.finding).toBe("contradicted");
    expect(worse.decidedBy!.difference).toBeCloseTo(-0.05, 12);
    expect(worse.decidedBy!.correctedP).toBeCloseTo(leastP, 12);
    // Squared errors .1 and .41 by turns: their root mean, .505, is a little above .5.
    const noisy = rating("bias", (unit) => Math.sqrt(unit % 2 === 0 ? 0.1 : 0.41));
    expect(only(reach("t/new/test", 0), [noisy]).finding).toBe("not distinguishable");
  });

  it("is not asked of other data", () => {
    const found = only(reach("t/new/test", 0), [rating("bias", 0.5, { data: "songs" })]);
    expect(found.finding).toBe("not testable here");
    expect(found.reason).toContain("own data alone");
  });
});

describe("what verdicts rest on", () => {
  it("is Holm's correction over all comparisons of a protocol", () => {
    const turns = rating("item-mean", (unit) => (unit % 2 === 0 ? 0.4 : Math.sqrt(0.34)));
    const paper = smallPaper(ahead("new", "old"), ahead("old", "new"), ahead("new", "other"));
    const found = verdicts(paper, [good, bad, turns]);
    const p = found.map(({ decidedBy }) => decidedBy!.correctedP);
    // Two p-values of 1 / 10,001 in a family of three, and one of 1.
    expect(p[0]).toBeCloseTo(3 * leastP, 12);
    expect(p[1]).toBeCloseTo(3 * leastP, 12);
    expect(p[2]).toBe(1);
    expect(verdict(paper.claims[0], [good, bad], { paper }).decidedBy!.correctedP).toBe(leastP);
  });

  it("is the protocol's runs alone", () => {
    const paper = smallPaper({ ...ahead("new", "old"), protocols: ["faithful", "corrected"] });
    const masked = { mask: "train+valid" };
    const runs = [good, bad, rating("bias", 1, masked), rating("global-mean", 0.5, masked)];
    const found = verdicts(paper, runs).map(({ protocol, finding }) => [protocol, finding]);
    expect(found).toEqual([
      ["faithful", "supported"],
      ["corrected", "contradicted"],
    ]);
    expect(verdicts(paper, runs, { protocols: ["corrected"] })).toHaveLength(1);
  });

  it("is never invented data", () => {
    const invented = { invented: true };
    const runs = [rating("bias", 0.5, invented), rating("global-mean", 1, invented)];
    const found = only(ahead("new", "old"), runs);
    expect(found).toMatchObject({ finding: "not testable here", tests: [], data: [], runIds: [] });
    expect(found.reason).toContain("invented data");
  });

  it("is nothing where there are no runs, no split in common or no such metric", () => {
    const other = rating("global-mean", 1, {}, { split: "other" });
    for (const runs of [[], [good], [good, other]]) {
      const found = only(ahead("new", "old"), runs);
      expect(found.finding).toBe("not testable here");
      expect(found.reason).toContain("no runs of New and Old");
    }
    const claim = { ...ahead("new", "old"), metrics: ["auc"] };
    expect(only(claim, [good, bad]).finding).toBe("not testable here");
    const untestable = { ...ahead("new", "old"), untestable: "It is a matter of taste" };
    expect(only(untestable, [good, bad]).reason).toBe("It is a matter of taste.");
  });

  it("is the paper's data before what stands in for it, and says so", () => {
    const songs = { data: "songs" };
    const standIns = [rating("bias", 1, songs), rating("global-mean", 0.5, songs)];
    const own = only(ahead("new", "old"), [...standIns, good, bad]);
    expect([own.finding, own.data]).toEqual(["supported", [{ name: "films" }]]);
    const other = only(ahead("old", "new"), standIns);
    expect(other.finding).toBe("supported");
    const standsFor = { title: "Films", why: "songs in place of films" };
    expect(other.data).toEqual([{ name: "songs", standsFor }]);
    expect(other.reason).toContain("on songs, which stands in for Films");
  });

  it("confirms no size on a stand-in", () => {
    const songs = { data: "songs" };
    const runs = [rating("bias", 0.5, songs), rating("global-mean", 1, songs)];
    const of = { better: "t/new/test", than: "t/old/test" };
    const claim = { kind: "difference", comparisons: [{ better: "new", than: ["old"], of }] };
    const found = only(claim, runs);
    expect(found.finding).toBe("supported in part");
    expect(found.reason).toContain("its size is claimed of other data");
  });

  it("is not the order of the runs", () => {
    const more = [2, 3].flatMap((seed) => [
      rating("bias", 0.6, {}, { seed }),
      rating("global-mean", (unit) => unit / n, {}, { seed }),
    ]);
    const runs = [good, bad, ...more, rating("item-mean", 0.7)];
    const paper = smallPaper(ahead("new", "old", "other"), ahead("other", "old"));
    const first = verdicts(paper, runs);
    expect(first[0].tests[0].runIds).toHaveLength(6);
    expect(verdicts(paper, [...runs].reverse())).toEqual(first);
  });

  it("is what a side's pattern says: settings, and no knock-outs", () => {
    const runs = [10, 40].map((neighbours) => {
      const config = { neighbours };
      return asReal(
        rankingRun({ model: "item-knn", config }, new Array<number>(n).fill(neighbours)),
      );
    });
    const floor = asReal(rankingRun({ model: "popularity" }, new Array<number>(n).fill(20)));
    const claim = { ...ahead("rank40", "floor"), metrics: ["ndcg@10"] };
    expect(only(claim, [runs[0], floor]).finding).toBe("not testable here");
    expect(only(claim, [...runs, floor]).decidedBy!.estimates).toEqual([40, 20]);
    // Without a setting in the pattern, each side stands at its best.
    const best = only({ ...claim, ...ahead("rank", "floor"), metrics: ["ndcg@10"] }, [
      ...runs,
      floor,
    ]);
    expect(best.decidedBy!).toMatchObject({ estimates: [40, 20], configurations: [2, 1] });
    expect(best.reason).toContain("the best of 2 and of 1 configurations");
    const knocked = rating("bias", 0.5, { knockOut: { image: "permuted" } });
    expect(only(ahead("new", "old"), [knocked, bad]).finding).toBe("not testable here");
  });

  it("is the latest of runs that another version of the code made again", () => {
    const again = rating("bias", 0.75, { code: "new", startedAt: "2031-01-01T00:00:00.000Z" });
    const found = only(ahead("new", "old"), [again, good, bad]);
    expect(found.decidedBy!.estimates[0]).toBeCloseTo(0.75, 12);
    expect(found.runIds).not.toContain(good.record.id);
  });

  it("is nothing where runs of one split are of other ratings", () => {
    const short = asReal(ratingRun({ model: "global-mean" }, [1, 1, 1]));
    const found = only(ahead("new", "old"), [good, short]);
    expect(found.finding).toBe("not testable here");
    expect(found.reason).toBe("New, Old: Runs were evaluated on different users or ratings.");
  });

  it("is not the validation part", () => {
    const valid = (run: StoredRun): StoredRun => {
      const { record } = run;
      const protocol = { ...record.manifest.protocol, part: "valid" };
      return { ...run, record: { ...record, manifest: { ...record.manifest, protocol } } };
    };
    expect(only(ahead("new", "old"), [good, bad].map(valid)).finding).toBe("not testable here");
  });
});
