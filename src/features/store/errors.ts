import { MoviolaError } from "../../common/errors.js";
import { writing } from "../../common/refused-write.js";

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

/** Runs work that writes under `directory`; where the system refuses it, `E_FEATURE_DISK`. Other errors pass. */
export async function withRoom<T>(directory: string, work: () => Promise<T>): Promise<T> {
  const refusal = {
    code: "E_FEATURE_DISK",
    summary: "Features cannot be written",
    where: directory,
    remedy: "Make room or give permission and run again: what was extracted so far is kept",
  } as const;
  return writing(refusal, work);
}
