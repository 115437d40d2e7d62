/** A stable identifier of one kind of failure, such as `E_DATA_ROW`; listed in `docs/errors.md`. */
export type ErrorCode = `E_${string}`;

/** What a {@link MoviolaError} tells its reader, each part a short phrase without a full stop. */
export interface ErrorDetails {
  /** Where it happened: file, row, cell, key. */
  readonly where?: string;
  /** What should have been there. */
  readonly expected?: string;
  /** What was there instead. */
  readonly got?: string;
  /** What the reader can do about it. */
  readonly remedy?: string;
  /** The error that led to this one. */
  readonly cause?: unknown;
}

/**
 * The one error class of the library: says what was expected, what was got, where, and how to fix
 * it, under a stable code.
 */
export class MoviolaError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, summary: string, details: ErrorDetails = {}) {
    super(formatMessage(code, summary, details), { cause: details.cause });
    this.name = "MoviolaError";
    this.code = code;
    this.details = details;
  }
}

function formatMessage(code: ErrorCode, summary: string, details: ErrorDetails): string {
  const lines = [`${code}: ${summary}`];
  if (details.where !== undefined) lines.push(`  where:    ${details.where}`);
  if (details.expected !== undefined) lines.push(`  expected: ${details.expected}`);
  if (details.got !== undefined) lines.push(`  got:      ${details.got}`);
  if (details.remedy !== undefined) lines.push(`  to fix:   ${details.remedy}`);
  return lines.join("\n");
}

/** True when `error` is a {@link MoviolaError}, with the given code if one is named. */
export function isMoviolaError(error: unknown, code?: ErrorCode): error is MoviolaError {
  return error instanceof MoviolaError && (code === undefined || error.code === code);
}
