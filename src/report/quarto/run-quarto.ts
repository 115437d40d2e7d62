/** Calls of Quarto: with a time limit that ends the whole family of processes. */
import { execa, type ResultPromise } from "execa";
import { MoviolaError } from "../../common/errors.js";

/** How a call ended. */
export interface QuartoCall {
  readonly exitCode: number | undefined;
  /** Standard output. */
  readonly text: string;
  /** The end of what it wrote to standard error, without colours. */
  readonly errorText: string;
}

/**
 * Runs Quarto in `folder`. Throws `E_QUARTO_TIMEOUT` after `timeoutSeconds`, when it and what it
 * started are ended, and `E_QUARTO_MISSING` when the program cannot be started.
 */
export async function runQuarto(
  program: string,
  programArguments: readonly string[],
  folder: string,
  timeoutSeconds: number,
): Promise<QuartoCall> {
  const isPosix = process.platform !== "win32";
  // In a process group of its own, what Quarto starts can be ended together with it.
  const child = execa(program, programArguments, {
    cwd: folder,
    stdin: "ignore",
    reject: false,
    detached: isPosix,
    cleanup: !isPosix,
    maxBuffer: 20_000_000,
    env: { NO_COLOR: "1" },
  });
  const end = (): void => endFamily(child, isPosix);
  process.once("exit", end);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    end();
  }, timeoutSeconds * 1000);
  try {
    const result = await child;
    if (isLate) throw tooLate(program, programArguments, timeoutSeconds);
    if (result.exitCode === undefined && result.signal === undefined) {
      throw cannotStart(program, result.shortMessage ?? "");
    }
    const errorText = result.stderr.trim().split("\n").slice(-20).join("\n");
    return { exitCode: result.exitCode, text: result.stdout, errorText };
  } finally {
    clearTimeout(timer);
    process.removeListener("exit", end);
  }
}

function endFamily(child: ResultPromise, isGroup: boolean): void {
  if (child.pid === undefined) return;
  try {
    if (isGroup) process.kill(-child.pid, "SIGKILL");
    else child.kill("SIGKILL");
  } catch {
    // It ended by itself in the meantime.
  }
}

function tooLate(
  program: string,
  programArguments: readonly string[],
  seconds: number,
): MoviolaError {
  return new MoviolaError("E_QUARTO_TIMEOUT", "Quarto did not come to an end", {
    where: [program, ...programArguments].join(" "),
    expected: `an end within ${seconds} s`,
    got: "it was still running and was ended",
    remedy: "try `--renderer builtin`, or `quarto check` to see what is wrong with it",
  });
}

function cannotStart(program: string, message: string): MoviolaError {
  return new MoviolaError("E_QUARTO_MISSING", "Quarto cannot be started", {
    where: program,
    got: message,
    remedy: "point QUARTO_PATH to Quarto's program, or leave it out and use `--renderer builtin`",
  });
}
