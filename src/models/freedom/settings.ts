import type { Config } from "../../common/json.js";
import {
  pairNetworkDefaults,
  readPairNetworkSettings,
  type PairNetworkSettings,
} from "../shared/pair-network/settings.js";
import { oneOf, realNumber, trueOrFalse, wholeNumber } from "../shared/settings.js";

/** Settings of FREEDOM; {@link freedomDefaults} says what they do. */
export interface FreedomSettings extends PairNetworkSettings {
  readonly layers: number;
  readonly itemLayers: number;
  readonly neighbours: number;
  readonly imageShare: number;
  readonly dropout: number;
  readonly edgeDropping: "degree" | "uniform";
  readonly itemGraph: "frozen" | "learned" | "none";
  readonly regularisation: number;
  readonly learnsFeatures: boolean;
}

/**
 * Settings of FREEDOM besides those of the training: `layers` of the graph of users and items (2) and
 * `itemLayers` of that of items (1), `neighbours` of an item, itself counted (10), `imageShare` of images where
 * the modalities are `image` and `text` (0.1), `dropout` of edges in training (0.8), drawn by `edgeDropping`
 * (`degree` or `uniform`), `itemGraph` (`frozen`, `learned` or `none`), `regularisation`, the weight of the
 * losses of the features (0.001), and `learnsFeatures` (false).
 */
export const freedomDefaults: Config = {
  ...pairNetworkDefaults,
  layers: 2,
  itemLayers: 1,
  neighbours: 10,
  imageShare: 0.1,
  dropout: 0.8,
  edgeDropping: "degree",
  itemGraph: "frozen",
  regularisation: 0.001,
  learnsFeatures: false,
};

/** Reads {@link FreedomSettings}; throws `E_MODEL_CONFIG`. */
export function readFreedomSettings(config: Config): FreedomSettings {
  return {
    ...readPairNetworkSettings(config),
    layers: wholeNumber(config, "layers", { minimum: 0 }),
    itemLayers: wholeNumber(config, "itemLayers", { minimum: 1 }),
    neighbours: wholeNumber(config, "neighbours", { minimum: 1 }),
    imageShare: realNumber(config, "imageShare", { minimum: 0, maximum: 1 }),
    // At 1 no edge would be left.
    dropout: realNumber(config, "dropout", { minimum: 0, maximum: 0.99 }),
    edgeDropping: oneOf(config, "edgeDropping", ["degree", "uniform"]),
    itemGraph: oneOf(config, "itemGraph", ["frozen", "learned", "none"]),
    regularisation: realNumber(config, "regularisation", { minimum: 0 }),
    learnsFeatures: trueOrFalse(config, "learnsFeatures"),
  };
}
