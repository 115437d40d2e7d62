/**
 * Token ids as the reference tokenizers give them, cut as they cut. @huggingface/transformers encodes;
 * the cut is our own, because that library's drops the closing special token of a text that is too
 * long, which Python's keeps.
 */
import { MoviolaError } from "../../../common/errors.js";
import { readModelJson } from "../model-files.js";
import { messageOf } from "../session/session.js";

/** A text as a model reads it. */
export interface TokenisedText {
  readonly ids: Int32Array;
  /** Tokens that the text itself gave and that were kept. */
  readonly nWords: number;
  /** True when the text had more tokens than the limit leaves room for. */
  readonly isTruncated: boolean;
}

/** A model's tokenizer. */
export interface TextTokenizer {
  readonly paddingId: number;
  /** Id of words outside the vocabulary; undefined where there are none. */
  readonly unknownId: number | undefined;
  /** Ids of a text, special ones included, at most `limit`. */
  tokenise(text: string, limit: number): TokenisedText;
}

interface LibraryTokenizer {
  encode(text: string, options: { add_special_tokens: boolean }): number[];
  readonly pad_token_id?: number;
  readonly unk_token_id?: number;
}

/**
 * Opens the tokenizer in a model's folder. Nothing is asked of the network. Throws
 * `E_FEATURE_TOKENIZER` when it is not there, cannot be read, or puts anything else around a text than
 * a fixed beginning and end.
 */
export async function openTokenizer(folder: string): Promise<TextTokenizer> {
  const model = await readModelJson(folder, "tokenizer.json");
  if (model === undefined) throw tokenizerError(folder, "a file tokenizer.json", "none");
  const config = (await readModelJson(folder, "tokenizer_config.json")) ?? {};
  const { PreTrainedTokenizer } = await import("@huggingface/transformers");
  let library: LibraryTokenizer;
  try {
    // Made from the two files themselves, so that the library has nothing to look for anywhere.
    library = new PreTrainedTokenizer(model, config);
  } catch (error) {
    throw tokenizerError(folder, "a tokenizer that can be read", messageOf(error), error);
  }
  return wrapTokenizer(library, folder);
}

/** The tokenizer over the library's. */
export function wrapTokenizer(library: LibraryTokenizer, folder: string): TextTokenizer {
  const encode = (text: string): number[] => library.encode(text, { add_special_tokens: false });
  const { before, after } = framing(library, folder);
  return {
    paddingId: library.pad_token_id ?? 0,
    unknownId: library.unk_token_id,
    tokenise: (text, limit) => {
      const room = limit - before.length - after.length;
      const words = encodeBeginning(encode, text, room);
      const kept = words.slice(0, room);
      return {
        ids: Int32Array.from([...before, ...kept, ...after]),
        nWords: kept.length,
        isTruncated: words.length > room,
      };
    },
  };
}

/** The special tokens around a text, found on a short one. */
function framing(
  library: LibraryTokenizer,
  folder: string,
): { readonly before: readonly number[]; readonly after: readonly number[] } {
  const probe = "a film";
  const bare = library.encode(probe, { add_special_tokens: false });
  const framed = library.encode(probe, { add_special_tokens: true });
  for (let start = 0; start + bare.length <= framed.length; start++) {
    if (bare.every((id, at) => framed[start + at] === id)) {
      return { before: framed.slice(0, start), after: framed.slice(start + bare.length) };
    }
  }
  throw tokenizerError(folder, "special tokens before and after a text only", "other changes");
}

/** Characters that are looked at first, for each token that is wanted. */
const charactersPerToken = 16;
/** A run of this many characters without a space is not waited through. */
const longestRun = 10_000;

/**
 * Tokens of the beginning of a text, more than `room` if the text has more. Tokens do not reach over
 * spaces, so a beginning that ends at one gives the beginning of all tokens; a megabyte need not be
 * read for 32.
 */
export function encodeBeginning(
  encode: (text: string) => number[],
  text: string,
  room: number,
): number[] {
  for (let size = Math.max(64, room * charactersPerToken); ; size *= 4) {
    if (size >= text.length) return encode(text);
    const run = text.slice(size, size + longestRun).search(/\s/);
    const end = run < 0 ? size + longestRun : size + run;
    if (end >= text.length) return encode(text);
    const words = encode(text.slice(0, end));
    if (words.length > room) return words;
  }
}

function tokenizerError(
  where: string,
  expected: string,
  got: string,
  cause?: unknown,
): MoviolaError {
  return new MoviolaError("E_FEATURE_TOKENIZER", "A model's tokenizer cannot be used", {
    where,
    expected,
    got,
    remedy: "Fetch the model again with `moviola models get`",
    cause,
  });
}
