#!/usr/bin/env node
/** The program `moviola`: one file a command, errors without a stack trace unless `--debug` asks. */
import { Command, CommanderError } from "commander";
import { isMoviolaError } from "../common/errors.js";
import { doctorCommand } from "./doctor.js";
import { evaluateCommand } from "./evaluate.js";
import { kernelCommand } from "./kernel.js";
import { modelsCommand } from "./models.js";
import { quartoCommand } from "./quarto.js";
import { recommendCommand } from "./recommend.js";
import { reportsCommand } from "./reports.js";
import { runCommand } from "./run.js";
import { runsCommand } from "./runs.js";
import { scoreCommand } from "./score.js";

/** The whole program; separate from running it so that tests and the documentation can look at it. */
export function buildProgram(): Command {
  const program = new Command("moviola")
    .description("A laboratory for multimodal movie recommendation")
    .version("0.1.0")
    .option("--debug", "show stack traces of errors")
    .showHelpAfterError("(add --help for the options and an example)")
    .exitOverride();
  for (const make of commands) program.addCommand(withProgramSettings(make(), program));
  return program;
}

const commands: readonly (() => Command)[] = [
  evaluateCommand,
  scoreCommand,
  recommendCommand,
  runsCommand,
  modelsCommand,
  runCommand,
  kernelCommand,
  reportsCommand,
  quartoCommand,
  doctorCommand,
];

/** Subcommands that are made elsewhere do not inherit the program's handling of errors by themselves. */
function withProgramSettings(command: Command, program: Command): Command {
  command.copyInheritedSettings(program);
  for (const inner of command.commands) withProgramSettings(inner, program);
  return command;
}

/** Runs the program; exit codes: 0 done, 1 failed, 2 wrong use. */
async function main(): Promise<number> {
  const program = buildProgram();
  try {
    await program.parseAsync(process.argv);
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const debug = program.opts<{ debug?: boolean }>().debug === true;
    process.stderr.write(`${describeError(error, debug)}\n`);
    return 1;
  }
}

function describeError(error: unknown, debug: boolean): string {
  if (!(error instanceof Error)) return String(error);
  if (debug) return error.stack ?? error.message;
  if (isMoviolaError(error)) return error.message;
  return `${error.name}: ${error.message}\n(add --debug for the stack trace)`;
}

process.exitCode = await main();
