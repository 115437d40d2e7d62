import { Command, Help, type CommanderError } from "commander";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../common/folders.js";
import { usageError } from "./support/usage-error.js";

/** One command of the program; its own file is loaded only when it is asked for. */
export interface CommandEntry {
  readonly name: string;
  /** Heading that the list of commands shows it under. */
  readonly group: string;
  /** What it does, in a few words. */
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

const MEASURE = "Measure and recommend:";
const PUBLISH = "Notebooks and reports:";
const MACHINE = "Data and this machine:";

/** Every command, in the order of the list. */
export const commandEntries: readonly CommandEntry[] = [
  {
    name: "evaluate",
    group: MEASURE,
    summary: "fit a model on a training file, measure it on a test file",
    load: async () => (await import("./evaluate.js")).evaluateCommand(),
  },
  {
    name: "score",
    group: MEASURE,
    summary: "measure recommendation lists that any tool made",
    load: async () => (await import("./score.js")).scoreCommand(),
  },
  {
    name: "tune",
    group: MEASURE,
    summary: "choose the settings of a model on a validation file",
    load: async () => (await import("./tune.js")).tuneCommand(),
  },
  {
    name: "recommend",
    group: MEASURE,
    summary: "fit a model on all rows and list what users have not seen",
    load: async () => (await import("./recommend.js")).recommendCommand(),
  },
  {
    name: "search",
    group: MEASURE,
    summary: "show the result of a search, or make a page of it",
    load: async () => (await import("./search.js")).searchCommand(),
  },
  {
    name: "sweep",
    group: MEASURE,
    summary: "run many models, data sets and seeds from one file",
    load: async () => (await import("./sweep.js")).sweepCommand(),
  },
  {
    name: "runs",
    group: MEASURE,
    summary: "list, show and compare stored runs",
    load: async () => (await import("./runs.js")).runsCommand(),
  },
  {
    name: "verdicts",
    group: MEASURE,
    summary: "say which claims of the papers the stored runs support",
    load: async () => (await import("./verdicts.js")).verdictsCommand(),
  },
  {
    name: "models",
    group: MEASURE,
    summary: "list the models, or the settings of one",
    load: async () => (await import("./models.js")).modelsCommand(),
  },
  {
    name: "features",
    group: MEASURE,
    summary: "turn texts and posters into verified vectors",
    load: async () => (await import("./features.js")).featuresCommand(),
  },
  {
    name: "run",
    group: PUBLISH,
    summary: "run a notebook from top to bottom",
    load: async () => (await import("./run.js")).runCommand(),
  },
  {
    name: "reports",
    group: PUBLISH,
    summary: "run all notebooks and publish them as a site",
    load: async () => (await import("./reports.js")).reportsCommand(),
  },
  {
    name: "reproduce",
    group: PUBLISH,
    summary: "rerun a paper from data to page, with verdicts on its claims",
    load: async () => (await import("./reproduce.js")).reproduceCommand(),
  },
  {
    name: "check",
    group: PUBLISH,
    summary: "say which reports are older than what they rest on",
    load: async () => (await import("./check.js")).checkCommand(),
  },
  {
    name: "kernel",
    group: PUBLISH,
    summary: "make the notebook kernel known to Jupyter and VS Code",
    load: async () => (await import("./kernel.js")).kernelCommand(),
  },
  {
    name: "quarto",
    group: PUBLISH,
    summary: "install the optional Quarto, or see which one is used",
    load: async () => (await import("./quarto.js")).quartoCommand(),
  },
  {
    name: "data",
    group: MACHINE,
    summary: "list, fetch, check and split data sets",
    load: async () => (await import("./data.js")).dataCommand(),
  },
  {
    name: "doctor",
    group: MACHINE,
    summary: "say what is there, and what to do about what is not",
    load: async () => (await import("./doctor.js")).doctorCommand(),
  },
];

const firstSteps = `
First steps, on invented data that is always there:
  $ moviola doctor
  $ moviola recommend item-knn --data demo --users u001
  $ moviola data split demo --recipe per-user-random --threshold 4 --out split
  $ moviola evaluate item-knn --train split/train.tsv --valid split/valid.tsv --test split/test.tsv
  $ moviola reports

Every command has --help with an example. Where moviola is not installed globally: npx moviola ...`;

/**
 * The program. Commands named in `words` are complete; the others are stand-ins with a name and a
 * summary, so that a command pays only for what it uses. Without `words` all are complete.
 */
export async function buildProgram(words?: readonly string[]): Promise<Command> {
  const program = new Command("moviola")
    .description("A laboratory for multimodal movie recommendation")
    .version(packageVersion(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .option("--debug", "show stack traces of errors")
    .addHelpCommand(helpCommand())
    .addHelpText("after", firstSteps);
  for (const entry of commandEntries) {
    const isWanted = words === undefined || words.includes(entry.name);
    const command = isWanted ? await entry.load() : new Command(entry.name);
    program.addCommand(command.summary(entry.summary).helpGroup(entry.group));
  }
  return withProgramSettings(program);
}

/** `moviola help <command>`, beside the commands about this machine. */
function helpCommand(): Command {
  return new Command("help")
    .argument("[command]")
    .summary("print the help of a command")
    .helpGroup(MACHINE)
    .helpOption(false);
}

/** Settings that hold for the program and every command below it. */
function withProgramSettings(command: Command): Command {
  command
    .configureHelp({ showGlobalOptions: true, subcommandTerm: (inner) => termOf(inner) })
    .configureOutput({ outputError: () => undefined })
    .helpOption("-h, --help", "print this help")
    .exitOverride((error) => refuse(error, command));
  for (const inner of command.commands) withProgramSettings(inner);
  return command;
}

/** In a list of commands: the bare name of a top command, name and arguments of one below it. */
function termOf(command: Command): string {
  if (command.parent?.parent === null) return command.name();
  return new Help().subcommandTerm(command).replace(" [options]", "");
}

function refuse(error: CommanderError, command: Command): never {
  if (error.exitCode === 0 || error.code === "commander.help") throw error;
  throw usageError(error, command);
}

function packageVersion(): string {
  const text = readFileSync(join(packageRoot(), "package.json"), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
