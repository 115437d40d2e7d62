import { afterEach, describe, expect, test, vi } from "vitest";
import type { ItemExtractor } from "../../../src/features/contract.js";
import { presetEntry } from "../../../src/features/registry.js";
import { modelRoot } from "../../support/onnx/model-folder.js";
import {
  expectedRow,
  tinyTextModel,
  tinyTokenizer,
  tinyTokenizerConfig,
  vocabulary,
  type TinyText,
} from "../../support/onnx/tiny-text.js";

const tokenizer = {
  "tokenizer.json": tinyTokenizer(),
  "tokenizer_config.json": tinyTokenizerConfig,
};
const bert = "google-bert/bert-base-uncased";

function bertRoot(tiny: Partial<TinyText> = {}, file = "onnx/model.onnx"): string {
  return modelRoot(bert, { [file]: tinyTextModel({ dim: 768, ...tiny }), ...tokenizer });
}

async function openPreset(
  id: string,
  root: string,
  settings: Record<string, string | number | boolean> = {},
): Promise<ItemExtractor> {
  const options = { device: "cpu", modelFolders: [root], settings } as const;
  return (await presetEntry(id).open(options)) as ItemExtractor;
}

const ids = (text: string): number[] =>
  ["[CLS]", ...text.split(" "), "[SEP]"].map((word) => Math.max(1, vocabulary.indexOf(word)));

const meanOf = (rows: readonly number[][]): number[] =>
  rows[0].map((_unused, at) => rows.reduce((sum, row) => sum + row[at], 0) / rows.length);

const close = (got: Float32Array, expected: readonly number[]): void => {
  expect(got.length).toBe(expected.length);
  // Float32 sums of at most a dozen numbers below 3.
  expected.forEach((value, at) => expect(Math.abs(got[at] - value)).toBeLessThan(1e-5));
};

afterEach(() => vi.unstubAllEnvs());

describe("pooling of texts", () => {
  test("bert-cls takes the first row", async () => {
    const extractor = await openPreset("bert-cls", bertRoot());
    const { values, states } = await extractor.extract([{ text: "a film about love" }]);
    close(values, expectedRow(ids("a film about love"), 0, 768));
    expect(states).toEqual(["ok"]);
    await extractor.close();
  });

  test("bert-mean takes the mean of all rows, special ones included", async () => {
    const extractor = await openPreset("bert-mean", bertRoot());
    const { values } = await extractor.extract([{ text: "a film about love" }]);
    const all = ids("a film about love");
    close(values, meanOf(all.map((_id, row) => expectedRow(all, row, 768))));
  });

  test("a model with a fixed length gets padding, which nothing counts", async () => {
    const free = await openPreset("bert-mean", bertRoot());
    const fixed = await openPreset("bert-mean", bertRoot({ length: 256 }));
    const batch = [{ text: "a film about love" }, { text: "war" }];
    close((await fixed.extract(batch)).values, [...(await free.extract(batch)).values]);
  });

  test("minilm scales to length 1, clip-text takes the projected row", async () => {
    const model = { "onnx/model.onnx": tinyTextModel({ dim: 384 }), ...tokenizer };
    const minilm = await openPreset("minilm", modelRoot("Xenova/all-MiniLM-L6-v2", model));
    const { values } = await minilm.extract([{ text: "the king" }]);
    expect(values.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 6);
    const half = tinyTextModel({ dim: 512, output: "text_embeds", inputs: ["input_ids"] });
    const clip = await openPreset(
      "clip-text",
      modelRoot("Xenova/clip-vit-base-patch32", { "onnx/text_model.onnx": half, ...tokenizer }),
    );
    const all = ids("the king");
    const rows = all.map((_id, row) => expectedRow(all, row, 512));
    close((await clip.extract([{ text: "the king" }])).values, meanOf(rows));
  });

  test("glove's mean leaves out words outside the vocabulary", async () => {
    const root = modelRoot("stanfordnlp/glove-twitter-25d-12k", {
      "onnx/model.onnx": tinyTextModel({ dim: 25, inputs: ["input_ids"] }),
      "tokenizer.json": tinyTokenizer(false),
      "tokenizer_config.json": tinyTokenizerConfig,
    });
    const extractor = await openPreset("glove", root);
    const { values, states, remarks } = await extractor.extract([
      { text: "film xyzzy war" },
      { text: "xyzzy" },
    ]);
    const all = ["film", "[UNK]", "war"].map((word) => vocabulary.indexOf(word));
    const known = meanOf([expectedRow(all, 0, 25), expectedRow(all, 2, 25)]);
    close(values.subarray(0, 25), known);
    expect(states).toEqual(["ok", "empty"]);
    expect(remarks[1]).toContain("vocabulary");
    expect(values.subarray(25).every((value) => value === 0)).toBe(true);
  });
});

