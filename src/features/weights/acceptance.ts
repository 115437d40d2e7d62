/** Files of a model that were accepted without a known hash, as they were then. */
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { MoviolaError } from "../../common/errors.js";
import { writeJsonAtomic } from "../../common/files.js";

/** Name of the file in a model's folder. */
export const acceptanceFile = "moviola-accepted.json";

/** An accepted file: what it was, and where it came from. */
export interface AcceptedFile {
  readonly sha256: string;
  readonly repository: string;
  /** Commit at the hub. */
  readonly revision: string;
}

const schema = z.strictObject({
  schema: z.literal(1),
  files: z.record(
    z.string(),
    z.strictObject({
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      repository: z.string(),
      revision: z.string(),
    }),
  ),
});

/** What was accepted in `folder`, by path within it. Throws `E_FEATURE_MODEL_CONFIG`. */
export async function readAccepted(folder: string): Promise<ReadonlyMap<string, AcceptedFile>> {
  const path = join(folder, acceptanceFile);
  try {
    const { files } = schema.parse(JSON.parse(await readFile(path, "utf8")));
    return new Map(Object.entries(files));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return new Map();
    throw new MoviolaError("E_FEATURE_MODEL_CONFIG", "A file of a model cannot be read", {
      where: path,
      expected: "a JSON object with schema 1 and files, each with sha256, repository and revision",
      got: (error as Error).message.split("\n")[0],
      remedy: "Remove it and fetch the model again with `moviola models get`",
      cause: error,
    });
  }
}

/** A file that was fetched; one that is verified needs no acceptance any more. */
export interface FetchedFile {
  readonly path: string;
  readonly sha256: string;
  readonly verified: boolean;
}

/** Keeps what was fetched unverified, and forgets what is verified now. */
export async function noteAccepted(
  folder: string,
  fetched: readonly FetchedFile[],
  origin: Omit<AcceptedFile, "sha256">,
): Promise<void> {
  // A file that cannot be read says nothing that is worth keeping.
  const before = await readAccepted(folder).catch(() => undefined);
  const files = new Map(before);
  for (const { path, sha256, verified } of fetched) {
    if (verified) files.delete(path);
    else files.set(path, { sha256, ...origin });
  }
  const path = join(folder, acceptanceFile);
  if (files.size > 0) await writeJsonAtomic(path, { schema: 1, files: Object.fromEntries(files) });
  else if (before?.size !== 0) await rm(path, { force: true });
}
