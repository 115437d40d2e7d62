import { MoviolaError } from "../../common/errors.js";

/** `E_FEATURE_CORRUPT`: what is stored is not what was written. */
export function corrupt(
  where: string,
  expected: string,
  got: string,
  cause?: unknown,
): MoviolaError {
  return new MoviolaError("E_FEATURE_CORRUPT", "Stored features are damaged", {
    where,
    expected,
    got,
    remedy: "Extract them again: what is sound is kept, what is damaged is replaced",
    cause,
  });
}

/**
 * Runs work that writes under `directory`; a disk without room becomes `E_FEATURE_DISK`, other errors
 * pass.
 */
export async function withRoom<T>(directory: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === undefined || !["ENOSPC", "EDQUOT", "EFBIG"].includes(code)) throw cause;
    throw new MoviolaError("E_FEATURE_DISK", "There is no room for the features", {
      where: directory,
      expected: "room for the block that is being written",
      got: message,
      remedy: "Make room and run again: what was extracted so far is kept",
      cause,
    });
  }
}
