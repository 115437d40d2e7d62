import type { Config } from "../../common/json.js";
import { oneOf, realNumber, trueOrFalse, wholeNumber } from "../shared/settings.js";

/** Settings of BPR; `bpr.ts` says what they do. */
export interface BprSettings {
  readonly nFactors: number;
  readonly epochs: number;
  readonly patience: number;
  readonly learningRate: number;
  readonly learningRateDecay: number;
  readonly regularisation: number;
  readonly negativeRegularisation: number;
  readonly biasRegularisation: number;
  readonly itemBias: boolean;
  readonly negatives: "uniform" | "popularity";
  readonly sampling: "shuffle" | "bootstrap";
  readonly initialisation: "normal" | "uniform" | "xavier";
  readonly initialDeviation: number;
  readonly optimiser: "sgd" | "adam";
  readonly batchSize: number;
}

/** Names of presets, "none" first. */
const presetNames = ["none", "implicit", "mmrec"] as const;

/** Reads {@link BprSettings}; throws `E_MODEL_CONFIG`. */
export function readBprSettings(config: Config): BprSettings {
  oneOf(config, "preset", presetNames);
  const positive = { minimum: 0 };
  return {
    nFactors: wholeNumber(config, "embeddingSize", { minimum: 1 }),
    epochs: wholeNumber(config, "epochs", { minimum: 1 }),
    patience: wholeNumber(config, "patience", positive),
    learningRate: realNumber(config, "learningRate", positive),
    learningRateDecay: realNumber(config, "learningRateDecay", { minimum: 0, maximum: 1 }),
    regularisation: realNumber(config, "regularisation", positive),
    negativeRegularisation: realNumber(config, "negativeRegularisation", positive),
    biasRegularisation: realNumber(config, "biasRegularisation", positive),
    itemBias: trueOrFalse(config, "itemBias"),
    negatives: oneOf(config, "negatives", ["uniform", "popularity"]),
    sampling: oneOf(config, "sampling", ["shuffle", "bootstrap"]),
    initialisation: oneOf(config, "initialisation", ["normal", "uniform", "xavier"]),
    initialDeviation: realNumber(config, "initialDeviation", positive),
    optimiser: oneOf(config, "optimiser", ["sgd", "adam"]),
    batchSize: wholeNumber(config, "batchSize", { minimum: 1 }),
  };
}
