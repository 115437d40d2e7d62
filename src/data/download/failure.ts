import { MoviolaError, type ErrorCode, type ErrorDetails } from "../../common/errors.js";

/** A failed attempt: what to tell if it was the last, and what may be done before another. */
export class AttemptFailure extends Error {
  readonly error: MoviolaError;
  /** Whether another attempt may help. */
  readonly canRetry: boolean;
  /** Whether the bytes so far must not be built upon. */
  readonly discard: boolean;
  /** Milliseconds that the server asked to wait. */
  readonly waitMs: number;

  constructor(
    error: MoviolaError,
    options: { readonly canRetry: boolean; readonly discard?: boolean; readonly waitMs?: number },
  ) {
    super(error.message, { cause: error });
    this.error = error;
    this.canRetry = options.canRetry;
    this.discard = options.discard ?? false;
    this.waitMs = options.waitMs ?? 0;
  }
}

/** A failure that another attempt may mend. */
export function passing(code: ErrorCode, summary: string, details: ErrorDetails): AttemptFailure {
  return new AttemptFailure(new MoviolaError(code, summary, details), { canRetry: true });
}

/** A failure that no attempt mends; the bytes so far are thrown away. */
export function final(code: ErrorCode, summary: string, details: ErrorDetails): AttemptFailure {
  const error = new MoviolaError(code, summary, details);
  return new AttemptFailure(error, { canRetry: false, discard: true });
}

/** The error for a file that could not be written. */
export function diskError(path: string, cause: unknown, got?: string): MoviolaError {
  return new MoviolaError("E_DOWNLOAD_DISK", "A download cannot be written", {
    where: path,
    expected: "a folder that can be written, with enough free space",
    got: got ?? (cause instanceof Error ? cause.message : String(cause)),
    remedy: "Free some space, or choose another folder; what is there already will be continued",
    cause,
  });
}
