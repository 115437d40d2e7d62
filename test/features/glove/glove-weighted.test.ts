import { describe, expect, it } from "vitest";
import type { BatchVectors, CorpusExtractor } from "../../../src/features/contract.js";
import { gloveWeighted } from "../../../src/features/presets/glove-weighted.js";
import { modelRoot } from "../../support/onnx/model-folder.js";
import { onnxModel } from "../../support/onnx/model.js";
import {
  tinyTokenizer,
  tinyTokenizerConfig,
  vocabulary,
  wordValue,
} from "../../support/onnx/tiny-text.js";

/** One look-up of word vectors, as the real file is. */
function lookUpModel(dim: number): Buffer {
  const values = vocabulary.flatMap((_word, id) =>
    Array.from({ length: dim }, (_unused, at) => (id < 2 ? 0 : wordValue(id, at))),
  );
  return onnxModel({
    inputs: [{ name: "input_ids", type: "int64", shape: ["batch", "tokens"] }],
    outputs: [{ name: "last_hidden_state", type: "float32", shape: ["batch", "tokens", dim] }],
    constants: { words: { type: "float32", dims: [vocabulary.length, dim], values } },
    operators: [{ type: "Gather", inputs: ["words", "input_ids"], outputs: ["last_hidden_state"] }],
  });
}

function rootWith(dim = 25): string {
  return modelRoot("stanfordnlp/glove-twitter-25d-12k", {
    "onnx/model.onnx": lookUpModel(dim),
    "tokenizer.json": tinyTokenizer(false),
    "tokenizer_config.json": tinyTokenizerConfig,
  });
}

async function extract(
  texts: readonly (string | undefined)[],
  fitOn: readonly number[] = texts.map(() => 1),
  settings: Record<string, number> = {},
): Promise<BatchVectors> {
  const options = { modelFolders: [rootWith()], settings };
  const extractor = (await gloveWeighted.open(options)) as CorpusExtractor;
  const items = texts.map((text) => (text === undefined ? {} : { text }));
  const batch = await extractor.extractAll(items, Uint8Array.from(fitOn));
  await extractor.close();
  return batch;
}

const rowOf = ({ values }: BatchVectors, row: number): Float32Array =>
  values.subarray(row * 25, (row + 1) * 25);

const isZero = (row: Float32Array): boolean => row.every((value) => value === 0);

const texts = ["the king of the city", "a film about love and war", "the love story", "war"];

describe("glove-weighted", () => {
  it("is the weighted mean less its part along the common direction", async () => {
    const batch = await extract(texts);
    expect(batch.states).toEqual(texts.map(() => "ok"));
    const words = texts.map((text) => text.split(" "));
    const all = words.flat();
    const means = words.map((list) =>
      Array.from({ length: 25 }, (_unused, at) =>
        list.reduce((sum, word) => {
          const share = all.filter((other) => other === word).length / all.length;
          const value = wordValue(vocabulary.indexOf(word), at);
          return sum + ((0.001 / (0.001 + share)) * value) / list.length;
        }, 0),
      ),
    );
    // The difference of mean and vector is a multiple of one direction for all texts.
    const removed = means.map((mean, row) =>
      mean.map((value, at) => value - rowOf(batch, row)[at]),
    );
    const length = (row: readonly number[]): number => Math.hypot(...row);
    const direction = removed[0].map((value) => value / length(removed[0]));
    for (const [row, part] of removed.entries()) {
      const along = part.reduce((sum, value, at) => sum + value * direction[at], 0);
      expect(Math.abs(along)).toBeCloseTo(length(part), 6);
      const left = rowOf(batch, row).reduce((sum, value, at) => sum + value * direction[at], 0);
      expect(left).toBeCloseTo(0, 6);
    }
    expect(length(removed[0])).toBeGreaterThan(0);
  });

  it("learns from the marked texts alone, and is the same from run to run", async () => {
    const some = await extract([...texts, "the city of war"], [1, 1, 1, 1, 0]);
    const alone = await extract(texts);
    expect(some.values.subarray(0, 100)).toEqual(alone.values);
    expect(some.states[4]).toBe("ok");
    expect((await extract(texts)).values).toEqual(alone.values);
  });

  it("gives a state and no vector to texts without a known word", async () => {
    const hostile = [undefined, "", "   ", "🎬🍿", "xyzzy plugh", "love ".repeat(200_000)];
    const batch = await extract([...texts, ...hostile]);
    const states = ["missing", "empty", "empty", "empty", "empty", "truncated"];
    expect(batch.states.slice(4)).toEqual(states);
    for (let row = 4; row < 9; row++) expect(isZero(rowOf(batch, row))).toBe(true);
    expect(isZero(rowOf(batch, 9))).toBe(false);
    expect(batch.remarks[9]).toBe("cut after 512 tokens");
  });

  it("does not take a single text for its own common direction", async () => {
    const batch = await extract(["the king"]);
    expect(batch.states).toEqual(["ok"]);
    expect(isZero(batch.values)).toBe(false);
    expect((await extract([])).values).toHaveLength(0);
    expect((await extract(["king", "love"], [0, 0])).states).toEqual(["ok", "ok"]);
  });

  it("cuts texts where it is told to", async () => {
    const batch = await extract(["king love war city", "king love war"], [1, 1], { tokenLimit: 3 });
    expect(batch.states).toEqual(["truncated", "ok"]);
    expect(rowOf(batch, 0)).toEqual(rowOf(batch, 1));
  });

  it("says what is wrong with options and models", async () => {
    const root = rootWith();
    const open = (options: Parameters<typeof gloveWeighted.open>[0]): Promise<unknown> =>
      gloveWeighted.open({ modelFolders: [root], ...options });
    await expect(open({ settings: { a: 1 } })).rejects.toThrow("E_FEATURE_SETTING");
    await expect(open({ settings: { tokenLimit: 513 } })).rejects.toThrow("E_FEATURE_SETTING");
    await expect(open({ device: "webgpu" })).rejects.toThrow("E_FEATURE_DEVICE");
    const wrong = open({ modelFolders: [rootWith(24)] });
    await expect(wrong).rejects.toThrow("E_FEATURE_MODEL_SHAPE");
  });
});
