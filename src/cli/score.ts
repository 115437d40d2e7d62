import { Command } from "commander";
import { basename } from "node:path";
import { MoviolaError } from "../common/errors.js";
import { compareLists, type ListComparison } from "../experiment/score-lists/compare-lists.js";
import { readLists } from "../experiment/score-lists/read-lists.js";
import { scoreLists, type ListScores } from "../experiment/score-lists/score-lists.js";
import { printRejected, rejectedCounts } from "./support/describe-run.js";
import {
  addFileOptions,
  addSeed,
  addTopK,
  fileFormats,
  type FileOptions,
} from "./support/evaluation-options.js";
import { readGivenFiles, type GivenData } from "./support/given-files.js";
import { listLengthOption, listOption } from "./support/options.js";
import { printJson, printLine, printTable } from "./support/output.js";
import { checkOutputs } from "./support/output-files.js";
import { counted } from "./support/words.js";
import { writeUnits } from "./support/write-tables.js";
import { scoreFolder, type FolderOptions } from "./submissions/score-folder.js";

interface ScoreOptions extends FileOptions {
  readonly recommendations: string;
  readonly against?: string;
  readonly metrics?: string[];
  readonly perUser?: string;
}

const example = `
Example (\`moviola evaluate ... --recommendations mine.tsv\` makes such lists):
  $ moviola score --train train.tsv --valid valid.tsv --test test.tsv --recommendations mine.tsv
  $ moviola score --train train.tsv --valid valid.tsv --test test.tsv --recommendations mine.tsv --against theirs.tsv
  $ moviola score --train train.tsv --test test.tsv --submissions hand-ins --baselines popularity --out marks.csv

Lists are TSV or CSV with the header user, item, score, rank: ordered by rank where every row has one, else
by score. Every test row is relevant. A user without a list counts as an empty list; an item that is
unknown or that the user has in train or valid takes its place and is a miss. auc is given where the lists
name every item that could be recommended, or when asked for: a pair behind the end of a list counts half.

--submissions marks a folder of hand-ins, one file or subfolder each: a table by one metric, with intervals and
ties; with --by rmse or mae the files are predicted ratings (user, item, prediction). What cannot be marked is
a row with its reason.
${fileFormats}`;

/** `moviola score`: measures lists made by any tool, and compares two sets of them. */
export function scoreCommand(): Command {
  const command = new Command("score")
    .description("measure recommendation lists that any tool made, and compare two sets of them")
    .addHelpText("after", example)
    .action(score);
  addFileOptions(command)
    .option("--recommendations <file>", "lists to measure")
    .option("--against <file>", "lists to compare with, by a paired test over users")
    .option("--submissions <folder>", "hand-ins to mark, in place of --recommendations");
  addTopK(command.optionsGroup("Measurement:"), [5, 10, 20]).option(
    "--metrics <names>",
    "such as ndcg,recall@50,auc (default: ndcg,recall,precision,hit-rate,map,mrr)",
    listOption,
  );
  addSeed(command, "the intervals and the test");
  addMarkingOptions(command);
  return command
    .optionsGroup("Output:")
    .option("--per-user <file>", "write the values of every user as TSV")
    .option("--json", "print one JSON object");
}

function addMarkingOptions(command: Command): void {
  command
    .optionsGroup("Marking, with --submissions:")
    .option("--by <metric>", "what orders the table: such as ndcg@10, rmse (default: ndcg@10)")
    .option("--baselines <models>", "rows beside them, such as popularity or bias", listOption)
    .option("--row-limit <n>", "most lines of a file (default: 1000000)", listLengthOption)
    .option("--out <file>", "write the table as CSV");
}

/** Options of one of the two ways alone. */
const listsAlone = ["recommendations", "against", "perUser", "metrics", "topK"];
const folderAlone = ["submissions", "by", "baselines", "rowLimit", "out"];

async function score(options: ScoreOptions | FolderOptions, command: Command): Promise<void> {
  const given = (names: readonly string[]): string[] =>
    names.filter((name) => command.getOptionValueSource(name) === "cli");
  const isFolder = "submissions" in options;
  if (!isFolder && !("recommendations" in options)) {
    throw inputError("--recommendations <file> or --submissions <folder>", "neither");
  }
  const strange = given(isFolder ? listsAlone : folderAlone);
  if (strange.length > 0) {
    const words = strange.map(
      (name) => `--${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`,
    );
    const others = isFolder ? "--by, --baselines, --row-limit, --out" : "--metrics, --against";
    throw inputError(`with this kind of input: ${others}`, words.join(", "));
  }
  await (isFolder ? scoreFolder(options) : scoreOne(options));
}

