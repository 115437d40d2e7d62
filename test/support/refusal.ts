import { MoviolaError } from "../../src/common/errors.js";

/** What a refusal tells its reader, or what was thrown in its place; undefined where nothing was. */
export interface Refusal {
  readonly code: string;
  readonly where: string | undefined;
  readonly expected: string | undefined;
  readonly got: string | undefined;
}

/** The refusal of `action`. An error of another kind is thrown on. */
export function refusalOf(action: () => unknown): Refusal | undefined {
  try {
    action();
  } catch (error) {
    return told(error);
  }
  return undefined;
}

/** The refusal that `action` rejects with. */
export async function refusalFrom(action: () => Promise<unknown>): Promise<Refusal | undefined> {
  try {
    await action();
  } catch (error) {
    return told(error);
  }
  return undefined;
}

function told(error: unknown): Refusal {
  if (!(error instanceof MoviolaError)) throw error;
  const { where, expected, got } = error.details;
  return { code: error.code, where, expected, got };
}
