/** The form of a `run.json`: a hash says that it was not changed, not that it is a run's record. */
import { z } from "zod";

const count = z.int().min(0);
// A number that is not finite is null in JSON.
const number = z.number().nullable();
const config = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).nullable());
const texts = z.record(z.string(), z.string());

const manifest = z.looseObject({
  schema: z.literal(1),
  task: z.enum(["ranking", "rating"]),
  dataset: z.looseObject({ name: z.string(), hash: z.string(), invented: z.boolean() }),
  split: z.looseObject({
    name: z.string(),
    settings: config,
    seed: z.number(),
    hash: z.string(),
  }),
  model: z.looseObject({ id: z.string(), config }),
  features: texts,
  knockOut: texts.optional(),
  metrics: z.array(z.string()),
  protocol: config,
  seed: z.number(),
  code: z.looseObject({ hash: z.string(), lockfileHash: z.string() }),
  environment: z.looseObject({
    moviola: z.string(),
    commit: z.string(),
    dirty: z.boolean(),
    node: z.string(),
    platform: z.string(),
    device: z.string(),
  }),
});

/** What the readers of runs rely on; further members pass. */
export const recordSchema: z.ZodType = z.looseObject({
  id: z.string(),
  manifest,
  metrics: z.record(
    z.string(),
    z.looseObject({ mean: number, low: number, high: number, n: count }),
  ),
  curve: z.array(z.looseObject({ epoch: z.number(), values: z.record(z.string(), number) })),
  epochs: z.number(),
  skippedUsers: count,
  warnings: z.array(z.string()),
  startedAt: z.string(),
  seconds: z.looseObject({ fit: z.number(), evaluate: z.number() }),
  peakMemoryBytes: z.number(),
  units: z.looseObject({
    file: z.string(),
    unit: z.enum(["user", "rating"]),
    nRows: count,
    sha256: z.string(),
  }),
  sha256: z.string(),
});
