import { Command } from "commander";
import { compareLists, type ListComparison } from "../experiment/score-lists/compare-lists.js";
import { readLists } from "../experiment/score-lists/read-lists.js";
import { scoreLists, type ListScores } from "../experiment/score-lists/score-lists.js";
import { printRejected } from "./support/describe-run.js";
import { addFileOptions, addTopK, type FileOptions } from "./support/evaluation-options.js";
import { readGivenFiles } from "./support/given-files.js";
import { listOption } from "./support/options.js";
import { printJson, printLine, printTable } from "./support/output.js";
import { writeUnits } from "./support/write-tables.js";

interface ScoreOptions extends FileOptions {
  readonly recommendations: string;
  readonly against?: string;
  readonly metrics: string[];
  readonly perUser?: string;
}

const standardMetrics = ["ndcg", "recall", "precision", "hit-rate", "map", "mrr"];

const example = `
Example:
  $ moviola score --train train.tsv --test test.tsv --recommendations mine.tsv
  $ moviola score --train train.tsv --test test.tsv --recommendations mine.tsv --against theirs.tsv

Lists are TSV or CSV with the header user, item, score, rank: ordered by rank where there are ranks, else
by score. Every test row is relevant. A user without a list counts as an empty list; an item that is
unknown or that the user has in train is a miss.`;

/** `moviola score`: measures lists made by any tool, and compares two sets of them. */
export function scoreCommand(): Command {
  const command = new Command("score")
    .description("measure recommendation lists that any tool made")
    .requiredOption("--recommendations <file>", "lists to measure")
    .option("--against <file>", "lists to compare with, by a paired test over users");
  addTopK(addFileOptions(command), [5, 10, 20]);
  return command
    .option("--metrics <names>", "metrics, without @K", listOption, standardMetrics)
    .option("--per-user <file>", "write the values of every user as TSV")
    .addHelpText("after", example)
    .action(score);
}

async function score(options: ScoreOptions): Promise<void> {
  const { threshold, topK, metrics, seed } = options;
  const given = await readGivenFiles(options, threshold === undefined ? {} : { threshold });
  const { dataset, split } = given;
  const settings = { dataset, split, metrics, topK, seed };
  const scores = scoreLists(await readLists(options.recommendations), settings);
  const other =
    options.against === undefined
      ? undefined
      : scoreLists(await readLists(options.against), settings);
  const comparison = other === undefined ? undefined : compareLists(scores, other, seed);
  if (options.perUser !== undefined) await writeUnits(options.perUser, scores.units, dataset);
  printRejected(given.rejected);
  if (options.json === true) printJson(asJson(scores, other, comparison));
  else printScores(scores, other, comparison);
}

function asJson(
  scores: ListScores,
  other: ListScores | undefined,
  comparison: ListComparison[] | undefined,
): Record<string, unknown> {
  const { units: _units, ...summary } = scores;
  if (other === undefined) return summary;
  const { units: _otherUnits, ...against } = other;
  return { ...summary, against, comparison };
}

function printScores(
  scores: ListScores,
  other: ListScores | undefined,
  comparison: ListComparison[] | undefined,
): void {
  const rows = Object.entries(scores.metrics).map(([metric, interval], at) => {
    const test = comparison?.[at];
    if (other === undefined || test === undefined) return { metric, [scores.name]: interval };
    const { difference: mean, low, high, adjustedPValue } = test;
    return {
      metric,
      [scores.name]: interval,
      [other.name]: other.metrics[metric],
      difference: { mean, low, high },
      "p (Holm)": adjustedPValue,
    };
  });
  printTable(rows, { columns: Object.keys(rows[0] ?? {}).map((key) => ({ key, digits: 4 })) });
  printLine();
  for (const lists of other === undefined ? [scores] : [scores, other]) printRemarks(lists);
}

function printRemarks(lists: ListScores): void {
  const n = lists.units.userIndex.length;
  printLine(`${lists.name}: ${n} users with test rows`);
  const remarks: [number, string][] = [
    [lists.usersWithoutList, "users without a list, counted as empty lists"],
    [lists.listsWithoutTest, "lists of users without a test row, ignored"],
    [lists.unknownItems, "items that stand in no file, counted as misses"],
    [lists.seenItems, "places given to items of the user's own training rows, counted as misses"],
  ];
  for (const [count, text] of remarks) if (count > 0) printLine(`  ${count} ${text}`);
}
