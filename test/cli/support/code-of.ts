import { isMoviolaError } from "../../../src/common/errors.js";

/** The code of the error that `work` throws; `"no error"` when it does not. */
export function codeOf(work: () => unknown): string {
  try {
    work();
    return "no error";
  } catch (error) {
    return isMoviolaError(error) ? error.code : String(error);
  }
}

/** As {@link codeOf}, of what a promise is rejected with. */
export async function rejectionCode(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "no error";
  } catch (error) {
    return isMoviolaError(error) ? error.code : String(error);
  }
}
