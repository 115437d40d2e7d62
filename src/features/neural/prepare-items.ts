/** From an item to what a session gets, or to the state it is left in. */
import type { ItemInput, ItemState } from "../contract.js";
import { decodeImage } from "../images/decode-image.js";
import type { PreparedItem } from "./encoder.js";
import type { ImagePreparer } from "./pixels/prepare-image.js";
import { messageOf } from "./session/session.js";
import type { TextTokenizer } from "./text/tokenizer.js";

/** An item on its way: prepared, or with a state that ends it. */
export interface Preparation {
  readonly item?: PreparedItem;
  readonly state: ItemState;
  readonly remark: string;
}

/** Turns one item into a preparation; never throws for what the item holds. */
export type ItemPreparer = (input: ItemInput) => Promise<Preparation>;

/** Prepares texts with a tokenizer. `knownOnly` marks the rows of known words. */
export function textPreparer(
  tokenizer: TextTokenizer,
  limit: number,
  knownOnly: boolean,
): ItemPreparer {
  return (input) => Promise.resolve(prepareText(tokenizer, limit, knownOnly, input.text));
}

function prepareText(
  tokenizer: TextTokenizer,
  limit: number,
  knownOnly: boolean,
  text: string | undefined,
): Preparation {
  if (text === undefined) return { state: "missing", remark: "no text is given" };
  if (text.trim() === "") return { state: "empty", remark: "the text is empty" };
  const { ids, nWords, isTruncated } = tokenizer.tokenise(text, limit);
  if (nWords === 0) return { state: "empty", remark: "the text has no token" };
  const isKnown = Array.from(ids, (id) => id !== tokenizer.unknownId);
  if (knownOnly && !isKnown.includes(true)) {
    return { state: "empty", remark: "no word is in the vocabulary" };
  }
  const rows = knownOnly ? isKnown : Array.from(ids, () => true);
  const item = { shape: `t${ids.length}`, data: ids, rows };
  if (!isTruncated) return { item, state: "ok", remark: "" };
  return { item, state: "truncated", remark: `cut after ${ids.length} tokens` };
}

/** Decodes and prepares images; what a decoder refuses becomes a state. */
export function imageItemPreparer(prepare: ImagePreparer, size: number): ItemPreparer {
  return async ({ imagePath }) => {
    if (imagePath === undefined) return { state: "missing", remark: "no image is given" };
    const image = await decodeImage(imagePath);
    if ("state" in image) return image;
    try {
      const item = { shape: `p${size}`, data: await prepare(image) };
      return { item, state: "ok", remark: "" };
    } catch (error) {
      return { state: "too-large", remark: messageOf(error) };
    }
  };
}
