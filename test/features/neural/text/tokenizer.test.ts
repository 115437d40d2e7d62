import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  encodeBeginning,
  openTokenizer,
  wrapTokenizer,
} from "../../../../src/features/neural/text/tokenizer.js";
import { modelRoot } from "../../../support/onnx/model-folder.js";
import { tinyTokenizer, tinyTokenizerConfig } from "../../../support/onnx/tiny-text.js";

const files = {
  "tokenizer.json": tinyTokenizer(),
  "tokenizer_config.json": tinyTokenizerConfig,
};

describe("cutting", () => {
  test("keeps the special tokens, where the library drops the last", async () => {
    const root = modelRoot("own/model", files);
    const tokenizer = await openTokenizer(`${root}/own/model`);
    expect(tokenizer).toMatchObject({ paddingId: 0, unknownId: 1 });
    expect(tokenizer.tokenise("a film about love", 4)).toEqual({
      ids: Int32Array.of(2, 4, 5, 3),
      ...{ nWords: 2, isTruncated: true },
    });
    const { PreTrainedTokenizer } = await import("@huggingface/transformers");
    const library = new PreTrainedTokenizer(files["tokenizer.json"], tinyTokenizerConfig);
    const options = { truncation: true, max_length: 4, return_tensor: false } as const;
    const { input_ids } = library("a film about love", options) as { input_ids: number[] };
    expect(input_ids).toEqual([2, 4, 5, 6]);
  });

  test("a text that fits to the token is not cut", async () => {
    const tokenizer = await openTokenizer(`${modelRoot("own/model", files)}/own/model`);
    expect(tokenizer.tokenise("a film", 4)).toMatchObject({ nWords: 2, isTruncated: false });
    expect(tokenizer.tokenise("a film.", 4)).toMatchObject({ nWords: 2, isTruncated: true });
  });

  test("E_FEATURE_TOKENIZER for one that changes a text between its special tokens", () => {
    const library = {
      encode: (_text: string, { add_special_tokens }: { add_special_tokens: boolean }) =>
        add_special_tokens ? [9, 4, 9, 5, 9] : [4, 5],
    };
    expect(() => wrapTokenizer(library, "folder")).toThrow("E_FEATURE_TOKENIZER");
  });
});

describe("reading only the beginning", () => {
  /** A token for every two letters of a word. */
  const encode = (text: string): number[] =>
    text.split(/\s+/).flatMap((word) => (word.match(/.{1,2}/gu) ?? []).map((part) => part.length));

  test("gives the same first tokens as reading all", () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,40}$/), { minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 60 }), (list, room) => {
        const text = list.join(" ");
        const all = encode(text);
        const some = encodeBeginning(encode, text, room);
        expect(some.slice(0, room)).toEqual(all.slice(0, room));
        expect(some.length > room).toBe(all.length > room);
      }),
    );
  });

  test("of a megabyte only little is read", () => {
    let longest = 0;
    const counting = (text: string): number[] => {
      longest = Math.max(longest, text.length);
      return encode(text);
    };
    encodeBeginning(counting, "some words ".repeat(100_000), 30);
    encodeBeginning(counting, "x".repeat(1_000_000), 30);
    expect(longest).toBeLessThan(20_000);
  });
});
