/** The file of a sweep: what it may hold, and reading it. */
import { parseJson } from "../../common/json.js";
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { z } from "zod";
import { knockOutKinds } from "../knock-out.js";
import type { CheckedSweep } from "./specification.js";
import { jsonPath, sweepFileError } from "./sweep-error.js";

const seed = z.int().min(0);
const scalar = z.union([z.string(), z.number(), z.boolean()], {
  error: "a text, a number, true or false",
});
const settings = z.record(z.string(), scalar);
const grid = z.record(
  z.string(),
  z.union([scalar, z.array(scalar).min(1)], { error: "a value, or a list of values to try each" }),
);
const keep = z.enum(["first", "last", "mean"]);
const counts = { users: z.int().min(0).optional(), items: z.int().min(0).optional() };

const filterSchema = z.discriminatedUnion("filter", [
  z.strictObject({ filter: z.literal("k-core"), ...counts }),
  z.strictObject({ filter: z.literal("minimum-counts"), ...counts }),
  z.strictObject({ filter: z.literal("merge-duplicate-pairs"), keep }),
  z.strictObject({ filter: z.literal("merge-duplicate-items"), keep: keep.optional() }),
]);

/** A bare text stands for an object whose member `key` it is. */
function orText<T extends z.ZodType>(key: string, schema: T): z.ZodPreprocess<T> {
  return z.preprocess((value) => (typeof value === "string" ? { [key]: value } : value), schema);
}

const datasetSchema = orText(
  "data",
  z.strictObject({
    data: z.string().min(1),
    name: z.string().min(1).optional(),
    threshold: z.number().optional(),
    filters: z.array(filterSchema).optional(),
    features: z.record(z.string().min(1), z.string().min(1)).optional(),
  }),
);

const splitSchema = orText("name", z.object({ name: z.string().min(1) }).catchall(scalar));

const modelSchema = orText(
  "model",
  z.strictObject({
    model: z.string().min(1),
    name: z.string().min(1).optional(),
    config: grid.optional(),
    configs: z.record(z.string().min(1), settings).optional(),
    tuned: z
      .union([z.string(), z.record(z.string(), z.string())], {
        error: "the file of a search, or such a file for each data set by name",
      })
      .optional(),
    knockOut: z.record(z.string().min(1), z.enum(knockOutKinds)).optional(),
  }),
);

const sweepSchema = z.strictObject({
  datasets: z.array(datasetSchema).min(1),
  splits: z.array(splitSchema).min(1),
  models: z.array(modelSchema).min(1),
  seeds: z.array(seed).min(1).default([1]),
  splitSeed: seed.optional(),
  metrics: z.array(z.string()).min(1).optional(),
  topK: z.array(z.int().min(1)).min(1).optional(),
  mask: z.enum(["train+valid", "train", "none"]).optional(),
  relevance: z.strictObject({ threshold: z.number() }).optional(),
});

/** Reads and checks a sweep's file. Throws `E_SWEEP_FILE` naming the path of the first fault. */
export async function readSweepFile(
  path: string,
): Promise<{ sweep: CheckedSweep; folder: string }> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw sweepFileError(path, "a readable file", (cause as Error).message, { cause });
  });
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (cause) {
    throw sweepFileError(path, "JSON", (cause as Error).message, { cause });
  }
  return { sweep: checkSweep(value), folder: dirname(resolve(path)) };
}

/** The specification with defaults filled in. Throws `E_SWEEP_FILE`. */
export function checkSweep(value: unknown): CheckedSweep {
  const parsed = sweepSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = jsonPath(issue.path);
  if (issue.code === "unrecognized_keys") {
    throw sweepFileError(where, "only members that a sweep knows", issue.keys.join(", "));
  }
  throw sweepFileError(where, expectationOf(issue), shorten(valueAt(value, issue.path)));
}

function expectationOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `${/^[aeiou]/.test(issue.expected) ? "an" : "a"} ${issue.expected}`;
    case "invalid_value":
      return `one of ${issue.values.map(String).join(", ")}`;
    case "too_small":
      return issue.origin === "array" ? "at least one entry" : `at least ${issue.minimum}`;
    default:
      return issue.message;
  }
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let found = value;
  for (const step of path) {
    if (found === null || typeof found !== "object") return undefined;
    found = (found as Record<PropertyKey, unknown>)[step];
  }
  return found;
}

function shorten(value: unknown): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
