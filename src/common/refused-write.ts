import { MoviolaError, type ErrorCode, type ErrorDetails } from "./errors.js";

/** What the system says when it lets nothing more be written: no room, no permission, no descriptor, a broken disk. */
const refusals = new Set([
  ...["ENOSPC", "EDQUOT", "EFBIG", "EROFS", "EACCES", "EPERM", "EMFILE", "ENFILE", "EIO"],
]);

/** True for an error of the system that refuses to write a file or to make a folder. */
export function isRefusedWrite(error: unknown): error is NodeJS.ErrnoException {
  if (!(error instanceof Error)) return false;
  const { code = "", syscall } = error as NodeJS.ErrnoException;
  // Where parents are missing on a read-only disk, making them all is refused with ENOENT.
  return refusals.has(code) || (code === "ENOENT" && syscall === "mkdir");
}

/** How {@link writing} names a refusal. */
export interface RefusedWrite extends Pick<ErrorDetails, "where" | "remedy"> {
  readonly code: ErrorCode;
  readonly summary: string;
}

/** Runs work that writes; a refusal of the system becomes an error with a code and a remedy. Other errors pass. */
export async function writing<T>(refusal: RefusedWrite, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw isRefusedWrite(cause) ? refusedWrite(refusal, cause) : cause;
  }
}

/** The error of {@link writing} for what the system said. */
export function refusedWrite(
  { code, summary, ...details }: RefusedWrite,
  cause: Error,
): MoviolaError {
  return new MoviolaError(code, summary, {
    ...details,
    expected: "room on the disk, and permission to write",
    got: cause.message.split("\n", 1)[0],
    cause,
  });
}
