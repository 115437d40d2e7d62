/** Files of searches: the record that a search leaves, and the space that it is given. */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { MoviolaError } from "../../common/errors.js";
import { writeJsonAtomic } from "../../common/files.js";
import { parseJson } from "../../common/json.js";
import type { SearchSpace } from "../../models/search-space.js";
import type { SearchRecord } from "./search-record.js";

const scalar = z.union([z.string(), z.number(), z.boolean()], {
  error: "a text, a number, true or false",
});
const config = z.record(z.string(), scalar);
const count = z.int().min(0);
const estimate = z.object({ mean: z.number(), low: z.number(), high: z.number(), n: count });

const range = z.strictObject({
  low: z.number(),
  high: z.number(),
  scale: z.enum(["linear", "log"]).default("linear"),
  integer: z.literal(true).exactOptional(),
});
const choices = z.union([z.array(scalar).min(1), range], {
  error: 'a list of values, or { "low", "high", "scale": "linear" or "log", "integer"?: true }',
});

const trial = z.object({
  candidate: count,
  rung: count,
  config,
  value: estimate.exactOptional(),
  runId: z.string().exactOptional(),
  epochs: count.exactOptional(),
  seconds: z.number().exactOptional(),
  fromStore: z.boolean().exactOptional(),
  failure: z.string().exactOptional(),
});

const recordSchema: z.ZodType<SearchRecord> = z.object({
  schema: z.literal(1),
  model: z.string(),
  task: z.enum(["ranking", "rating"]),
  metric: z.string(),
  higherIsBetter: z.boolean(),
  strategy: z.enum(["grid", "random", "halving"]),
  budget: count,
  seed: count,
  fixed: config,
  space: z.record(z.string(), choices),
  dataset: z.object({ name: z.string(), hash: z.string(), invented: z.boolean() }),
  split: z.object({ name: z.string(), settings: config, seed: count, hash: z.string() }),
  protocol: config,
  rungs: z.array(
    z.object({
      rung: count,
      resource: z.object({ kind: z.enum(["epochs", "users", "full"]), amount: z.number() }),
      share: z.number(),
      nTrials: count,
    }),
  ),
  trials: z.array(trial).min(1),
  best: count,
  bestConfig: config,
  notes: z.array(z.string()),
  test: z.object({ runId: z.string(), metrics: z.record(z.string(), estimate) }).exactOptional(),
  seconds: z.number(),
});

/** Saves a search as JSON, whole or not at all. */
export async function saveSearch(path: string, record: SearchRecord): Promise<void> {
  await writeJsonAtomic(path, record);
}

/** A search that {@link saveSearch} saved. Throws `E_SELECT_FILE` naming the first fault. */
export async function readSearch(path: string): Promise<SearchRecord> {
  const expected = "the saved result of a search";
  const parsed = recordSchema.safeParse(await readJson(path, expected));
  if (!parsed.success) throw faultOf(path, expected, parsed.error);
  const { best, trials } = parsed.data;
  if (trials[best]?.value !== undefined) return parsed.data;
  throw fileError(`${path}, best`, "the place of a trial that has a value", String(best));
}

/**
 * The space in a JSON file: by setting, a list of values or a range. Throws `E_SELECT_FILE`; whether the
 * model takes the settings is for the search to say.
 */
export async function readSpaceFile(path: string): Promise<SearchSpace> {
  const expected = "an object with a list of values or a range for each setting";
  const value = await readJson(path, expected);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw fileError(path, expected, JSON.stringify(value).slice(0, 60));
  }
  const entries = Object.entries(value).map(([name, given]) => {
    const parsed = choices.safeParse(given);
    if (!parsed.success) throw faultOf(`${path}, ${name}`, expected, parsed.error);
    return [name, parsed.data] as const;
  });
  return Object.fromEntries(entries);
}

async function readJson(path: string, expected: string): Promise<unknown> {
  try {
    return parseJson(await readFile(path, "utf8"));
  } catch (cause) {
    throw fileError(path, expected, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function faultOf(path: string, expected: string, error: z.ZodError): MoviolaError {
  const issue = error.issues[0];
  const where = [path, issue.path.join(".")].filter((part) => part !== "").join(", ");
  return fileError(where, expected, issue.message);
}

function fileError(where: string, expected: string, got: string, cause?: unknown): MoviolaError {
  return new MoviolaError("E_SELECT_FILE", "A file of a search cannot be used", {
    where,
    expected,
    got,
    remedy: "`moviola tune --out` writes results; docs/command-line.md shows a file of a space",
    cause,
  });
}
