/** The committed facts of the trust run, `reports/trust/*.json`: whole, of this shape, and written by the runner. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import type { z } from "zod";
import { readDocument } from "../support/documents.js";
import { ROOT } from "../support/source-files.js";

interface FactsModule {
  readonly factsSchema: z.ZodType<{
    readonly name: string;
    readonly manifest: { readonly command: string; readonly isQuick: boolean };
  }>;
}

const path = join(ROOT, "scripts", "trust", "run", "facts.mjs");
const { factsSchema } = (await import(pathToFileURL(path).href)) as FactsModule;
const folder = join(ROOT, "reports", "trust");
const files = existsSync(folder) ? readdirSync(folder) : [];

describe("facts of the trust run", () => {
  test("are all that lies in their folder", () => {
    expect(files.filter((file) => !file.endsWith(".json"))).toEqual([]);
  });

  test.each(files)("%s is of the shape, by a part that there is, in full", (file) => {
    const facts = factsSchema.parse(JSON.parse(readDocument(`reports/trust/${file}`)));
    expect(file).toBe(`${facts.name}.json`);
    expect(existsSync(join(ROOT, "scripts", "trust", "parts", `${facts.name}.mjs`))).toBe(true);
    expect(facts.manifest.command).toContain(`--only ${facts.name} --seed`);
    expect(facts.manifest.isQuick).toBe(false);
  });

  test.each(files)("%s names no folder of a machine", (file) => {
    expect(readDocument(`reports/trust/${file}`)).not.toMatch(
      /(?<![\w.<~])\/(work|home|root|Users|tmp)\//,
    );
  });
});
