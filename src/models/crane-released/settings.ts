import type { Config } from "../../common/json.js";
import {
  pairNetworkDefaults,
  readPairNetworkSettings,
  type PairNetworkSettings,
} from "../shared/pair-network/settings.js";
import { requireHeads } from "./size.js";
import { oneOf, realNumber, trueOrFalse, wholeNumber } from "../shared/settings.js";

/** Settings of CRANE as released; {@link releasedDefaults} says what they do. */
export interface ReleasedSettings extends PairNetworkSettings {
  readonly heads: number;
  readonly attentionAxis: "items" | "modalities";
  readonly attendedShare: number;
  readonly layers: number;
  readonly itemLayers: number;
  readonly neighbours: number;
  readonly imageShare: number;
  readonly dropout: number;
  readonly learnsFeatures: boolean;
}

/**
 * Settings of CRANE as released besides those of the training: `heads` of the attention (4; they share
 * `embeddingSize`), `attentionAxis` (`items`, as released, or `modalities`, repaired), `layers` of the graph of
 * users and items (2) and `itemLayers` of that of items (1), `neighbours` of an item, itself counted (10),
 * `imageShare` of images where the modalities are `image` and `text` (0.1), `dropout` of edges in training (0.8),
 * `learnsFeatures` (true: features are parameters), and `regularisation` (0), which the released code reads and
 * never uses: it changes nothing here either.
 *
 * `attendedShare` (1) is not of the code: below 1, a step of training lets the items look at a share of the items
 * alone, drawn anew each step, and takes about that share of the time; vectors for use are always made with all.
 */
export const releasedDefaults: Config = {
  ...pairNetworkDefaults,
  heads: 4,
  attentionAxis: "items",
  attendedShare: 1,
  layers: 2,
  itemLayers: 1,
  neighbours: 10,
  imageShare: 0.1,
  dropout: 0.8,
  learnsFeatures: true,
  regularisation: 0,
};

/** Reads {@link ReleasedSettings}; throws `E_MODEL_CONFIG`. */
export function readReleasedSettings(config: Config): ReleasedSettings {
  // Checked, so that a number that makes no sense is not overlooked, and then left alone.
  realNumber(config, "regularisation", { minimum: 0 });
  const settings: ReleasedSettings = {
    ...readPairNetworkSettings(config),
    heads: wholeNumber(config, "heads", { minimum: 1 }),
    attentionAxis: oneOf(config, "attentionAxis", ["items", "modalities"]),
    attendedShare: realNumber(config, "attendedShare", { minimum: 0.01, maximum: 1 }),
    layers: wholeNumber(config, "layers", { minimum: 0 }),
    itemLayers: wholeNumber(config, "itemLayers", { minimum: 1 }),
    neighbours: wholeNumber(config, "neighbours", { minimum: 1 }),
    imageShare: realNumber(config, "imageShare", { minimum: 0, maximum: 1 }),
    // At 1 no edge would be left.
    dropout: realNumber(config, "dropout", { minimum: 0, maximum: 0.99 }),
    learnsFeatures: trueOrFalse(config, "learnsFeatures"),
  };
  requireHeads(settings);
  return settings;
}
