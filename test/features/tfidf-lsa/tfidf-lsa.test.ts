import { describe, expect, it } from "vitest";
import type {
  BatchVectors,
  CorpusExtractor,
  ExtractorOptions,
} from "../../../src/features/contract.js";
import { tfidfLsa } from "../../../src/features/presets/tfidf-lsa.js";

const texts = [
  "A ship leaves the harbour for the island",
  "The captain of the ship finds an island",
  "A harbour, a captain and a storm",
  "Two lovers meet at a wedding",
  "The wedding of the lovers is put off",
  "A bride flees from her wedding",
];

async function extract(
  given: readonly (string | undefined)[],
  fitOn: readonly number[] = given.map(() => 1),
  settings: Record<string, number> = {},
): Promise<BatchVectors> {
  const extractor = (await tfidfLsa.open({ settings })) as CorpusExtractor;
  const items = given.map((text) => (text === undefined ? {} : { text }));
  return extractor.extractAll(items, Uint8Array.from(fitOn));
}

function rowOf({ values }: BatchVectors, row: number): Float32Array {
  return values.subarray(row * 128, (row + 1) * 128);
}

function cosine(batch: BatchVectors, row: number, other: number): number {
  const theirs = rowOf(batch, other);
  return rowOf(batch, row).reduce((sum, value, at) => sum + value * theirs[at], 0);
}

describe("tfidf-lsa", () => {
  it("brings texts of one topic together", async () => {
    const batch = await extract(texts);
    expect(batch.states).toEqual(texts.map(() => "ok"));
    expect(cosine(batch, 0, 1)).toBeGreaterThan(0.5);
    expect(cosine(batch, 3, 4)).toBeGreaterThan(0.5);
    expect(Math.abs(cosine(batch, 0, 3))).toBeLessThan(1e-3);
  });

  it("without loss of rank, cosines are those of the TF-IDF rows themselves", async () => {
    // Six texts span at most six of the 128 directions, so nothing is cut off.
    const batch = await extract(texts);
    const rarity = (frequency: number): number => Math.log(7 / (1 + frequency));
    // Text 0: ship, harbour, island; text 1: captain, ship, island (each in two texts).
    expect(cosine(batch, 0, 1)).toBeCloseTo((2 * rarity(2) ** 2) / (3 * rarity(2) ** 2), 5);
    expect(cosine(batch, 0, 0)).toBeCloseTo(1, 5);
  });

  it("is the same to the bit from run to run", async () => {
    expect((await extract(texts)).values).toEqual((await extract(texts)).values);
  });

  it("learns from the marked texts alone; the others get vectors", async () => {
    const more = [...texts, "The storm takes the harbour, a dragon takes the ship"];
    const fitOn = [1, 1, 1, 1, 1, 1, 0];
    const batch = await extract(more, fitOn);
    const alone = await extract(texts);
    expect(batch.values.subarray(0, 6 * 128)).toEqual(alone.values);
    expect(batch.states[6]).toBe("ok");
    expect(cosine(batch, 6, 0)).toBeGreaterThan(0.5);
    const learntFrom = await extract(more);
    expect(learntFrom.values.subarray(0, 6 * 128)).not.toEqual(alone.values);
  });

  it("gives a state and no vector to texts that say nothing", async () => {
    const hostile = [undefined, "", " \n", "🎬🍿👩‍🚀", "the of and"];
    const batch = await extract([...texts, ...hostile]);
    const states = ["missing", "empty", "empty", "empty", "empty"];
    expect(batch.states.slice(6)).toEqual(states);
    for (let row = 6; row < 11; row++) {
      expect(rowOf(batch, row).every((value) => value === 0)).toBe(true);
      expect(batch.remarks[row]).not.toBe("");
    }
    expect(batch.values.subarray(0, 6 * 128)).toEqual((await extract(texts)).values);
  });

  it("gives no vector to a text whose words stand in no other", async () => {
    const batch = await extract([...texts, "xylophone"]);
    expect(batch.states[6]).toBe("empty");
    expect(batch.remarks[6]).toBe("no word of the text tells texts apart");
  });

  it("reads a megabyte of text like any other", async () => {
    const batch = await extract([...texts, "wedding bride ".repeat(75_000)]);
    expect(batch.states[6]).toBe("ok");
    expect(cosine(batch, 6, 5)).toBeGreaterThan(0.4);
  });

  it.each([[[]], [["one text alone"]], [["", undefined]], [["same words", "same words"]]])(
    "does not stop at a collection without anything to learn: %j",
    async (given: (string | undefined)[]) => {
      const batch = await extract(given);
      expect(batch.states).toHaveLength(given.length);
      expect(batch.states.every((state) => state !== "ok")).toBe(true);
      expect(batch.values.every((value) => value === 0)).toBe(true);
    },
  );

  it("takes the number of texts that a word must stand in", async () => {
    const given = ["dragon ship", "dragon castle", "ship storm"];
    const all = await extract(given, undefined, { minimumDocuments: 1 });
    expect(cosine(all, 0, 1)).toBeLessThan(0.99);
    const some = await extract(given);
    // Only dragon and ship are left: text 1 is dragon alone, text 2 ship alone.
    expect(Math.abs(cosine(some, 1, 2))).toBeLessThan(1e-6);
    expect(cosine(some, 0, 1)).toBeCloseTo(Math.SQRT1_2, 5);
  });

  it("refuses settings that it does not have and devices that it has no use for", async () => {
    const open = (options: ExtractorOptions): Promise<unknown> => tfidfLsa.open(options);
    await expect(open({ settings: { size: 64 } })).rejects.toThrow("E_FEATURE_SETTING");
    await expect(open({ settings: { minimumDocuments: 0 } })).rejects.toThrow("E_FEATURE_SETTING");
    await expect(open({ settings: { minimumDocuments: "2" } })).rejects.toThrow(/from 1 to 1000/);
    await expect(open({ device: "webgpu" })).rejects.toThrow("E_FEATURE_DEVICE");
  });

  it("stops when it is told to", async () => {
    const extractor = (await tfidfLsa.open({})) as CorpusExtractor;
    const run = extractor.extractAll([{ text: "a" }], Uint8Array.of(1), AbortSignal.abort());
    await expect(run).rejects.toThrow("abort");
  });
});
