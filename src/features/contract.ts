/** What the parts of feature extraction agree on. */
import type { JsonValue } from "../common/json.js";
import type { ItemContent } from "../data/dataset.js";

/** What an extractor reads of an item; features of sound are only imported. */
export type Modality = "text" | "image" | "audio";

/** Where arithmetic runs; `auto` takes the fastest that passes its self-test. */
export type Device = "cpu" | "webgpu" | "cuda";

/** A documented way from texts or images to vectors. */
export interface FeaturePreset {
  /** Stable id, lower-case with hyphens, such as `bert-cls`. */
  readonly id: string;
  readonly title: string;
  readonly modality: Modality;
  /** Numbers a vector has. */
  readonly dim: number;
  /** Model, revision and precision; absent for presets that need no weights. */
  readonly weights?: {
    readonly model: string;
    readonly revision: string;
    readonly precision: "fp32" | "fp16" | "q8";
  };
  /** From which layer, and how many vectors become one: `cls`, `mean`, `pooled`. */
  readonly layer: string;
  readonly pooling: string;
  /** Text: tokens kept, special ones included. */
  readonly tokenLimit?: number;
  /** Image: size, resize filter, crop and normalisation, in words and numbers. */
  readonly preprocessing: Readonly<Record<string, JsonValue>>;
  readonly licence: string;
  /** Paper or library that uses it so. */
  readonly source: string;
}

/** What became of one item. */
export type ItemState =
  | "ok"
  /** Longer than the token limit; its beginning was used. */
  | "truncated"
  /** No text or no file given. */
  | "missing"
  /** A text without a usable word, a file without bytes. */
  | "empty"
  /** A file that cannot be decoded. */
  | "broken"
  /** A file refused for its size. */
  | "too-large";

/** One item as an extractor gets it: exactly one of the two, or neither when it is missing. */
export interface ItemInput {
  readonly text?: string;
  readonly imagePath?: string;
}

/** Vectors of a batch, in its order. */
export interface BatchVectors {
  /** `[batch x dim]` row-major; rows of items without a vector are 0 and are masked. */
  readonly values: Float32Array;
  readonly states: readonly ItemState[];
  /** A word on each item that is not ok, such as the decoder's message; "" otherwise. */
  readonly remarks: readonly string[];
}

/** Says what decides the vectors, besides the items: hashed into a feature set's identity. */
export interface ExtractorIdentity {
  readonly preset: string;
  /** SHA-256 over the weights' files; "none" without weights. */
  readonly weightsHash: string;
  /**
   * Versions of the packages whose code makes the numbers: what decodes, tokenises and computes. Absent
   * where none does, and in sets that came from elsewhere.
   */
  readonly packages?: Readonly<Record<string, string>>;
  /** Everything of the preset and the options that changes a number. */
  readonly settings: Readonly<Record<string, JsonValue>>;
}

/** The files that weights were read from, and what they were held against. */
export interface WeightsOrigin {
  /** `<organisation>/<model>`. */
  readonly model: string;
  /**
   * `registry`: the hashes of `data/models.json`; `acceptance`: those that were seen when other files
   * were accepted (`moviola models get --accept-unverified`); `nothing`: no hash is known.
   */
  readonly checkedBy: "registry" | "acceptance" | "nothing";
  /** SHA-256 by path within the model's folder. */
  readonly files: Readonly<Record<string, string>>;
}

/** Turns items into vectors one by one: a batch's vectors do not depend on what else is in it. */
export interface ItemExtractor {
  readonly kind: "item";
  readonly preset: FeaturePreset;
  readonly identity: ExtractorIdentity;
  readonly device: Device;
  /** Why that device: what was asked for, or what its self-test and the others' gave. */
  readonly deviceReason?: string;
  /** Absent without weights. */
  readonly weights?: WeightsOrigin;
  /** Items a batch, by measurement. */
  readonly batchSize: number;
  extract(batch: readonly ItemInput[], signal?: AbortSignal): Promise<BatchVectors>;
  /** What the model is given of an item, for the parity ladder: token ids, or pixels `[3 x size x size]`. */
  prepare?(input: ItemInput): Promise<Int32Array | Float32Array | undefined>;
  close(): Promise<void>;
}

