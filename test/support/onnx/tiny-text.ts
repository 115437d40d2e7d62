/** A text encoder with BERT's inputs and outputs, small enough to compute by hand. */
import { onnxModel, type Operator, type Port } from "./model.js";

/** Words of the tiny vocabulary, by id. */
export const vocabulary: readonly string[] = [
  ...["[PAD]", "[UNK]", "[CLS]", "[SEP]"],
  ...["a", "film", "about", "love", "and", "war", "the", "king", "city", "story", "of", "."],
];

/** How the tiny encoder is made; the defaults are BERT's. */
export interface TinyText {
  readonly dim: number;
  /** Default `last_hidden_state`; `text_embeds` makes one row of all, as CLIP does. */
  readonly output?: string;
  /** Default free. */
  readonly length?: number;
  /** Quantises the activations by the largest value of the run. */
  readonly quantised?: boolean;
  /** Inputs; default all three. */
  readonly inputs?: readonly string[];
}

/** Number `at` of the vector of word `id`. */
export function wordValue(id: number, at: number): number {
  return Math.fround(Math.sin(id * 1.7 + at * 0.3));
}

/**
 * Row `row` of a text: its word's vector, plus the mean of all words' vectors, plus 0.5 of token type 0.
 */
export function expectedRow(ids: readonly number[], row: number, dim: number): number[] {
  return Array.from({ length: dim }, (_unused, at) => {
    const mean = ids.reduce((sum, id) => sum + wordValue(id, at), 0) / ids.length;
    return wordValue(ids[row], at) + mean + 0.5;
  });
}

/** The bytes of the ONNX file. */
export function tinyTextModel({
  dim,
  output = "last_hidden_state",
  length,
  quantised = false,
  inputs = ["input_ids", "attention_mask", "token_type_ids"],
}: TinyText): Buffer {
  const words = vocabulary.flatMap((_word, id) =>
    Array.from({ length: dim }, (_unused, at) => wordValue(id, at)),
  );
  const typed = inputs.includes("token_type_ids");
  const masked = inputs.includes("attention_mask");
  const port = (name: string): Port => ({
    name,
    type: "int64",
    shape: ["batch", length ?? "tokens"],
  });
  const rows = quantised ? "exact" : "rows";
  const operators: Operator[] = [
    { type: "Gather", inputs: ["words", "input_ids"], outputs: ["embedded"] },
    typed
      ? { type: "Gather", inputs: ["types", "token_type_ids"], outputs: ["typed"] }
      : { type: "Identity", inputs: ["half"], outputs: ["typed"] },
    { type: "Mul", inputs: ["embedded", "zero"], outputs: ["zeros"] },
    { type: "Add", inputs: ["zeros", "one"], outputs: ["ones"] },
    ...(masked
      ? [
          { type: "Cast", inputs: ["attention_mask"], outputs: ["maskf"], attributes: { to: 1 } },
          { type: "Unsqueeze", inputs: ["maskf", "last"], outputs: ["mask"] },
        ]
      : [{ type: "Identity", inputs: ["ones"], outputs: ["mask"] }]),
    { type: "Mul", inputs: ["embedded", "mask"], outputs: ["kept"] },
    { type: "ReduceSum", inputs: ["kept", "second"], outputs: ["sum"] },
    { type: "ReduceSum", inputs: ["mask", "second"], outputs: ["count"] },
    { type: "Div", inputs: ["sum", "count"], outputs: ["mean"] },
    { type: "Add", inputs: ["embedded", "mean"], outputs: ["mixed"] },
    { type: "Add", inputs: ["mixed", "typed"], outputs: [rows] },
    ...(quantised ? quantising : []),
    output === "last_hidden_state" || output === "hidden"
      ? { type: "Identity", inputs: ["rows"], outputs: [output] }
      : {
          type: "ReduceMean",
          inputs: ["rows"],
          outputs: [output],
          attributes: { axes: [1], keepdims: 0 },
        },
  ];
  const isRows = output === "last_hidden_state" || output === "hidden";
  const shape = isRows ? ["batch", length ?? "tokens", dim] : ["batch", dim];
  const scalar = { type: "float32", dims: [1] } as const;
  return onnxModel({
    inputs: inputs.map(port),
    outputs: [{ name: output, type: "float32", shape }],
    constants: {
      words: { type: "float32", dims: [vocabulary.length, dim], values: words },
      types: {
        type: "float32",
        dims: [2, dim],
        values: [...Array<number>(dim).fill(0.5), ...Array<number>(dim).fill(9)],
      },
      half: { ...scalar, values: [0.5] },
      zero: { ...scalar, values: [0] },
      one: { ...scalar, values: [1] },
      last: { type: "int64", dims: [1], values: [2] },
      second: { type: "int64", dims: [1], values: [1] },
    },
    operators,
  });
}

const quantising: readonly Operator[] = [
  { type: "DynamicQuantizeLinear", inputs: ["exact"], outputs: ["bytes", "scale", "origin"] },
  { type: "DequantizeLinear", inputs: ["bytes", "scale", "origin"], outputs: ["rows"] },
];

/** A `tokenizer.json` over the tiny vocabulary; `framed` puts [CLS] and [SEP] around a text. */
export function tinyTokenizer(framed = true): object {
  const special = (id: number): object => ({
    id,
    content: vocabulary[id],
    ...{ single_word: false, lstrip: false, rstrip: false, normalized: false, special: true },
  });
  const token = (id: string): object => ({ SpecialToken: { id, type_id: 0 } });
  const text = { Sequence: { id: "A", type_id: 0 } };
  const entry = (id: number): object => ({
    id: vocabulary[id],
    ids: [id],
    tokens: [vocabulary[id]],
  });
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: [0, 1, 2, 3].map(special),
    normalizer: { type: "BertNormalizer", clean_text: true, lowercase: true, strip_accents: true },
    pre_tokenizer: { type: "BertPreTokenizer" },
    post_processor: framed
      ? {
          type: "TemplateProcessing",
          single: [token("[CLS]"), text, token("[SEP]")],
          pair: [],
          special_tokens: { "[CLS]": entry(2), "[SEP]": entry(3) },
        }
      : null,
    decoder: { type: "WordPiece", prefix: "##", cleanup: true },
    model: {
      type: "WordPiece",
      unk_token: "[UNK]",
      continuing_subword_prefix: "##",
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocabulary.map((word, id) => [word, id])),
    },
  };
}

/** The `tokenizer_config.json` beside it. */
export const tinyTokenizerConfig = {
  tokenizer_class: "BertTokenizer",
  pad_token: "[PAD]",
  unk_token: "[UNK]",
  cls_token: "[CLS]",
  sep_token: "[SEP]",
};
