import type { Config } from "../../common/json.js";
import {
  pairNetworkDefaults,
  readPairNetworkSettings,
  type PairNetworkSettings,
} from "../shared/pair-network/settings.js";
import { oneOf, realNumber, wholeNumber } from "../shared/settings.js";

/** Settings of LGMRec; {@link lgmrecDefaults} says what they do. */
export interface LgmrecSettings extends PairNetworkSettings {
  readonly layers: number;
  readonly modalityLayers: number;
  readonly hyperLayers: number;
  readonly hyperedges: number;
  readonly dropout: number;
  readonly globalShare: number;
  readonly localViews: "both" | "behaviour" | "features";
  readonly temperature: number;
  readonly contrastWeight: number;
  readonly regularisation: number;
}

/**
 * Settings of LGMRec besides those of the training: `layers` of the graph of users and items for their vectors
 * (2) and `modalityLayers` for the modalities (2), `hyperLayers` of the hypergraph (1), its `hyperedges` in each
 * modality (4) and `dropout` of what belongs to them (0.5), `globalShare` of the global vectors (0.3; 0: none),
 * `localViews` (`both`, `behaviour` or `features`), `temperature` of memberships and self-supervision (0.2),
 * `contrastWeight` of the self-supervision (0.0001) and `regularisation` (0.000001).
 */
export const lgmrecDefaults: Config = {
  ...pairNetworkDefaults,
  layers: 2,
  modalityLayers: 2,
  hyperLayers: 1,
  hyperedges: 4,
  dropout: 0.5,
  globalShare: 0.3,
  localViews: "both",
  temperature: 0.2,
  contrastWeight: 0.0001,
  regularisation: 0.000001,
};

/** Reads {@link LgmrecSettings}; throws `E_MODEL_CONFIG`. */
export function readLgmrecSettings(config: Config): LgmrecSettings {
  return {
    ...readPairNetworkSettings(config),
    layers: wholeNumber(config, "layers", { minimum: 0 }),
    modalityLayers: wholeNumber(config, "modalityLayers", { minimum: 0 }),
    hyperLayers: wholeNumber(config, "hyperLayers", { minimum: 1 }),
    hyperedges: wholeNumber(config, "hyperedges", { minimum: 1 }),
    dropout: realNumber(config, "dropout", { minimum: 0, maximum: 0.99 }),
    globalShare: realNumber(config, "globalShare", { minimum: 0 }),
    localViews: oneOf(config, "localViews", ["both", "behaviour", "features"]),
    // Exponents of cosines over less than this would not fit into single precision.
    temperature: realNumber(config, "temperature", { minimum: 0.02 }),
    contrastWeight: realNumber(config, "contrastWeight", { minimum: 0 }),
    regularisation: realNumber(config, "regularisation", { minimum: 0 }),
  };
}
