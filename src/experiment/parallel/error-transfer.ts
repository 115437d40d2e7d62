/** Errors as plain values: a copy that crosses to another thread keeps neither class nor code otherwise. */
import {
  isMoviolaError,
  MoviolaError,
  type ErrorCode,
  type ErrorDetails,
} from "../../common/errors.js";

/** An error without its class. */
export interface PlainError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: PlainError;
  /** Of a `MoviolaError`. */
  readonly code?: ErrorCode;
  readonly details?: Omit<ErrorDetails, "cause">;
}

/** Longest chain of causes that is kept. */
const maximumDepth = 8;

/** What is to be known of a thrown value, as plain values. */
export function plainError(error: unknown, depth = 0): PlainError {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) };
  const { name, message, stack, cause } = error;
  const inner =
    cause === undefined || depth >= maximumDepth ? undefined : plainError(cause, depth + 1);
  const plain: PlainError = {
    name,
    message,
    ...(stack === undefined ? {} : { stack }),
    ...(inner === undefined ? {} : { cause: inner }),
  };
  if (!isMoviolaError(error)) return plain;
  const { cause: _cause, ...details } = error.details;
  return { ...plain, code: error.code, details };
}

/** The error that {@link plainError} described, with its stack where it was thrown. */
export function restoredError(plain: PlainError): Error {
  const cause = plain.cause === undefined ? {} : { cause: restoredError(plain.cause) };
  const error =
    plain.code === undefined
      ? new Error(plain.message, cause)
      : new MoviolaError(plain.code, summaryOf(plain), { ...plain.details, ...cause });
  error.name = plain.name;
  if (plain.stack !== undefined) error.stack = plain.stack;
  return error;
}

/** The first line of the message without the code before it. */
function summaryOf({ message, code = "E_" }: PlainError): string {
  return message.split("\n", 1)[0].slice(`${code}: `.length);
}
