import type { ProgressListener } from "../../common/progress.js";
import type { ItemContent } from "../../data/dataset.js";
import type { ExtractorOptions, FeatureManifest, TextOf } from "../contract.js";
import type { FeatureStore } from "../store/feature-store.js";

/** Options of `extractFeatures`. */
export interface ExtractFeaturesOptions extends ExtractorOptions {
  /** Text of an item; default its title and text, on two lines. Only for presets that read texts. */
  readonly textOf?: TextOf;
  /** Path of an item's image; default its poster. Only for presets that read images. */
  readonly imageOf?: (content: ItemContent) => string | undefined;
  /** How numbers are stored; default `float32`. */
  readonly dtype?: FeatureManifest["dtype"];
  /** Default `new FeatureStore()`. */
  readonly store?: FeatureStore;
  /** Items whose vectors are written together, and rows that share a checksum; default 256. */
  readonly blockRows?: number;
  /**
   * `[nItems]` 1 where a preset that learns from all items may learn from the item; default all. A
   * protocol that forbids to look at held-out items leaves them out.
   */
  readonly fitOn?: Uint8Array;
  /** Tries again the items that an earlier extraction left without a vector; default false. */
  readonly retryFailed?: boolean;
  readonly onProgress?: ProgressListener;
  /** Stops between batches; what was extracted is kept. */
  readonly signal?: AbortSignal;
}

/** Items a block where nothing else is said. */
export const defaultBlockRows = 256;
