import { isMoviolaError, MoviolaError, type ErrorCode } from "../../common/errors.js";

/** Exit codes of the program. */
export const exitCodes = { done: 0, failed: 1, wrongUse: 2 } as const;

/** Errors in the command line itself, whatever the files hold; all `E_CLI_USAGE` and its kin. */
const wrongUse: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "E_CLI_USAGE",
  "E_CLI_INPUT",
  "E_CLI_SETTING",
  "E_CLI_TASK",
  "E_EXPERIMENT_METRIC",
  "E_FEATURE_ID",
  "E_FEATURE_PRESET",
  "E_FEATURE_SETTING",
  "E_METRIC_NAME",
  "E_MODEL_CONFIG",
  "E_MODEL_UNKNOWN",
  "E_PARAMETER_FORM",
  "E_RUN_ID",
  "E_SPLIT_OPTION",
  "E_SPLIT_RECIPE",
]);

/** The exit code that an error ends the program with. */
export function exitCodeOf(error: unknown): number {
  const isWrongUse = isMoviolaError(error) && wrongUse.has(error.code);
  return isWrongUse ? exitCodes.wrongUse : exitCodes.failed;
}

/** How an error is to be shown. */
export interface ErrorDisplay {
  readonly debug: boolean;
  readonly json: boolean;
}

/**
 * What standard error gets: text with what was expected and what to do; with `json` one object
 * `{ "error": { "code", "message", "where", "expected", "got", "remedy" } }`. A stack trace only with
 * `debug`.
 */
export function describeError(error: unknown, { debug, json }: ErrorDisplay): string {
  const known = asMoviolaError(error);
  const stack = error instanceof Error ? error.stack : undefined;
  if (!json) return debug && stack !== undefined ? stackText(known, stack) : known.message;
  const { where, expected, got, remedy } = known.details;
  const message = summaryOf(known);
  const trace = debug ? { stack } : {};
  return JSON.stringify(
    { error: { code: known.code, message, where, expected, got, remedy, ...trace } },
    null,
    2,
  );
}

/** The error itself where it has a code, else one that says what is known of it and what to do. */
export function asMoviolaError(error: unknown): MoviolaError {
  return isMoviolaError(error) ? error : unforeseen(error);
}

/** The message followed by the calls alone: a stack begins with the message. */
function stackText(known: MoviolaError, stack: string): string {
  const calls = stack.split("\n").filter((line) => /^\s+at /.test(line));
  return [known.message, ...calls].join("\n");
}

function summaryOf(error: MoviolaError): string {
  return error.message.split("\n", 1)[0].slice(error.code.length + 2);
}

/** An error that no part of the program gave words to: a file, a full disk, a defect. */
function unforeseen(error: unknown): MoviolaError {
  const got = error instanceof Error ? error.message : String(error);
  if (isSystemError(error)) {
    return new MoviolaError("E_CLI_FILE", "The system refused a file or folder", {
      where: error.path ?? error.syscall ?? "a file",
      expected: "a file or folder that can be used",
      got,
      remedy: isOutOfHandles(error)
        ? "Too many files are open at once: close programs, or allow more, such as `ulimit -n 4096`"
        : "Check the path, its permissions and the room on the disk",
      cause: error,
    });
  }
  return new MoviolaError("E_CLI_UNFORESEEN", "The command failed for a reason it does not know", {
    got: error instanceof Error ? `${error.name}: ${got}` : got,
    remedy: "Add --debug for the stack trace; if this is a defect, please report it",
    cause: error,
  });
}

function isOutOfHandles({ code }: NodeJS.ErrnoException): boolean {
  return code === "EMFILE" || code === "ENFILE";
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  if (!(error instanceof Error)) return false;
  const { errno, syscall } = error as NodeJS.ErrnoException;
  return errno !== undefined && syscall !== undefined;
}
