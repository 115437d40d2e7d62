/** What a paper's file may hold: `papers/<key>.json`, checked when it is read. */
import { z } from "zod";
import { knockOutKinds } from "../experiment/knock-out.js";
import { evidenceLevels, protocolNames } from "./names.js";
import type { Paper } from "./paper.js";

const id = z.string().regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/, {
  error: "an id of lower-case letters and digits, with hyphens or points between",
});
const text = z.string().min(1);
const scalar = z.union([z.string(), z.number(), z.boolean()], {
  error: "a text, a number, true or false",
});
const settings = z.record(z.string(), scalar);

const evidence = z.enum(evidenceLevels);
const protocol = z.enum(protocolNames);

const numberId = z.string().regex(/^[^/\s]+\/[^/\s]+\/[^/\s]+$/, {
  error: "a number's id: table/row/column",
});

const dataset = z.strictObject({
  title: text,
  names: z.array(text).optional(),
  standIns: z.array(z.strictObject({ name: text, why: text })).optional(),
});

const runPattern = z.strictObject({
  model: id,
  protocol: protocol.optional(),
  config: settings.optional(),
  features: z.array(text).optional(),
  knockOut: z.record(text, z.enum(knockOutKinds)).optional(),
});

const model = z.strictObject({
  title: text,
  runs: z.array(runPattern),
});

const protocolDescription = z.strictObject({
  title: text,
  runs: z
    .array(
      z.strictObject({
        data: z.array(text).min(1).optional(),
        split: text.optional(),
        splitSettings: settings.optional(),
        conventions: settings.optional(),
      }),
    )
    .min(1),
});

const cell = z.union(
  [z.number(), z.strictObject({ value: z.number(), printed: text, note: text.optional() })],
  { error: "a number, or { value, printed, note }" },
);

const place = {
  metric: text.optional(),
  part: z.enum(["train", "valid", "test", "all"]).optional(),
  data: id.optional(),
  model: id.optional(),
};

const table = z.strictObject({
  id,
  title: text,
  evidence,
  protocol: protocol.optional(),
  ...place,
  columns: z.array(z.strictObject({ id, title: text, ...place })).min(1),
  rows: z
    .array(
      z.strictObject({
        id,
        title: text,
        group: text.optional(),
        evidence: evidence.optional(),
        ...place,
        values: z.record(id, cell),
      }),
    )
    .min(1),
});

const claimed = {
  id,
  statement: text,
  source: text,
  evidence,
  note: text.optional(),
};

const measured = {
  ...claimed,
  protocols: z
    .array(protocol)
    .min(1)
    .default([...protocolNames]),
  metrics: z.array(text).min(1),
  data: z.array(id).min(1),
  untestable: text.optional(),
};

const sides = { better: id, than: z.array(id).min(1) };

const claim = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("order"),
    ...measured,
    comparisons: z.array(
      z.strictObject({
        ...sides,
        on: z.strictObject({ better: id, than: id }).optional(),
      }),
    ),
  }),
  z.strictObject({
    kind: z.literal("difference"),
    ...measured,
    comparisons: z.array(
      z.strictObject({
        ...sides,
        of: z.strictObject({ better: numberId, than: numberId }),
      }),
    ),
  }),
  z.strictObject({
    kind: z.literal("improvement"),
    ...measured,
    comparisons: z.array(
      z.strictObject({
        ...sides,
        by: z.number().positive(),
      }),
    ),
  }),
  z.strictObject({
    kind: z.literal("existence"),
    ...measured,
    comparisons: z.array(
      z.strictObject({
        model: id,
        reaches: numberId,
        margin: z.number().min(0),
        why: text,
      }),
    ),
  }),
  z.strictObject({
    kind: z.literal("arithmetic"),
    ...claimed,
    untestable: text.optional(),
    checks: z.array(
      z.strictObject({
        says: text,
        formula: text,
        values: z.record(
          z.string().regex(/^[a-z][A-Za-z0-9]*$/, { error: "a name such as nUsers" }),
          z.union([z.number(), numberId, z.strictObject({ data: id, fact: text })], {
            error: "a number, a number's id or { data, fact }",
          }),
        ),
        is: z.enum(["equal", "at-least", "at-most"]).default("equal"),
        claimed: z.union([z.number(), numberId], { error: "a number or a number's id" }),
        tolerance: z.number().min(0),
      }),
    ),
  }),
]);

/** The file as a whole. */
export const paperSchema: z.ZodType<Paper> = z.strictObject({
  schema: z.literal(1),
  key: id,
  title: text,
  authors: z.array(text).min(1),
  year: z.int().min(1900),
  venue: text,
  reference: text,
  arxiv: text.optional(),
  doi: text.optional(),
  code: text.optional(),
  read: text,
  datasets: z.record(id, dataset),
  protocols: z.strictObject({ faithful: protocolDescription, corrected: protocolDescription }),
  models: z.record(id, model),
  tables: z.array(table),
  claims: z.array(claim).min(1),
});
