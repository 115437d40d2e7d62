/** Holds the reference pages to the source that they are written from. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { builtLibrary } from "../support/built-library.js";

const root = join(import.meta.dirname, "..", "..");
const script = pathToFileURL(join(root, "scripts", "reference.mjs")).href;

describe.skipIf(builtLibrary() === undefined)("reference pages (need the built library)", () => {
  test("say what the source says: `node scripts/reference.mjs` writes them", async () => {
    const { referencePages } = (await import(/* @vite-ignore */ script)) as {
      referencePages: () => Promise<Record<string, string>>;
    };
    for (const [path, text] of Object.entries(await referencePages())) {
      expect(readFileSync(join(root, path), "utf8"), path).toBe(text);
    }
  });
});