/** Learns from all items first (IDF, principal directions), then gives every vector. */
export interface CorpusExtractor {
  readonly kind: "corpus";
  readonly preset: FeaturePreset;
  readonly identity: ExtractorIdentity;
  readonly device: Device;
  /** Absent without weights. */
  readonly weights?: WeightsOrigin;
  /**
   * `fitOn` marks `[nItems]` the items that may be learned from; a protocol that forbids to look at
   * held-out items leaves them out. All items get vectors.
   */
  extractAll(
    items: readonly ItemInput[],
    fitOn: Uint8Array,
    signal?: AbortSignal,
  ): Promise<BatchVectors>;
  close(): Promise<void>;
}

/** Either kind. */
export type Extractor = ItemExtractor | CorpusExtractor;

/** Options that an extractor is opened with. */
export interface ExtractorOptions {
  /** Default `auto`. */
  readonly device?: Device | "auto";
  /** Folders with models in the layout `<organisation>/<model>/`; searched before `MOVIOLA_MODELS`. */
  readonly modelFolders?: readonly string[];
  /** Overrides of the preset, such as `tokenLimit`. */
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
  /** Threads of the session; default: all that the process may use. */
  readonly threads?: number;
}

/** A preset with the way to open it: the registry has one line a preset. */
export interface PresetEntry {
  readonly preset: FeaturePreset;
  open(options: ExtractorOptions): Promise<Extractor>;
}

/** Which text of an item is read: default title and text of the content, joined by a line end. */
export type TextOf = (content: ItemContent) => string | undefined;

/**
 * What vectors were made from, as far as it is known, for the leak check. A member that is absent says
 * nothing.
 */
export interface FeatureProvenance {
  /**
   * `[nItems]` 1 where something that was fitted over items (IDF, centring, principal directions) learned
   * from the item.
   */
  readonly fitOn?: Uint8Array;
  /** Reviews, tags or ratings of users whose words or numbers are in the vectors; columns of one length. */
  readonly rows?: ProvenanceRows;
}

/** Rows of users that vectors were made from, by position in the data set. */
export interface ProvenanceRows {
  /** `[n]` */
  readonly userIndex: Int32Array;
  /** `[n]` */
  readonly itemIndex: Int32Array;
  /** `[n]` when they were written, in seconds since 1970 UTC; absent when it is not known. */
  readonly timestamp?: Float64Array;
}

/** A finished feature set. */
export interface Features {
  readonly preset: FeaturePreset;
  readonly nItems: number;
  readonly dim: number;
  /** `[nItems x dim]` row-major, by `itemIndex`. */
  readonly values: Float32Array;
  /** `[nItems]` 1 where the item has no vector. */
  readonly missing: Uint8Array;
  /** `[nItems]` */
  readonly states: readonly ItemState[];
  readonly remarks: readonly string[];
  readonly manifest: FeatureManifest;
}

/** What a stored feature set rests on. */
export interface FeatureManifest {
  readonly schema: 1;
  /** SHA-256 over identity, dtype and the items' ids and source hashes: the name of the set. */
  readonly hash: string;
  readonly identity: ExtractorIdentity;
  readonly dtype: "float32" | "float16";
  readonly dataset: { readonly name: string; readonly hash: string; readonly invented: boolean };
  readonly nItems: number;
  readonly dim: number;
  readonly device: Device;
  /** Of all that had a part in it; those in `identity.packages` decide the numbers. */
  readonly versions: Readonly<Record<string, string>>;
  /** Absent without weights, and in sets that came from elsewhere. */
  readonly weights?: WeightsOrigin;
  /** Share of the items with a text that were cut at the token limit. */
  readonly truncatedShare: number;
  /**
   * Which items a corpus extractor learned from: `all`, or their positions. Absent where nothing is
   * fitted, and in sets that came from elsewhere.
   */
  readonly fitOn?: "all" | readonly number[];
  /** SHA-256 of each item's source (text or file bytes); "" when missing. */
  readonly sourceHashes: readonly string[];
  /** SHA-256 of each block of rows of the matrix. */
  readonly blockHashes: readonly string[];
  readonly blockRows: number;
  readonly startedAt: string;
  readonly seconds: number;
}
