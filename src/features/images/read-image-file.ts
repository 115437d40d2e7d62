import { readFile, stat } from "node:fs/promises";
import type { ItemState } from "../contract.js";

/** Why an image has no pixels. */
export interface RefusedImage {
  readonly state: Extract<ItemState, "empty" | "broken" | "too-large">;
  /** A phrase for people. */
  readonly remark: string;
}

/** No picture of the default size needs a file of more than 256 MiB. */
const maximumBytes = 2 ** 28;

/**
 * The bytes of an image file. One that is not there, cannot be read or is no plain file is `broken`; one
 * of more than 256 MiB is `too-large` and is not read. Never throws.
 */
export async function readImageFile(path: string): Promise<Uint8Array | RefusedImage> {
  try {
    const entry = await stat(path);
    // A pipe, for one, may never end.
    if (!entry.isFile()) return refused("broken", "not a file");
    if (entry.size > maximumBytes) {
      return refused("too-large", `${entry.size} bytes are more than ${maximumBytes}`);
    }
    return await readFile(path);
  } catch (error) {
    return refused("broken", `cannot be read: ${firstLine(error)}`);
  }
}

/** A refusal with its remark. */
export function refused(state: RefusedImage["state"], remark: string): RefusedImage {
  return { state, remark };
}

/** The first line of an error's message. */
export function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0];
}