function inputError(expected: string, got: string): MoviolaError {
  return new MoviolaError("E_CLI_INPUT", "It is not clear what to measure", {
    where: "moviola score",
    expected,
    got,
    remedy: "`moviola score --help` shows examples of both",
  });
}

async function scoreOne(options: ScoreOptions): Promise<void> {
  const { threshold, columns, recommendations, against } = options;
  await checkOutputs({
    files: { "--per-user": options.perUser },
    inputs: [options.train, options.valid, options.test, recommendations, against],
  });
  const given = await readGivenFiles(options, {
    ...(threshold === undefined ? {} : { threshold }),
    ...(columns === undefined ? {} : { columns }),
  });
  const scores = await scoreFile(recommendations, given, options);
  const other = against === undefined ? undefined : await scoreFile(against, given, options);
  const comparison = other === undefined ? undefined : compareLists(scores, other, options.seed);
  if (options.perUser !== undefined) await writeUnits(options.perUser, scores.units, given.dataset);
  if (options.json === true) {
    printJson(asJson(scores, other, comparison, given));
    return;
  }
  printRejected(given.rejected);
  printScores(scores, other, comparison);
}

async function scoreFile(
  path: string,
  { dataset, split }: GivenData,
  { topK, metrics, seed }: ScoreOptions,
): Promise<ListScores> {
  const settings = { dataset, split, topK, seed, ...(metrics === undefined ? {} : { metrics }) };
  return scoreLists(await readLists(path), settings);
}

function asJson(
  scores: ListScores,
  other: ListScores | undefined,
  comparison: ListComparison[] | undefined,
  { rejected }: GivenData,
): Record<string, unknown> {
  const { units: _units, ...summary } = scores;
  const own = { ...summary, rejectedRows: rejectedCounts(rejected) };
  if (other === undefined) return own;
  const { units: _otherUnits, ...against } = other;
  return { ...own, against, comparison };
}

function printScores(
  scores: ListScores,
  other: ListScores | undefined,
  comparison: ListComparison[] | undefined,
): void {
  const [name, otherName] = columnNames(scores.name, other?.name);
  const rows = Object.entries(scores.metrics).map(([metric, interval]) => {
    const test = comparison?.find((one) => one.metric === metric);
    if (other === undefined || test === undefined) return { metric, [name]: interval };
    const { difference: mean, low, high, adjustedPValue } = test;
    return {
      metric,
      [name]: interval,
      [otherName]: other.metrics[metric],
      difference: { mean, low, high },
      "p (Holm)": adjustedPValue,
    };
  });
  printTable(rows, {
    columns: Object.keys(rows[0] ?? {}).map((key) => ({ key, digits: 4 })),
    notes: ["", "mean [95 % interval] over users"],
  });
  printRemarks(scores, name);
  if (other !== undefined) printRemarks(other, otherName);
}

/** What the columns are called: the files' names, longer where these are the same. */
function columnNames(path: string, other = ""): [string, string] {
  if (basename(path) !== basename(other)) return [basename(path), basename(other)];
  return path === other ? [path, `${other} (again)`] : [path, other];
}

function printRemarks(lists: ListScores, name: string): void {
  const { usersWithoutList, listsWithoutTest, unknownItems, seenItems, units } = lists;
  printLine(`${name}: ${counted(units.userIndex.length, "user")} with test rows`);
  const remarks: [number, string][] = [
    [usersWithoutList, counted(usersWithoutList, "user", " without a list: taken as empty lists")],
    [listsWithoutTest, counted(listsWithoutTest, "list", " of users without a test row: ignored")],
    [unknownItems, counted(unknownItems, "item", " that no file holds: misses")],
    [seenItems, counted(seenItems, "place", " given to what users have in train or valid: misses")],
  ];
  for (const [count, text] of remarks) if (count > 0) printLine(`  ${text}`);
  if (!lists.isComplete && "auc" in lists.metrics) {
    printLine("  not every item is listed: auc counts a pair behind the end of a list as one half");
  }
}
