import type { Config } from "../../common/json.js";
import {
  pairNetworkDefaults,
  readPairNetworkSettings,
  type PairNetworkSettings,
} from "../shared/pair-network/settings.js";
import { oneOf, realNumber, trueOrFalse, wholeNumber } from "../shared/settings.js";

/** Settings of LATTICE; {@link latticeDefaults} says what they do. */
export interface LatticeSettings extends PairNetworkSettings {
  readonly backbone: "lightgcn" | "mf";
  readonly layers: number;
  readonly itemLayers: number;
  readonly neighbours: number;
  readonly originalShare: number;
  readonly regularisation: number;
  readonly learnsFeatures: boolean;
}

/**
 * Settings of LATTICE besides those of the training: `backbone` (`lightgcn` or `mf`), `layers` of the graph of
 * users and items (2) and `itemLayers` of that of items (1), `neighbours` of an item, itself counted (10),
 * `originalShare` of the graph of raw features, the rest being learned (0.9; 1: nothing is learned, 0: all is),
 * `regularisation` (0.0001), and `learnsFeatures` (false).
 */
export const latticeDefaults: Config = {
  ...pairNetworkDefaults,
  backbone: "lightgcn",
  layers: 2,
  itemLayers: 1,
  neighbours: 10,
  originalShare: 0.9,
  regularisation: 0.0001,
  learnsFeatures: false,
};

/** Reads {@link LatticeSettings}; throws `E_MODEL_CONFIG`. */
export function readLatticeSettings(config: Config): LatticeSettings {
  return {
    ...readPairNetworkSettings(config),
    backbone: oneOf(config, "backbone", ["lightgcn", "mf"]),
    layers: wholeNumber(config, "layers", { minimum: 0 }),
    itemLayers: wholeNumber(config, "itemLayers", { minimum: 1 }),
    neighbours: wholeNumber(config, "neighbours", { minimum: 1 }),
    originalShare: realNumber(config, "originalShare", { minimum: 0, maximum: 1 }),
    regularisation: realNumber(config, "regularisation", { minimum: 0 }),
    learnsFeatures: trueOrFalse(config, "learnsFeatures"),
  };
}
