import type { Config } from "../../common/json.js";
import {
  pairNetworkDefaults,
  readPairNetworkSettings,
  type PairNetworkSettings,
} from "../shared/pair-network/settings.js";
import { realNumber, trueOrFalse, wholeNumber } from "../shared/settings.js";

/** Settings of BM3; {@link bm3Defaults} says what they do. */
export interface Bm3Settings extends PairNetworkSettings {
  readonly layers: number;
  readonly dropout: number;
  readonly regularisation: number;
  readonly alignmentWeight: number;
  readonly usesInterModality: boolean;
  readonly usesIntraModality: boolean;
  readonly learnsFeatures: boolean;
}

/**
 * Settings of BM3 besides those of the training: `layers` of the graph (1), `dropout` of targets (0.5),
 * `regularisation` (0.1), `alignmentWeight` of the losses of modalities (2), whether these align a modality with
 * the item (`usesInterModality`, true) and with itself under dropout (`usesIntraModality`, true), and
 * `learnsFeatures` (false).
 */
export const bm3Defaults: Config = {
  ...pairNetworkDefaults,
  layers: 1,
  dropout: 0.5,
  regularisation: 0.1,
  alignmentWeight: 2,
  usesInterModality: true,
  usesIntraModality: true,
  learnsFeatures: false,
};

/** Reads {@link Bm3Settings}; throws `E_MODEL_CONFIG`. */
export function readBm3Settings(config: Config): Bm3Settings {
  return {
    ...readPairNetworkSettings(config),
    layers: wholeNumber(config, "layers", { minimum: 0 }),
    // At 1 no number would be left.
    dropout: realNumber(config, "dropout", { minimum: 0, maximum: 0.99 }),
    regularisation: realNumber(config, "regularisation", { minimum: 0 }),
    alignmentWeight: realNumber(config, "alignmentWeight", { minimum: 0 }),
    usesInterModality: trueOrFalse(config, "usesInterModality"),
    usesIntraModality: trueOrFalse(config, "usesIntraModality"),
    learnsFeatures: trueOrFalse(config, "learnsFeatures"),
  };
}
