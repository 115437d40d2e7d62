/** Shapes of what cells tell the site beside what they show; a notebook is a file that anyone may have edited. */
import { z } from "zod";
import type { Config } from "../../common/json.js";
import type { DataFacts } from "../show/data-facts.js";
import { findingNames, type VerdictsOutput } from "../show/paper/verdict-facts.js";
import type { RunFacts } from "../show/run-facts.js";

const config: z.ZodType<Config> = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean()]),
);
const texts = z.record(z.string(), z.string());
const pair = z.tuple([z.number(), z.number()]);

/** A run of the page's stamp. */
export const runSchema: z.ZodType<RunFacts> = z.object({
  id: z.string().regex(/^[0-9a-f]{16}$/),
  label: z.string(),
  task: z.enum(["ranking", "rating"]),
  model: z.string(),
  config,
  data: z.object({ name: z.string(), hash: z.string(), invented: z.boolean() }),
  split: z.object({ name: z.string(), settings: config, seed: z.number(), hash: z.string() }),
  protocol: config,
  features: texts,
  knockOut: texts,
  seed: z.number(),
  metrics: z.record(z.string(), z.tuple([z.number(), z.number(), z.number(), z.number()])),
  epochs: z.number(),
  skippedUsers: z.number(),
  warnings: z.array(z.string()),
  seconds: z.object({ fit: z.number(), evaluate: z.number() }),
  peakMemoryBytes: z.number(),
  code: z.object({
    hash: z.string(),
    moviola: z.string(),
    commit: z.string(),
    dirty: z.boolean(),
    node: z.string(),
    platform: z.string(),
    device: z.string(),
  }),
});

/** A data set of the page's stamp. */
export const dataSchema: z.ZodType<DataFacts> = z.object({
  name: z.string(),
  hash: z.string(),
  invented: z.boolean(),
  licence: z.string(),
  nUsers: z.number(),
  nItems: z.number(),
  nRatings: z.number(),
  density: z.number(),
  ratingMean: z.number(),
  ratings: z.array(pair),
  activity: pair,
  popularity: pair,
  topTenthShare: z.number(),
  textShare: z.number(),
  posterShare: z.number(),
  days: z.tuple([z.string(), z.string()]).exactOptional(),
  nRejected: z.number(),
  files: z.array(z.object({ path: z.string(), sha256: z.string() })),
});

const verdict = z.object({
  paper: z.string(),
  claim: z.string(),
  statement: z.string(),
  kind: z.string(),
  source: z.string(),
  protocol: z.enum(["faithful", "corrected"]),
  finding: z.enum(findingNames),
  reason: z.string(),
  decidedBy: z
    .object({
      better: z.string(),
      than: z.string(),
      metric: z.string(),
      estimates: pair,
      difference: z.number(),
      low: z.number(),
      high: z.number(),
      effect: z.number().exactOptional(),
      correctedP: z.number(),
      n: z.number(),
    })
    .exactOptional(),
  data: z.array(
    z.object({
      name: z.string(),
      standsFor: z.object({ title: z.string(), why: z.string() }).exactOptional(),
    }),
  ),
  runIds: z.array(z.string()),
});

/** The verdicts on one paper's claims. */
export const verdictsSchema: z.ZodType<VerdictsOutput> = z.object({
  paper: z.object({
    key: z.string(),
    title: z.string(),
    authors: z.array(z.string()),
    year: z.number(),
    venue: z.string(),
    reference: z.string(),
  }),
  verdicts: z.array(verdict),
});
