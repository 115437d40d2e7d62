/** The comparisons that a claim asks for, made from runs. */
import type { StoredRun } from "../experiment/store/stored-run.js";
import { candidatesOf, chooseOne, choosePair, type ChosenPair } from "./choose-runs.js";
import type { ClaimTest } from "./claim-test.js";
import { dataChoices, firstOf, type DataChoice } from "./data-choice.js";
import { runsOfModel } from "./match-runs.js";
import { measureApart, measurePair, measureReach, signOf, type MeasureOptions } from "./measure.js";
import { numberOf } from "./numbers.js";
import type { MeasuredClaim, Paper, ProtocolName } from "./paper.js";

/** A comparison before correction and judgement. */
export type RawTest = Omit<ClaimTest, "correctedP" | "finding">;

/** What was measured, and what could not be. */
export interface ClaimTests {
  readonly tests: readonly RawTest[];
  readonly missing: readonly string[];
}

/** Everything that tests rest on. */
export interface TestContext extends MeasureOptions {
  readonly paper: Paper;
  readonly protocol: ProtocolName;
  /** Without those on invented data. */
  readonly runs: readonly StoredRun[];
  /** True when runs on invented data were left out. */
  readonly hasInvented: boolean;
}

type Comparison = MeasuredClaim["comparisons"][number];
type Sides = Extract<Comparison, { better: string }>;
type Reach = Extract<Comparison, { reaches: string }>;

/** Makes every comparison of the claim, for each of its metrics and data sets. */
export function testClaim(claim: MeasuredClaim, context: TestContext): ClaimTests {
  if (claim.untestable !== undefined) return { tests: [], missing: [claim.untestable] };
  const results = claim.metrics.flatMap((metric) =>
    claim.comparisons.flatMap((comparison): (RawTest | string)[] => {
      if ("on" in comparison && comparison.on !== undefined) {
        const { on } = comparison;
        return comparison.than.map((than) =>
          testApart(comparison.better, than, on, metric, context),
        );
      }
      return claim.data.flatMap((data) => testOn(data, comparison, metric, context));
    }),
  );
  return {
    tests: results.filter((result) => typeof result !== "string"),
    missing: [...new Set(results.filter((result) => typeof result === "string"))],
  };
}

function testOn(
  data: string,
  comparison: Comparison,
  metric: string,
  context: TestContext,
): (RawTest | string)[] {
  if ("reaches" in comparison) return [testReach(data, comparison, metric, context)];
  if ("by" in comparison) return [testBest(data, comparison, comparison.by, metric, context)];
  return comparison.than.map((than) => {
    const pair = findPair(data, comparison.better, than, metric, context);
    if (typeof pair === "string") return pair;
    const test = pairTest(pair, comparison.better, than, metric, context);
    if (typeof test === "string" || !("of" in comparison)) return test;
    const { of } = comparison;
    const [one, other] = [of.better, of.than].map((id) => numberOf(context.paper, id)!.value);
    return { ...test, claimed: signOf(metric) * (one - other), ...sizeNote(test) };
  });
}

interface FoundPair {
  readonly choice: DataChoice["data"];
  readonly pair: ChosenPair;
}

function findPair(
  data: string,
  better: string,
  than: string,
  metric: string,
  context: TestContext,
  choices = dataChoices(context.paper, data, context.runs),
): FoundPair | string {
  const { paper, protocol } = context;
  const found = firstOf(choices, ({ runs }) => {
    const [one, other] = [better, than].map((model) => {
      return candidatesOf(runsOfModel(paper, model, protocol, runs), metric);
    });
    return choosePair(one, other, metric);
  });
  if (found !== undefined) return { choice: found.data, pair: found.result };
  return missingRuns([better, than], data, metric, context);
}

function pairTest(
  { choice, pair }: FoundPair,
  better: string,
  than: string,
  metric: string,
  context: TestContext,
): RawTest | string {
  const measured = measurePair(pair, metric, context);
  if (typeof measured === "string") return `${titlesOf([better, than], context)}: ${measured}`;
  const runs = [...pair.better.runs, ...pair.than.runs];
  return {
    better: context.paper.models[better].title,
    than: context.paper.models[than].title,
    metric,
    data: [choice],
    ...measured,
    configurations: pair.configurations,
    reaches: false,
    runIds: runs.map(({ record }) => record.id).sort(),
  };
}

/**
 * Pairs with each of the others, all on one data set, since means on different ones say nothing of who is best: the
 * paper's own where it has a pair, else the stand-in that has most of them.
 */
function pairsOnOne(
  data: string,
  { better, than }: Sides,
  metric: string,
  context: TestContext,
): (FoundPair | string)[] {
  const choices = dataChoices(context.paper, data, context.runs).map((choice) => {
    const found = than.map((model) => findPair(data, better, model, metric, context, [choice]));
    const nPairs = found.filter((pair) => typeof pair !== "string").length;
    const isOwn = choice.data.standsFor === undefined;
    return { found, merit: isOwn && nPairs > 0 ? Number.POSITIVE_INFINITY : nPairs };
  });
  // The sort keeps the order of equals, which is that of the paper's file.
  const [best] = [...choices].sort((one, other) =>
    one.merit < other.merit ? 1 : one.merit > other.merit ? -1 : 0,
  );
  return best?.found ?? than.map((model) => findPair(data, better, model, metric, context));
}

