import { Command, InvalidArgumentError, Option } from "commander";
import { join, relative } from "node:path";
import type { Paper } from "../papers/paper.js";
import { loadPaper } from "../papers/read-paper.js";
import { formatSeconds } from "../report/show/format.js";
import { readNotebookPage } from "../report/notebook-page/notebook-page.js";
import {
  countFindings,
  countText,
  findingSigns,
  type VerdictFacts,
} from "../report/show/paper/verdict-facts.js";
import type { RendererChoice } from "../report/site/site-options.js";
import { dataNotes, paperData, type PaperDataState } from "./reproduce/paper-data.js";
import { printJson, printLine } from "./support/output.js";
import { runReports, type ReportFolders, type ReportRun } from "./support/report-runs.js";
import { buildReportSite, rendererOption } from "./support/report-site.js";
import { secondsOption } from "./support/seconds.js";
import { untilStopped } from "./support/until-stopped.js";

interface ReproduceFlags {
  readonly protocol?: "faithful" | "corrected" | "both";
  readonly budget?: "quick" | "full";
  readonly seeds?: number;
  readonly renderer: RendererChoice;
  readonly project: string;
  readonly cache: boolean;
  readonly timeLimit?: number;
  readonly json?: boolean;
}

const mostSeeds = 100;

/** Seconds that a notebook may take: an hour, or a day. */
const timeLimits = { quick: 3_600, full: 86_400 };

const example = `
Examples:
  $ moviola reproduce xia2024
  $ moviola reproduce dai2026-crane --protocol corrected --budget full --seeds 5

Every finished run is kept in the run store: stopped or killed, the same command goes on where it was. What is
left out of --protocol, --budget and --seeds is as the notebook has it. Exit code 1 when the notebook failed.`;

/** `moviola reproduce <paper>`: from data to page, with the verdicts on the paper's claims. */
export function reproduceCommand(): Command {
  return new Command("reproduce")
    .description("rerun a paper from data to page, and say which of its claims hold")
    .argument("<paper>", "key of a paper: cooper2023, dai2026-crane, elrfaey2026 or xia2024")
    .addOption(
      new Option("--protocol <name>", "as the paper did it, as it should be, or both").choices([
        "faithful",
        "corrected",
        "both",
      ]),
    )
    .addOption(
      new Option("--budget <name>", "quick takes minutes, full the paper's sizes: hours").choices([
        "quick",
        "full",
      ]),
    )
    .option("--seeds <n>", `splits and fits, 1 to ${mostSeeds}`, seedsOption)
    .addOption(rendererOption())
    .option("--no-cache", "run the notebook again though nothing has changed")
    .option("--project <folder>", "folder with notebooks/ and reports/", ".")
    .option(
      "--time-limit <seconds>",
      `seconds for the notebook (default: ${timeLimits.quick}, with --budget full ${timeLimits.full})`,
      secondsOption,
    )
    .option("--json", "print one JSON object")
    .addHelpText("after", example)
    .action(reproduce);
}

function seedsOption(text: string): number {
  const seeds = /^\d+$/.test(text) ? Number(text) : 0;
  if (seeds >= 1 && seeds <= mostSeeds) return seeds;
  throw new InvalidArgumentError(`expected a whole number from 1 to ${mostSeeds}.`);
}

async function reproduce(key: string, flags: ReproduceFlags): Promise<void> {
  const paper = await loadPaper(key);
  const left = "finished runs are kept; the same command goes on from there";
  await untilStopped(left, (signal) => runAndRender(paper, flags, signal));
}

async function runAndRender(
  paper: Paper,
  flags: ReproduceFlags,
  signal: AbortSignal,
): Promise<void> {
  const { budget = "quick", cache, renderer } = flags;
  const isQuiet = flags.json === true;
  const data = await paperData(paper);
  if (!isQuiet) printStart(paper, data);
  const { runs, folders } = await runReports({
    project: flags.project,
    only: [paper.key],
    parameters: parametersOf(flags),
    cache,
    timeLimit: flags.timeLimit ?? timeLimits[budget],
    jobs: 1,
    signal,
    isQuiet,
    onRun: () => undefined,
  });
  const run = runs.find(({ name }) => name === paper.key)!;
  const site = await buildReportSite(runs, folders, renderer, cache);
  for (const warning of site.warnings) process.stderr.write(`warning: ${warning}\n`);
  const hasPage = run.executedPath !== undefined;
  const verdicts = hasPage ? await verdictsOf(run.executedPath, paper) : [];
  const page = hasPage ? join(folders.site, `${paper.key}.html`) : null;
  if (isQuiet) printJson(summary(paper, flags, data, run, verdicts, page));
  else printEnd(run, verdicts, page ?? site.indexPath, folders);
}

/** What the page at `path` says of the paper, so that the command says the same. */
async function verdictsOf(path: string, { key }: Paper): Promise<readonly VerdictFacts[]> {
  const { records } = await readNotebookPage(path);
  return records.verdicts.find(({ paper }) => paper.key === key)?.verdicts ?? [];
}

/** The notebook's parameters, those alone that were given: without any the page is the one of `moviola reports`. */
function parametersOf({ protocol, budget, seeds }: ReproduceFlags): Record<string, string> {
  return {
    ...(protocol === undefined ? {} : { protocol }),
    ...(budget === undefined ? {} : { budget }),
    ...(seeds === undefined ? {} : { seedCount: String(seeds) }),
  };
}

function printStart({ key, title }: Paper, data: readonly PaperDataState[]): void {
  printLine(`${key}: ${title}`);
  const here = data.flatMap(({ found, standIns }) => found ?? standIns.map(({ name }) => name));
  printLine(`data: ${[...new Set(here)].join(", ") || "demo (invented)"}`);
  for (const note of dataNotes(data)) process.stderr.write(`note: ${note}\n`);
}

function printEnd(
  { error, status, seconds }: ReportRun,
  verdicts: readonly VerdictFacts[],
  page: string,
  { project }: ReportFolders,
): void {
  if (error !== undefined) process.stderr.write(`${error.message}\n`);
  printLine();
  for (const { claim, protocol, finding, statement } of verdicts) {
    const start = `${findingSigns[finding]} ${finding.padEnd(19)} ${protocol.padEnd(9)}`;
    printLine(`${start} ${claim}: ${statement}`);
  }
  printLine(countText(verdicts));
  const state = error === undefined ? (status === "cached" ? "unchanged" : "run") : "FAILED";
  printLine(`${state} in ${formatSeconds(seconds)}; open`);
  printLine(relative(process.cwd(), page) || project);
}

function summary(
  { key, title }: Paper,
  { protocol = null, budget = null, seeds = null }: Partial<Record<keyof ReproduceFlags, unknown>>,
  data: readonly PaperDataState[],
  { status, seconds, error }: ReportRun,
  verdicts: readonly VerdictFacts[],
  page: string | null,
): object {
  const counts = countFindings(verdicts).map(({ finding, count }) => [finding, count] as const);
  return {
    paper: { key, title },
    parameters: { protocol, budget, seeds },
    data,
    notes: dataNotes(data),
    notebook: {
      status: error === undefined ? status : "failed",
      seconds,
      error: error?.message ?? null,
    },
    counts: Object.fromEntries(counts),
    verdicts,
    page,
  };
}
