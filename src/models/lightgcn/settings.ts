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

/** Reads {@link LightGcnSettings}; throws `E_MODEL_CONFIG`. */
export function readLightGcnSettings(config: Config): LightGcnSettings {
  oneOf(config, "preset", ["none", "mmrec"]);
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
