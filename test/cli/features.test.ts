import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Command } from "commander";
import { featuresCommand } from "../../src/cli/features.js";
import { isMoviolaError } from "../../src/common/errors.js";
import type { ExtractorIdentity, ItemExtractor, PresetEntry } from "../../src/features/contract.js";
import { extractFeatures } from "../../src/features/extract/extract-features.js";
import { presetEntry } from "../../src/features/registry.js";
import type { FeatureStore } from "../../src/features/store/feature-store.js";
import { fakePreset } from "../features/support/fake-preset.mjs";
import { distinct, newFolder, newStore, posterItems } from "../features/support/poster-data.js";

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

/** Runs a command in this process; resolves to what it wrote to standard output. */
async function run(store: FeatureStore, ...words: string[]): Promise<string> {
  let text = "";
  const write = vi.spyOn(process.stdout, "write").mockImplementation((part) => {
    text += String(part);
    return true;
  });
  try {
    const command = featuresCommand();
    for (const inner of command.commands)
      inner.exitOverride().configureOutput({ writeErr: () => undefined });
    await command.parseAsync([...words, "--store", store.directory], { from: "user" });
  } finally {
    write.mockRestore();
  }
  return text;
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "no error",
    (error: unknown) => (isMoviolaError(error) ? error.code : String(error)),
  );
}

/** Two sets of the same posters. */
async function twoSets(): Promise<{ store: FeatureStore; ids: [string, string] }> {
  const store = await newStore();
  const { dataset } = await posterItems([...distinct(12), "BROKEN", undefined]);
  const one = await extractFeatures(dataset, fakePreset(), { store });
  const two = await extractFeatures(dataset, fakePreset(), { store, dtype: "float16" });
  return { store, ids: [one.id, two.id] };
}

