import type { Config } from "../../common/json.js";
import { readEpochSettings, type EpochSettings } from "./epochs.js";
import { realNumber, wholeNumber } from "./settings.js";

/** Settings of the factor models that learn by stochastic gradient descent. */
export interface SgdSettings extends EpochSettings {
  readonly nFactors: number;
  readonly learningRate: number;
  readonly regularisation: number;
  /** Standard deviation of the factors at the start. */
  readonly initialDeviation: number;
}

/** Reads {@link SgdSettings}; the number of factors is `embeddingSize`. Throws `E_MODEL_CONFIG`. */
export function readSgdSettings(config: Config): SgdSettings {
  return {
    ...readEpochSettings(config),
    nFactors: wholeNumber(config, "embeddingSize", { minimum: 1 }),
    learningRate: realNumber(config, "learningRate", { minimum: 0 }),
    regularisation: realNumber(config, "regularisation", { minimum: 0 }),
    initialDeviation: realNumber(config, "initialDeviation", { minimum: 0 }),
  };
}
