import type { Config } from "../../common/json.js";
import { oneOf, realNumber, wholeNumber } from "../shared/settings.js";
import type { PairDecay } from "../shared/pair-step.js";

/** Settings of LightGCN; `lightgcn.ts` says what they do. */
export interface LightGcnSettings {
  readonly nFactors: number;
  readonly layers: number;
  readonly epochs: number;
  readonly patience: number;
  readonly learningRate: number;
  readonly batchSize: number;
  readonly negatives: "uniform" | "popularity";
  readonly decay: PairDecay;
}

/** What the preset `mmrec` puts in the place of the settings of these names. */
const mmrec = {
  learningRate: 0.001,
  batchSize: 2048,
  epochs: 1000,
  patience: 20,
  negatives: "uniform",
  regularisationForm: "norm",
};

/** Reads {@link LightGcnSettings}; throws `E_MODEL_CONFIG`. */
export function readLightGcnSettings(given: Config): LightGcnSettings {
  const preset = oneOf(given, "preset", ["none", "mmrec"]);
  const config = check(given);
  return preset === "none" ? config : check({ ...given, ...mmrec });
}

function check(config: Config): LightGcnSettings {
  return {
    nFactors: wholeNumber(config, "embeddingSize", { minimum: 1 }),
    layers: wholeNumber(config, "layers", { minimum: 1, maximum: 4 }),
    epochs: wholeNumber(config, "epochs", { minimum: 1 }),
    patience: wholeNumber(config, "patience", { minimum: 0 }),
    learningRate: realNumber(config, "learningRate", { minimum: 0 }),
    batchSize: wholeNumber(config, "batchSize", { minimum: 1 }),
    negatives: oneOf(config, "negatives", ["uniform", "popularity"]),
    decay: {
      regularisation: realNumber(config, "regularisation", { minimum: 0 }),
      form: oneOf(config, "regularisationForm", ["squared", "norm"]),
    },
  };
}
