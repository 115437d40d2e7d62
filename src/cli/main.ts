#!/usr/bin/env node
/** The program `moviola`: reads its command, runs it, and ends with an exit code. */
import { CommanderError } from "commander";
import { buildProgram } from "./program.js";
import { describeError, exitCodeOf, exitCodes } from "./support/report-error.js";

/** Runs the program; exit codes: 0 done, 1 failed, 2 wrong use. */
async function main(words: readonly string[]): Promise<number> {
  try {
    const program = await buildProgram(words);
    await program.parseAsync(words, { from: "user" });
    return Number(process.exitCode ?? exitCodes.done);
  } catch (error) {
    // Only help and version come as they are: what else commander refuses is an E_CLI_USAGE.
    if (!(error instanceof CommanderError)) return fail(error, words);
    return error.exitCode === 0 ? exitCodes.done : exitCodes.wrongUse;
  }
}

/** Writes what went wrong to standard error and gives the exit code. */
function fail(error: unknown, words: readonly string[]): number {
  const display = { debug: words.includes("--debug"), json: words.includes("--json") };
  process.stderr.write(`${describeError(error, display)}\n`);
  return exitCodeOf(error);
}

/** A reader that has seen enough, such as `head`, closes the pipe: no error of ours. */
function endWithReader(stream: NodeJS.WriteStream): void {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(process.exitCode ?? exitCodes.done);
    throw error;
  });
}

const commandLine = process.argv.slice(2);
endWithReader(process.stdout);
endWithReader(process.stderr);
process.on("uncaughtException", (error) => process.exit(fail(error, commandLine)));
process.exitCode = await main(commandLine);
