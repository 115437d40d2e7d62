/**
 * Mutated files against every reader, in a process of its own (scripts/trust/hostile): each ends in data
 * or in an error with a code, in time, with bounded memory, without a wrong number where that can be
 * decided, and without a file elsewhere. The long part: `node scripts/trust/hostile.mjs --count 100000`.
 */
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builtLibrary } from "../support/built-library.js";

/** What the script writes; see `report` there. */
interface Summary {
  readonly cases: number;
  readonly faultList: readonly { readonly target: string; readonly what: string }[];
  readonly readers: Readonly<
    Record<string, { readonly cases: number; readonly data: number; readonly refused: object }>
  >;
}

const dist = builtLibrary();
const script = join(import.meta.dirname, "../../scripts/trust/hostile.mjs");
const casesFolder = join(import.meta.dirname, "cases");

describe.skipIf(dist === undefined)("mutated files (needs the built library)", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "moviola-hostile-test-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function summaryOf(words: readonly string[]): Promise<Summary> {
    const out = join(folder, "summary.json");
    const all = [script, "--out", out, "--faults", join(folder, "faults"), ...words];
    // Faults are read from the summary; the exit code says the same.
    await promisify(execFile)(process.execPath, all, {
      env: { ...process.env, MOVIOLA_DIST: dist },
    }).catch(() => undefined);
    return JSON.parse(await readFile(out, "utf8")) as Summary;
  }

  it("end in data or an error with a code", async () => {
    const { cases, faultList, readers } = await summaryOf(["--count", "2000", "--seed", "1"]);
    expect(faultList).toEqual([]);
    expect(cases).toBeGreaterThanOrEqual(1950);
    for (const [name, { data, refused }] of Object.entries(readers)) {
      // A reader that refuses everything, or nothing, was not tested.
      if (name === "program") continue;
      expect(data, name).toBeGreaterThan(0);
      if (!["site-state", "work-block"].includes(name)) expect(refused, name).not.toEqual({});
    }
  }, 240_000);

  it("that once broke a reader are refused", async () => {
    const files = await readdir(casesFolder);
    const { cases, faultList } = await summaryOf(["--cases", casesFolder]);
    expect(faultList).toEqual([]);
    expect(cases).toBe(files.length);
  }, 120_000);
});
