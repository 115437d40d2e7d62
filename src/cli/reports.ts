import { Command, InvalidArgumentError } from "commander";
import { availableParallelism } from "node:os";
import { relative } from "node:path";
import { MoviolaError } from "../common/errors.js";
import { addParameter } from "./support/parameter-option.js";
import { runReports, type ReportRun } from "./support/report-runs.js";
import { buildReportSite, rendererOption } from "./support/report-site.js";
import { secondsOption } from "./support/seconds.js";
import { printJson, printLine } from "./support/output.js";
import { untilStopped } from "./support/until-stopped.js";
import type { BuiltSite, RendererChoice } from "../report/site/site-options.js";
import { formatBytes, formatSeconds } from "../report/show/format.js";

interface ReportsFlags {
  readonly renderer: RendererChoice;
  readonly only: readonly string[];
  readonly parameter: Readonly<Record<string, string>>;
  readonly cache: boolean;
  readonly project: string;
  readonly timeLimit: number;
  readonly jobs: number;
  readonly json?: boolean;
}

const mostJobs = 64;

const example = `
Examples:
  $ moviola reports
  $ moviola reports build --only baselines --renderer builtin
  $ moviola reports build --only collaborative -p datasetName=ml-1m -p budget=40

Exit code 1 when a notebook failed; the others are rendered all the same.`;

/** `moviola reports [build]`: runs all notebooks and makes the site of reports from them. */
export function reportsCommand(): Command {
  const build = new Command("build")
    .description("run the notebooks of notebooks/ and render the site to reports/_site/")
    .addOption(rendererOption())
    .option("--only <name>", "run this notebook only; repeatable", addName, [])
    .option(
      "-p, --parameter <name=value>",
      "a value for --only's notebook; repeatable",
      addParameter,
      {},
    )
    .option("--no-cache", "run and render everything anew")
    .option("--project <folder>", "folder with notebooks/ and reports/", ".")
    .option("--time-limit <seconds>", "seconds for each notebook", secondsOption, 3600)
    .option(
      "--jobs <n>",
      `notebooks that run at a time, 1 to ${mostJobs}; with 1, seconds on the pages are of a machine that did nothing else`,
      jobsOption,
      Math.min(2, availableParallelism()),
    )
    .option("--json", "print one JSON object")
    .addHelpText("after", example)
    .action(reports);
  return new Command("reports")
    .description("run the notebooks and publish them as a site")
    .addCommand(build, { isDefault: true });
}

function jobsOption(text: string): number {
  const jobs = /^\d+$/.test(text) ? Number(text) : 0;
  if (jobs >= 1 && jobs <= mostJobs) return jobs;
  throw new InvalidArgumentError(`expected a whole number from 1 to ${mostJobs}.`);
}

async function reports(flags: ReportsFlags): Promise<void> {
  await untilStopped("the site is as it was", (signal) => runAndBuild(flags, signal));
}

async function runAndBuild(flags: ReportsFlags, signal: AbortSignal): Promise<void> {
  const isQuiet = flags.json === true;
  refuseParameters(flags);
  const { runs, folders } = await runReports({
    project: flags.project,
    only: flags.only,
    parameters: flags.parameter,
    cache: flags.cache,
    timeLimit: flags.timeLimit,
    jobs: flags.jobs,
    signal,
    isQuiet,
    onRun: isQuiet ? () => undefined : printRun,
  });
  const started = performance.now();
  const site = await buildReportSite(runs, folders, flags.renderer, flags.cache);
  if (isQuiet) printJson(summary(runs, site));
  else printSite(site, (performance.now() - started) / 1000);
}

/** A value without a notebook would go to whichever has a parameter of that name. */
function refuseParameters({ only, parameter }: ReportsFlags): void {
  if (Object.keys(parameter).length === 0 || only.length > 0) return;
  throw new MoviolaError("E_CLI_INPUT", "Values of parameters need a notebook", {
    where: "--parameter",
    expected: "--only <name> beside it",
    got: "no --only",
    remedy: "Name the notebook, such as --only baselines",
  });
}

function addName(name: string, before: readonly string[]): readonly string[] {
  return [...before, name.replace(/^.*[\\/]/, "").replace(/\.ipynb$/, "")];
}

/** One line a notebook; the error of a failed one below it. */
function printRun(run: ReportRun): void {
  const time = formatSeconds(run.seconds).padStart(12);
  const state = run.error === undefined ? run.status : "FAILED";
  printLine(`${run.name.padEnd(20)}${time}  ${state.padEnd(7)} ${run.verdict ?? ""}`.trimEnd());
  if (run.error !== undefined) process.stderr.write(`${run.error.message}\n`);
}

function printSite(site: BuiltSite, seconds: number): void {
  for (const warning of site.warnings) process.stderr.write(`warning: ${warning}\n`);
  const reused = site.pages.filter((page) => page.isReused).length;
  const kept = reused === 0 ? "" : `, ${reused} unchanged`;
  const renderer = site.renderer === "quarto" ? "Quarto" : "the built-in renderer";
  const pages = `${site.pages.length} ${site.pages.length === 1 ? "page" : "pages"}`;
  const size = formatBytes(site.bytes);
  printLine(`${pages}${kept}, ${size}, by ${renderer} in ${formatSeconds(seconds)}; open`);
  printLine(relative(process.cwd(), site.indexPath) || site.indexPath);
}

function summary(runs: readonly ReportRun[], site: BuiltSite): object {
  return {
    notebooks: runs.map(({ name, status, seconds, verdict, error }) => ({
      name,
      status: error === undefined ? status : "failed",
      seconds,
      verdict: verdict ?? null,
      error: error?.message ?? null,
    })),
    site,
  };
}
