/** Extractors that learn from all items: stored as a whole, named also by what they learned from. */
import { describe, expect, it } from "vitest";
import type { FeaturePreset, ItemInput, PresetEntry } from "../../../src/features/contract.js";
import { extractFeatures } from "../../../src/features/extract/extract-features.js";
import { itemsOf, newStore } from "../support/poster-data.js";

const preset: FeaturePreset = {
  id: "fake-corpus",
  title: "Length of each text, and of all that was learned from",
  modality: "text",
  dim: 2,
  layer: "none",
  pooling: "none",
  preprocessing: {},
  licence: "free",
  source: "the tests",
};

/** Gives each text its length and the sum of the lengths that it learned from. */
function corpusPreset(seen: { calls: number; fitOn: number[] }): PresetEntry {
  const vectorsOf = (
    items: readonly ItemInput[],
    fitOn: Uint8Array,
  ): ReturnType<
    Extract<Awaited<ReturnType<PresetEntry["open"]>>, { kind: "corpus" }>["extractAll"]
  > => {
    seen.calls++;
    seen.fitOn = [...fitOn];
    const lengths = items.map(({ text }) => text?.length ?? 0);
    const all = lengths.reduce((sum, length, item) => sum + length * fitOn[item], 0);
    return Promise.resolve({
      values: Float32Array.from(lengths.flatMap((length) => [length, all])),
      states: lengths.map((length) => (length > 0 ? ("ok" as const) : ("empty" as const))),
      remarks: lengths.map((length) => (length > 0 ? "" : "nothing in it")),
    });
  };
  return {
    preset,
    open: () =>
      Promise.resolve({
        kind: "corpus" as const,
        preset,
        identity: { preset: preset.id, weightsHash: "none", settings: {} },
        device: "cpu" as const,
        extractAll: vectorsOf,
        close: () => Promise.resolve(),
      }),
  };
}

const textOf = ({ text }: { text?: string }): string | undefined => text;

describe("a corpus extractor", () => {
  it("sees all items at once, missing ones apart, and is asked once", async () => {
    const seen = { calls: 0, fitOn: [] as number[] };
    const store = await newStore();
    const dataset = itemsOf([{ text: "abc" }, {}, { text: "" }, { text: "de" }]);
    const options = { store, textOf };
    const features = await extractFeatures(dataset, corpusPreset(seen), options);
    expect([...features.values]).toEqual([3, 5, 0, 0, 0, 0, 2, 5]);
    expect(features.states).toEqual(["ok", "missing", "empty", "ok"]);
    expect(features.remarks).toEqual(["", "no text", "nothing in it", ""]);
    expect(seen.fitOn).toEqual([1, 0, 1, 1]);
    expect(await extractFeatures(dataset, corpusPreset(seen), options)).toEqual(features);
    expect(seen.calls).toBe(1);
    const changed = itemsOf([{ text: "abc" }, {}, { text: "" }, { text: "defg" }]);
    const again = await extractFeatures(changed, corpusPreset(seen), options);
    expect([...again.values.subarray(0, 2)]).toEqual([3, 7]);
    expect(seen.calls).toBe(2);
  });

  it("is another set when it may learn from fewer items", async () => {
    const seen = { calls: 0, fitOn: [] as number[] };
    const store = await newStore();
    const dataset = itemsOf([{ text: "abc" }, { text: "de" }]);
    const all = await extractFeatures(dataset, corpusPreset(seen), { store, textOf });
    const fitOn = Uint8Array.of(1, 0);
    const some = await extractFeatures(dataset, corpusPreset(seen), { store, textOf, fitOn });
    expect([...some.values]).toEqual([3, 3, 2, 3]);
    expect(some.id).not.toBe(all.id);
    const whole = { store, textOf, fitOn: Uint8Array.of(1, 1) };
    expect((await extractFeatures(dataset, corpusPreset(seen), whole)).id).toBe(all.id);
    expect(seen.calls).toBe(2);
  });

  it("says which items it learned from, also when it is read from the store", async () => {
    const seen = { calls: 0, fitOn: [] as number[] };
    const store = await newStore();
    const dataset = itemsOf([{ text: "abc" }, { text: "de" }, { text: "f" }]);
    const all = await extractFeatures(dataset, corpusPreset(seen), { store, textOf });
    expect(all.manifest.fitOn).toBe("all");
    expect(all.matrix().provenance).toEqual({ fitOn: Uint8Array.of(1, 1, 1) });
    const fitOn = Uint8Array.of(1, 0, 1);
    const some = await extractFeatures(dataset, corpusPreset(seen), { store, textOf, fitOn });
    expect(some.manifest.fitOn).toEqual([0, 2]);
    expect((await store.read(some.id))?.provenance).toEqual({ fitOn });
  });
});