describe("truncation", () => {
  test("keeps the beginning and the closing token, and says so", async () => {
    const extractor = await openPreset("bert-cls", bertRoot(), { tokenLimit: 5 });
    const { values, states, remarks } = await extractor.extract([
      { text: "a film about love and war" },
      { text: "a film about" },
    ]);
    close(values.subarray(0, 768), expectedRow(ids("a film about"), 0, 768));
    close(values.subarray(768), expectedRow(ids("a film about"), 0, 768));
    expect(states).toEqual(["truncated", "ok"]);
    expect(remarks).toEqual(["cut after 5 tokens", ""]);
  });

  test("a megabyte is cut as its beginning would be", async () => {
    const extractor = await openPreset("bert-cls", bertRoot(), { tokenLimit: 32 });
    const long = "the story of a king and the city ".repeat(32_000);
    const { values, states } = await extractor.extract([
      { text: long },
      { text: long.slice(0, 2000) },
      { text: "a".repeat(1_000_000) },
    ]);
    expect(states).toEqual(["truncated", "truncated", "ok"]);
    expect(values.subarray(0, 768)).toEqual(values.subarray(768, 1536));
  });
});

describe("states of texts", () => {
  test("missing, empty and without a token", async () => {
    const extractor = await openPreset("bert-cls", bertRoot());
    const batch = [{}, { text: " \n " }, { text: "\u0000\u0001" }, { text: "🎬" }, { text: "war" }];
    const { values, states } = await extractor.extract(batch);
    expect(states).toEqual(["missing", "empty", "empty", "ok", "ok"]);
    expect(values.subarray(0, 3 * 768).every((value) => value === 0)).toBe(true);
    expect(values.subarray(4 * 768).some((value) => value !== 0)).toBe(true);
  });

  test("a stopped extraction throws the signal's reason", async () => {
    const extractor = await openPreset("bert-cls", bertRoot());
    const stopped = AbortSignal.abort(new Error("enough"));
    await expect(extractor.extract([{ text: "war" }], stopped)).rejects.toThrow("enough");
  });
});

describe("a vector does not depend on its batch", () => {
  const texts = ["war", "a film about love and war", "the king of the city", "a film"];
  test.each([
    ["fp32", "onnx/model.onnx", false],
    ["q8, activations quantised run by run", "onnx/model_quantized.onnx", true],
  ])("%s", async (name, file, quantised) => {
    const root = bertRoot({ quantised }, file);
    const extractor = await openPreset("bert-mean", root, {
      precision: name.slice(0, 4).split(",")[0],
    });
    const together = await extractor.extract(texts.map((text) => ({ text })));
    for (const [at, text] of texts.entries()) {
      const alone = await extractor.extract([{ text }]);
      expect(together.values.subarray(at * 768, (at + 1) * 768)).toEqual(alone.values);
    }
  });
});

test("what the model is given can be looked at", async () => {
  const extractor = await openPreset("bert-cls", bertRoot(), { tokenLimit: 4 });
  expect(await extractor.prepare?.({ text: "a film about love" })).toEqual(
    Int32Array.of(2, 4, 5, 3),
  );
  expect(await extractor.prepare?.({})).toBeUndefined();
});

test("identity: settings and weights count, the folder's place does not", async () => {
  const [first, second] = [bertRoot(), bertRoot({ inputs: ["input_ids", "attention_mask"] })];
  const identityOf = async (root: string, settings = {}): Promise<object> =>
    (await openPreset("bert-cls", root, settings)).identity;
  expect(await identityOf(bertRoot())).toEqual(await identityOf(first));
  expect(await identityOf(second)).not.toEqual(await identityOf(first));
  expect(await identityOf(first, { tokenLimit: 32 })).not.toEqual(await identityOf(first));
});

test("MOVIOLA_MODELS is searched, after the folders of the options", async () => {
  vi.stubEnv("MOVIOLA_MODELS", bertRoot());
  const extractor = (await presetEntry("bert-cls").open({ device: "cpu" })) as ItemExtractor;
  expect(extractor.device).toBe("cpu");
  expect(extractor.deviceReason).toBe("asked for");
});
