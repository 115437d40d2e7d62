import type { Config } from "../../common/json.js";
import {
  pairNetworkDefaults,
  readPairNetworkSettings,
  type PairNetworkSettings,
} from "../shared/pair-network/settings.js";
import { oneOf, realNumber, trueOrFalse, wholeNumber } from "../shared/settings.js";

/** Settings of MGCN; {@link mgcnDefaults} says what they do. */
export interface MgcnSettings extends PairNetworkSettings {
  readonly layers: number;
  readonly itemLayers: number;
  readonly neighbours: number;
  readonly regularisation: number;
  readonly contrastWeight: number;
  readonly temperature: number;
  readonly purifier: "gate" | "none";
  readonly fuser: "attention" | "mean";
  readonly learnsFeatures: boolean;
}

/**
 * Settings of MGCN besides those of the training: `layers` of the graph of users and items (2) and `itemLayers`
 * of those of items (1), `neighbours` of an item, itself counted (10), `regularisation` (0.0001),
 * `contrastWeight` of the self-supervision (0.01) and its `temperature` (0.2), `purifier` (`gate` or `none`),
 * `fuser` (`attention` or `mean`), and `learnsFeatures` (false).
 */
export const mgcnDefaults: Config = {
  ...pairNetworkDefaults,
  layers: 2,
  itemLayers: 1,
  neighbours: 10,
  regularisation: 0.0001,
  contrastWeight: 0.01,
  temperature: 0.2,
  purifier: "gate",
  fuser: "attention",
  learnsFeatures: false,
};

/** Reads {@link MgcnSettings}; throws `E_MODEL_CONFIG`. */
export function readMgcnSettings(config: Config): MgcnSettings {
  return {
    ...readPairNetworkSettings(config),
    layers: wholeNumber(config, "layers", { minimum: 0 }),
    itemLayers: wholeNumber(config, "itemLayers", { minimum: 0 }),
    neighbours: wholeNumber(config, "neighbours", { minimum: 1 }),
    regularisation: realNumber(config, "regularisation", { minimum: 0 }),
    contrastWeight: realNumber(config, "contrastWeight", { minimum: 0 }),
    // Cosines over less than this would not fit into single precision as exponents.
    temperature: realNumber(config, "temperature", { minimum: 0.01 }),
    purifier: oneOf(config, "purifier", ["gate", "none"]),
    fuser: oneOf(config, "fuser", ["attention", "mean"]),
    learnsFeatures: trueOrFalse(config, "learnsFeatures"),
  };
}
