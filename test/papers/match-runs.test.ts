import { describe, expect, it } from "vitest";
import type { StoredRun } from "../../src/experiment/index.js";
import {
  isOfPaper,
  matchesPattern,
  parsePaper,
  verdict,
  type RunPattern,
} from "../../src/papers/index.js";
import { candidatesOf, chooseOne, choosePair } from "../../src/papers/choose-runs.js";
import { rankingRun, type MadeUpRun } from "../support/made-up-run.js";
import { asReal, type RealRun } from "./support/real-run.js";
import { ahead, smallFile, smallPaper } from "./support/small-paper.js";

const metric = "ndcg@10";

function run(more: Partial<MadeUpRun>, value = 0.5, changes: RealRun = {}): StoredRun {
  const values = new Array<number>(60).fill(value);
  return asReal(rankingRun({ model: "vbpr", ...more }, values), changes);
}

describe("a pattern", () => {
  const matches = (pattern: Partial<RunPattern>, stored: StoredRun): boolean => {
    return matchesPattern(stored.record.manifest, { model: "vbpr", ...pattern });
  };
  const both = run({ features: { image: "a", text: "b" } });

  it("asks for exactly its modalities, in any order; for none in particular without them", () => {
    expect(matches({ features: ["text", "image"] }, both)).toBe(true);
    expect(matches({ features: ["image"] }, both)).toBe(false);
    expect(matches({ features: [] }, both)).toBe(false);
    expect(matches({}, both)).toBe(true);
  });

  it("asks for exactly its knock-outs", () => {
    const knocked = run({}, 0.5, { knockOut: { image: "noise" } });
    expect(matches({ knockOut: { image: "noise" } }, knocked)).toBe(true);
    expect(matches({ knockOut: { image: "absent" } }, knocked)).toBe(false);
    expect(matches({ knockOut: { image: "noise" } }, both)).toBe(false);
    expect(matches({}, knocked)).toBe(false);
  });

  it("asks for its knock-outs in any order", () => {
    const knocked = run({}, 0.5, { knockOut: { text: "absent", image: "noise" } });
    expect(matches({ knockOut: { image: "noise", text: "absent" } }, knocked)).toBe(true);
    expect(matches({ knockOut: { image: "absent", text: "noise" } }, knocked)).toBe(false);
  });

  it("asks for its settings and leaves the others alone", () => {
    const other = run({ config: { embeddingSize: 32 } });
    expect(matches({ config: { embeddingSize: 32 } }, other)).toBe(true);
    expect(matches({ config: { embeddingSize: 64 } }, other)).toBe(false);
    expect(matches({ config: { toString: 32 } }, other)).toBe(false);
    expect(matches({ model: "bpr" }, other)).toBe(false);
  });
});

it("a protocol asks for its data and its split together", () => {
  const file = smallFile(ahead("new", "old"));
  const runs = [{ data: ["films"], split: "per-user-random" }];
  const faithful = { title: "Faithful", runs };
  const protocols = { ...(file.protocols as object), faithful };
  const paper = parsePaper(JSON.stringify({ ...file, protocols }), "small.json");
  const isOf = (data: string, split: string): boolean => {
    const { manifest } = asReal(rankingRun({ model: "popularity" }, [1, 0]), { data }).record;
    return isOfPaper({ ...manifest, split: { ...manifest.split, name: split } }, paper);
  };
  expect(isOf("films", "per-user-random")).toBe(true);
  expect(isOf("films", "leave-one-out")).toBe(false);
  expect(isOf("songs", "per-user-random")).toBe(false);
});

describe("of several configurations", () => {
  const floor = (more: Partial<MadeUpRun> = {}): StoredRun =>
    run({ model: "popularity", ...more }, 0.1);
  const size = (embeddingSize: number, more: Partial<MadeUpRun>, value: number): StoredRun => {
    return run({ config: { embeddingSize }, ...more }, value);
  };
  const chosen = (better: readonly StoredRun[], than: readonly StoredRun[]): unknown => {
    const pair = choosePair(candidatesOf(better, metric), candidatesOf(than, metric), metric);
    return pair?.better.runs.map(({ record }) => record.manifest.model.config.embeddingSize);
  };

  it("the pair on most splits is compared, then on most runs, then the best", () => {
    const splits = ["a", "b"].map((split) => size(8, { split }, 0.2));
    const seeds = [1, 2, 3].map((seed) => size(16, { split: "a", seed }, 0.3));
    const best = size(32, { split: "a" }, 0.4);
    const floors = ["a", "b"].map((split) => floor({ split }));
    const seeded = [1, 2, 3].map((seed) => floor({ split: "a", seed }));
    expect(chosen([best, ...seeds, ...splits], floors)).toEqual([8, 8]);
    expect(chosen([best, ...seeds], seeded)).toEqual([16, 16, 16]);
    expect(chosen([size(16, { split: "a" }, 0.3), best], floors)).toEqual([32]);
    expect(chosen([], floors)).toBeUndefined();
    expect(chosen([size(8, { split: "c" }, 0.2)], floors)).toBeUndefined();
  });

  it("sides of equal features go together before better ones do", () => {
    const one = run({ features: { image: "a" }, config: { embeddingSize: 8 } }, 0.2);
    const other = run({ features: { image: "b" }, config: { embeddingSize: 16 } }, 0.4);
    const rival = run({ model: "freedom", features: { image: "a" } }, 0.1);
    expect(chosen([other, one], [rival])).toEqual([8]);
  });

  it("runs that were measured otherwise are not compared", () => {
    const masked = run({}, 0.5, { mask: "none" });
    expect(chosen([masked], [floor()])).toBeUndefined();
    expect(chosen([run({}, 0.5, { data: "songs" })], [floor()])).toBeUndefined();
  });

  it("one side alone is at its best on most splits", () => {
    const splits = ["a", "b"].map((split) => size(8, { split }, 0.25));
    const all = candidatesOf([size(16, { split: "a" }, 0.3), ...splits], metric);
    expect(chooseOne(all, metric)).toMatchObject({ configurations: 2, chosen: { mean: 0.25 } });
    expect(chooseOne(all.slice(0, 0), metric)).toBeUndefined();
    expect(candidatesOf(splits, "auc")).toEqual([]);
  });
});

it("a number of a ranking is reached from below", () => {
  const comparison = { model: "floor", reaches: "t/low/test", margin: 0.05, why: "Rounding" };
  const paper = smallPaper({ kind: "existence", metrics: [metric], comparisons: [comparison] });
  const found = (value: number): [string, number] => {
    const runs = [run({ model: "popularity" }, value)];
    const { finding, decidedBy } = verdict(paper.claims[0], runs, { paper });
    return [finding, Number(decidedBy!.difference.toFixed(12))];
  };
  // To be reached: .4 less .05.
  expect(found(0.5)).toEqual(["supported", 0.15]);
  expect(found(0.36)).toEqual(["supported", 0.01]);
  expect(found(0.3)).toEqual(["contradicted", -0.05]);
});
