import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { z } from "zod";
import type { ReadTuned } from "./expand-models.js";
import { jsonPath, sweepFileError } from "./sweep-error.js";

/** What a sweep needs of the file of a search. */
const searchSchema = z.object({
  schema: z.literal(1),
  model: z.string(),
  bestConfig: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});

/**
 * Reads the model and best configuration of files that `moviola tune` wrote; relative paths are from
 * `folder`. Each file is read once. Throws `E_SWEEP_FILE`.
 */
export function tunedReader(folder: string): ReadTuned {
  const known = new Map<string, ReturnType<ReadTuned>>();
  return (path) => {
    const found = known.get(path) ?? readBest(resolve(folder, path));
    known.set(path, found);
    return found;
  };
}

async function readBest(path: string): ReturnType<ReadTuned> {
  const remedy = "Name the file that `moviola tune` wrote, relative to the sweep's file";
  const expected = "the saved result of a search";
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, "utf8"));
  } catch (cause) {
    throw sweepFileError(path, expected, (cause as Error).message, { remedy, cause });
  }
  const parsed = searchSchema.safeParse(value);
  if (parsed.success) return { model: parsed.data.model, config: parsed.data.bestConfig };
  const issue = parsed.error.issues[0];
  throw sweepFileError(`${path}, ${jsonPath(issue.path)}`, expected, issue.message, { remedy });
}