/** Against the best of the others, by the mean of their runs: the hardest of them to beat. */
function testBest(
  data: string,
  { better, than }: Sides,
  by: number,
  metric: string,
  context: TestContext,
): RawTest | string {
  const found = pairsOnOne(data, { better, than }, metric, context);
  const rivals = than.flatMap((model, at) => {
    const pair = found[at];
    return typeof pair === "string" ? [] : [{ model, pair }];
  });
  if (rivals.length === 0) return found[0] as string;
  const sign = signOf(metric);
  const [best] = [...rivals].sort((one, other) => {
    return sign * (other.pair.pair.than.mean - one.pair.pair.than.mean);
  });
  const test = pairTest(best.pair, better, best.model, metric, context);
  if (typeof test === "string") return test;
  const lacking = than.filter((_model, at) => typeof found[at] === "string");
  return {
    ...test,
    claimed: by * test.estimates[1],
    ...(lacking.length === 0
      ? sizeNote(test)
      : { incomplete: `no runs to compare of ${titlesOf(lacking, context)}` }),
  };
}

/** A size that is claimed of the paper's data cannot be confirmed on other data. */
function sizeNote({ data }: RawTest): Pick<RawTest, "incomplete"> {
  const isOwn = data.every(({ standsFor }) => standsFor === undefined);
  return isOwn ? {} : { incomplete: "its size is claimed of other data" };
}

function testReach(
  data: string,
  { model, reaches, margin }: Reach,
  metric: string,
  context: TestContext,
): RawTest | string {
  const { paper } = context;
  const found = findOne(model, data, metric, context);
  if (found === undefined) return missingRuns([model], data, metric, context);
  if (found.data.standsFor !== undefined) {
    const { title } = paper.datasets[data];
    return `A number is reached on the paper's own data alone, and there is no run of ${paper.models[model].title} on ${title}`;
  }
  const { chosen, configurations } = found.result;
  const { value } = numberOf(paper, reaches)!;
  const target = value - signOf(metric) * margin;
  return {
    better: paper.models[model].title,
    than: margin === 0 ? `${value} (${reaches})` : `${value} (${reaches}), margin ${margin}`,
    metric,
    data: [found.data],
    ...measureReach(chosen, metric, target, context),
    configurations: [configurations, 1],
    reaches: true,
    runIds: chosen.runs.map(({ record }) => record.id).sort(),
  };
}

function testApart(
  better: string,
  than: string,
  on: { readonly better: string; readonly than: string },
  metric: string,
  context: TestContext,
): RawTest | string {
  const { paper } = context;
  const sides = [
    { model: better, data: on.better },
    { model: than, data: on.than },
  ].map(({ model, data }) => {
    return findOne(model, data, metric, context) ?? missingRuns([model], data, metric, context);
  });
  const [first, second] = sides;
  if (typeof first === "string") return first;
  if (typeof second === "string") return second;
  const [one, other] = [first.result, second.result];
  const runs = [...one.chosen.runs, ...other.chosen.runs];
  return {
    better: `${paper.models[better].title} on ${first.data.name}`,
    than: `${paper.models[than].title} on ${second.data.name}`,
    metric,
    data: [first.data, second.data],
    ...measureApart(one.chosen, other.chosen, metric),
    configurations: [one.configurations, other.configurations],
    reaches: false,
    runIds: runs.map(({ record }) => record.id).sort(),
  };
}

function findOne(
  model: string,
  data: string,
  metric: string,
  { paper, protocol, runs: all }: TestContext,
): ReturnType<typeof firstOf<NonNullable<ReturnType<typeof chooseOne>>>> {
  return firstOf(dataChoices(paper, data, all), ({ runs }) => {
    return chooseOne(candidatesOf(runsOfModel(paper, model, protocol, runs), metric), metric);
  });
}

function missingRuns(
  models: readonly string[],
  data: string,
  metric: string,
  { paper, protocol, hasInvented, runs }: TestContext,
): string {
  const what = models.map((model) => paper.models[model].title).join(" and ");
  const { title, standIns = [] } = paper.datasets[data];
  const place = standIns.length === 0 ? title : `${title} or a stand-in for it`;
  const where = `on ${place} with ${metric} under the ${protocol} protocol`;
  if (runs.length === 0 && hasInvented) {
    return "All runs are on invented data, from which no verdict is given";
  }
  return models.length === 1
    ? `There is no run of ${what} ${where}`
    : `There are no runs of ${what} on one split ${where}`;
}

function titlesOf(models: readonly string[], { paper }: TestContext): string {
  return models.map((model) => paper.models[model].title).join(", ");
}