describe("moviola features", () => {
  it("extract: makes a set of the demo posters, then finds it there", async () => {
    const store = await newStore();
    const first = JSON.parse(await run(store, "extract", "demo", "palette", "--json")) as {
      id: string;
      coverage: number;
    };
    expect(first).toMatchObject({ preset: "palette", data: "demo", invented: true, items: 400 });
    expect(first.coverage).toBeGreaterThan(0.5);
    const again = await run(store, "extract", "demo", "palette");
    expect(again).toContain(`${first.id}  palette of demo (invented)`);
    expect(again).toContain(`Next: moviola features show ${first.id.slice(0, 8)}`);
  }, 120_000);

  it("list: shows presets and sets, or one preset", async () => {
    const { store, ids } = await twoSets();
    const text = await run(store, "list");
    for (const word of ["palette", "mobilenet-v2", ...ids, "float16", "85.7 %"]) {
      expect(text).toContain(word);
    }
    const listed = JSON.parse(await run(store, "list", "--json")) as { sets: { id: string }[] };
    expect(listed.sets.map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect(await run(store, "list", "palette")).toMatch(/^palette: [^]*licence: [^]*source: /);
    expect(await run(await newStore(), "list")).toContain("No features here yet");
    expect(await codeOf(run(store, "list", "no-such"))).toBe("E_FEATURE_PRESET");
  });

  it("show: says what a set holds, with the items that failed", async () => {
    const { store, ids } = await twoSets();
    const text = await run(store, "show", ids[0].slice(0, 6));
    for (const word of [
      "12 ok, 1 missing, 1 broken",
      "no picture",
      "all checksums hold",
      "not verified",
    ]) {
      expect(text).toContain(word);
    }
    const shown = JSON.parse(await run(store, "show", ids[0], "--json")) as object;
    expect(shown).toMatchObject({
      id: ids[0],
      states: { ok: 12, broken: 1, missing: 1 },
      failures: [
        { item: "i12", state: "broken" },
        { item: "i13", state: "missing" },
      ],
      ladder: null,
    });
    await writeFile(join(store.folderOf(ids[0]), "features.npy"), "damaged");
    expect(await codeOf(run(store, "show", ids[0]))).toBe("E_FEATURE_CORRUPT");
    expect(await codeOf(run(store, "show", "0000"))).toBe("E_FEATURE_ID");
  });

  it("compare: of a set and its half-precision copy", async () => {
    const { store, ids } = await twoSets();
    const text = await run(store, "compare", ...ids);
    expect(text).toContain("items with a vector in both: 12");
    expect(text).toMatch(/cosine: mean 1\.000000/);
    const compared = JSON.parse(await run(store, "compare", ...ids, "--json")) as object;
    expect(compared).toMatchObject({ nShared: 12, neighbourOverlap: 1, versions: [] });
  });

  it("compare and verify: say which versions differ", async () => {
    const store = await newStore();
    const { dataset } = await posterItems(distinct(3));
    const entry = presetEntry("palette");
    const opened = await entry.open({});
    const older = { ...opened.identity, packages: { sharp: "0.1.0" } };
    const fake = await fakePreset().open({});
    const withIdentity = (identity: ExtractorIdentity): PresetEntry => ({
      preset: fake.preset,
      open: () => Promise.resolve({ ...(fake as ItemExtractor), identity }),
    });
    const one = await extractFeatures(dataset, withIdentity(older), { store });
    const two = await extractFeatures(dataset, withIdentity(opened.identity), { store });
    const { sharp } = opened.identity.packages!;
    const compared = await run(store, "compare", one.id, two.id);
    expect(compared).toContain(`made by other versions of: sharp 0.1.0 and ${sharp}`);
    const verified = await run(store, "verify", "palette", "--references", await newFolder());
    expect(verified).toContain(`says nothing of set ${one.id}, made with and now: sharp 0.1.0`);
    expect(verified).not.toContain(two.id);
  });

  it("export and import: there and back through files", async () => {
    const store = await newStore();
    const folder = await newFolder();
    const extracted = await run(store, "extract", "demo", "tfidf-lsa", "--text", "text", "--json");
    const { id } = JSON.parse(extracted) as { id: string };
    const path = join(folder, "vectors.npy");
    expect(await run(store, "export", id, path)).toContain("vectors.ids.txt");
    const words = ["import", "demo", path, "--modality", "text", "--name", "back", "--json"];
    const back = JSON.parse(await run(store, ...words)) as { id: string; preset: string };
    expect(back.preset).toBe("back");
    const compared = await run(store, "compare", id, back.id, "--json");
    expect(JSON.parse(compared)).toMatchObject({ isIdentical: true, nOnlyFirst: 0 });
    const lines = await run(store, "import", "demo", path);
    expect(lines).toMatch(/ imported-vectors of demo\n400 items x 128 numbers: /);
    expect(await codeOf(run(store, "export", id, join(folder, "unclear")))).toBe("E_CLI_INPUT");
    await mkdir(join(folder, "taken.npy"));
    expect(await codeOf(run(store, "export", id, join(folder, "taken.npy")))).toBe("E_CLI_OUTPUT");
  }, 120_000);

  it("verify: prints the rung, or why none can be tested", async () => {
    const store = await newStore();
    const folder = await newFolder();
    const text = await run(store, "verify", "palette", "--references", folder);
    expect(text).toContain("palette on cpu: no rung reached");
    expect(text).toContain("not tested: there are no reference vectors");
    const json = await run(store, "verify", "palette", "--references", folder, "--json");
    expect(JSON.parse(json)).toMatchObject({ results: [{ preset: "palette", nSamples: 0 }] });
    await writeFile(join(folder, "palette.json"), "{}");
    expect(await codeOf(run(store, "verify", "palette", "--references", folder))).toBe(
      "E_FEATURE_REFERENCE",
    );
  }, 120_000);

  it("refuses words that it does not understand", async () => {
    const store = await newStore();
    expect(await codeOf(run(store, "extract", "demo", "no-such"))).toBe("E_FEATURE_PRESET");
    expect(await codeOf(run(store, "extract", "no-such-data", "palette"))).toBe("E_DATA_NAME");
    const set = run(store, "extract", "demo", "palette", "--set", "word");
    expect(await codeOf(set)).toBe("E_CLI_SETTING");
    const wrong = [
      ["extract", "demo", "palette", "--device", "abacus"],
      ["extract", "demo", "palette", "--text", "plot"],
      ["extract", "demo", "palette", "--dtype", "int8"],
      ["import", "demo", "x", "--format", "csv"],
    ];
    for (const words of wrong) await expect(run(store, ...words)).rejects.toThrow(/invalid/);
  });

  it("every command has help with an example", () => {
    const { commands } = featuresCommand();
    const names = ["extract", "list", "show", "verify", "compare", "import", "export"];
    expect(commands.map((command: Command) => command.name())).toEqual(names);
    for (const command of commands) {
      let help = "";
      command.configureOutput({ writeOut: (part) => (help += part) });
      command.outputHelp();
      expect(help).toContain("Example:\n  $ moviola features");
      expect(help).toContain("--json");
    }
  });
});
