import type {
  BatchVectors,
  CorpusExtractor,
  ExtractorIdentity,
  FeaturePreset,
  ItemInput,
  ItemState,
  WeightsOrigin,
} from "../contract.js";
import type { NeuralSession } from "../neural/session/session.js";
import type { TextTokenizer } from "../neural/text/tokenizer.js";
import { commonDirection, rarityWeights, removeDirection, weightedMeans } from "./rarity-mean.js";
import { lookUpWords } from "./word-vectors.js";

/** What the extractor works with. */
export interface GloveParts {
  readonly preset: FeaturePreset;
  readonly identity: ExtractorIdentity;
  readonly weights: WeightsOrigin;
  readonly session: NeuralSession;
  readonly tokenizer: TextTokenizer;
  /** Tokens kept of a text. */
  readonly tokenLimit: number;
}

/** One text as known words. */
interface KnownWords {
  readonly ids: readonly number[];
  readonly state: ItemState;
  readonly remark: string;
}

/** Means weighted by rarity; `fitOn` marks the texts that rarity and the common direction come from. */
export function gloveWeightedExtractor(parts: GloveParts): CorpusExtractor {
  const { preset, identity, weights, session } = parts;
  return {
    kind: "corpus",
    preset,
    identity,
    weights,
    device: "cpu",
    extractAll: (items, fitOn, signal) => extractAll(parts, items, fitOn, signal),
    close: () => session.close(),
  };
}

async function extractAll(
  { preset, session, tokenizer, tokenLimit }: GloveParts,
  items: readonly ItemInput[],
  fitOn: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<BatchVectors> {
  const texts = items.map(({ text }) => knownWords(text, tokenizer, tokenLimit));
  const ids = texts.map((text) => text.ids);
  const words = await lookUpWords(session, [...new Set(ids.flat())], preset.dim, signal);
  const learnt = Uint8Array.from(ids, (list, item) => (list.length > 0 ? fitOn[item] : 0));
  const weightOf = rarityWeights(ids.filter((_list, item) => learnt[item] === 1));
  const means = weightedMeans(ids, weightOf, words);
  const direction = commonDirection(means, preset.dim, learnt);
  // A single text is its own common direction: nothing would be left of it.
  const nLearnt = learnt.reduce((sum, value) => sum + value, 0);
  if (direction !== undefined && nLearnt > 1) removeDirection(means, direction);
  return asBatch(texts, Float32Array.from(means), preset.dim);
}

function knownWords(text: string | undefined, tokenizer: TextTokenizer, limit: number): KnownWords {
  if (text === undefined) return { ids: [], state: "missing", remark: "no text is given" };
  if (text.trim() === "") return { ids: [], state: "empty", remark: "the text is empty" };
  const { ids, isTruncated } = tokenizer.tokenise(text, limit);
  const { unknownId, paddingId } = tokenizer;
  const known = Array.from(ids).filter((id) => id !== unknownId && id !== paddingId);
  if (known.length === 0) {
    return { ids: known, state: "empty", remark: "no word is in the vocabulary" };
  }
  if (!isTruncated) return { ids: known, state: "ok", remark: "" };
  return { ids: known, state: "truncated", remark: `cut after ${ids.length} tokens` };
}

function asBatch(texts: readonly KnownWords[], values: Float32Array, dim: number): BatchVectors {
  const isZero = texts.map(
    ({ ids }, item) =>
      ids.length > 0 && values.subarray(item * dim, (item + 1) * dim).every((value) => value === 0),
  );
  return {
    values,
    states: texts.map(({ state }, item) => (isZero[item] ? "empty" : state)),
    remarks: texts.map(({ remark }, item) =>
      isZero[item] ? "nothing is left without the common direction" : remark,
    ),
  };
}
