import type { Config } from "../../common/json.js";
import {
  pairNetworkDefaults,
  readPairNetworkSettings,
  type PairNetworkSettings,
} from "../shared/pair-network/settings.js";
import { oneOf, realNumber, wholeNumber } from "../shared/settings.js";

const tasks = ["alignment", "dropout", "masking", "dropout-masking", "none"] as const;

/** Settings of SLMRec; {@link slmrecDefaults} says what they do. */
export interface SlmrecSettings extends PairNetworkSettings {
  readonly layers: number;
  readonly temperature: number;
  readonly selfSupervision: (typeof tasks)[number];
  readonly contrastWeight: number;
  readonly contrastTemperature: number;
  readonly dropout: number;
  readonly regularisation: number;
}

/**
 * Settings of SLMRec besides those of the training: `layers` of the graph (3), `temperature` of the loss (0.2),
 * `selfSupervision` (`alignment`, fine and coarse; `dropout` of features; `masking` of modalities;
 * `dropout-masking`; `none`), its `contrastWeight` (0.1) and `contrastTemperature` (0.2), the `dropout` that it
 * takes (0.3), and `regularisation` (0.0001).
 */
export const slmrecDefaults: Config = {
  ...pairNetworkDefaults,
  layers: 3,
  temperature: 0.2,
  selfSupervision: "alignment",
  contrastWeight: 0.1,
  contrastTemperature: 0.2,
  dropout: 0.3,
  regularisation: 0.0001,
};

/** Reads {@link SlmrecSettings}; throws `E_MODEL_CONFIG`. */
export function readSlmrecSettings(config: Config): SlmrecSettings {
  return {
    ...readPairNetworkSettings(config),
    layers: wholeNumber(config, "layers", { minimum: 0 }),
    temperature: realNumber(config, "temperature", { minimum: 0.01 }),
    selfSupervision: oneOf(config, "selfSupervision", tasks),
    contrastWeight: realNumber(config, "contrastWeight", { minimum: 0 }),
    contrastTemperature: realNumber(config, "contrastTemperature", { minimum: 0.01 }),
    dropout: realNumber(config, "dropout", { minimum: 0, maximum: 0.99 }),
    regularisation: realNumber(config, "regularisation", { minimum: 0 }),
  };
}
