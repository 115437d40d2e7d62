/** The facts of a part as they are written, committed and shown: their shape, and the way to disk and back. */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";

const text = z.string().min(1);
const value = z.union([z.number(), z.string(), z.boolean()]);

/** What a part hands over: numbers of the head, tables, what broke, what was not tried. */
export const resultSchema = z.strictObject({
  figures: z
    .array(z.strictObject({ what: text, value, unit: z.string(), note: z.string() }))
    .max(8),
  tables: z.array(
    z
      .strictObject({ caption: text, columns: z.array(text).min(1), rows: z.array(z.array(value)) })
      .refine(({ columns, rows }) => rows.every((row) => row.length === columns.length), {
        message: "a row has another length than the columns",
      }),
  ),
  faults: z.array(z.strictObject({ where: text, what: text, how: text })),
  remarks: z.array(text),
});

/** Where, when and on which code the facts were made. */
export const manifestSchema = z.strictObject({
  /** 40 hexadecimal digits, or `unknown` outside a clone. */
  commit: z.string().regex(/^([0-9a-f]{40}|unknown)$/),
  isClean: z.boolean(),
  /** Hash of the library's files that can change a number, as in the manifest of a run. */
  codeHash: z.string().regex(/^[0-9a-f]{16,64}$/),
  node: z.string().regex(/^v\d+\.\d+\.\d+/),
  platform: text,
  cores: z.number().int().positive(),
  seed: z.number().int().nonnegative(),
  isQuick: z.boolean(),
  started: z.iso.datetime(),
  seconds: z.number().nonnegative(),
  command: z.string().startsWith("npm run trust -- --only "),
});

/** A file of `reports/trust/`. */
export const factsSchema = resultSchema.extend({
  name: z.string().regex(/^[a-z]+(-[a-z]+)*$/),
  title: text,
  promise: text,
  manifest: manifestSchema,
});

/** Where the facts of a part lie. */
export function factsPath(folder, name) {
  return join(folder, `${name}.json`);
}

/** What a part handed over, as facts; a result of another shape is a fault of the part. */
export function factsOf({ name, title, promise }, manifest, result, root) {
  const read = resultSchema.safeParse(result);
  const again = manifest.command;
  const held = read.success
    ? read.data
    : failure(name, `the part hands over no facts: ${z.prettifyError(read.error)}`, again);
  return withoutPaths({ name, title, promise, manifest, ...held }, root);
}

/** The result of a part that came to no end. */
export function failure(where, what, how) {
  return { figures: [], tables: [], faults: [{ where, what, how }], remarks: [] };
}

/** Facts say nothing of the folders of the machine that they were made on. */
function withoutPaths(facts, root) {
  const bare = root.replace(/[\\/]$/, "");
  const clean = (string) =>
    string.replaceAll(bare, ".").replaceAll(tmpdir(), "<tmp>").replaceAll(homedir(), "~");
  return JSON.parse(
    JSON.stringify(facts, (_key, given) => (typeof given === "string" ? clean(given) : given)),
  );
}

/** Writes through a temporary neighbour, so that a killed run leaves old facts or new ones. */
export function writeFacts(path, facts) {
  const temporary = `${path}.tmp-${process.pid}`;
  writeFileSync(temporary, `${JSON.stringify(facts, null, 1)}\n`, { flush: true });
  renameSync(temporary, path);
}

/** Facts from a file; undefined without one, or where it holds none. */
export function readFacts(path) {
  if (!existsSync(path)) return undefined;
  const read = factsSchema.safeParse(JSON.parse(readFileSync(path, "utf8")));
  return read.success ? read.data : undefined;
}
