import { stat } from "node:fs/promises";
import { join } from "node:path";
import { fileHash } from "../../common/hash.js";
import type { RegistryEntry } from "./registry.js";

/** What became of one file whose size and hash are known. */
export interface KnownFileState {
  readonly path: string;
  /** `same` as published, `differs`, or `absent`. */
  readonly state: "same" | "differs" | "absent";
  readonly expected: { readonly bytes: number; readonly sha256: string };
  readonly got?: { readonly bytes: number; readonly sha256: string };
}

/** Compares the files in `folder` with what the registry knows of them. */
export async function checkKnownFiles(
  entry: RegistryEntry,
  folder: string,
): Promise<KnownFileState[]> {
  const states: KnownFileState[] = [];
  for (const { path, bytes, sha256 } of entry.files) {
    const expected = { bytes, sha256 };
    const full = join(folder, path);
    const size = await stat(full).then(
      (status) => status.size,
      () => undefined,
    );
    if (size === undefined) states.push({ path, state: "absent", expected });
    else {
      const got = { bytes: size, sha256: await fileHash(full) };
      states.push({ path, state: got.sha256 === sha256 ? "same" : "differs", expected, got });
    }
  }
  return states;
}
