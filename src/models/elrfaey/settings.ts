import { MoviolaError } from "../../common/errors.js";
import type { Config } from "../../common/json.js";
import type { Device } from "../../features/contract.js";
import { readDevice } from "../shared/graph/device.js";
import { oneOf, realNumber, trueOrFalse, wholeNumber } from "../shared/settings.js";

export const variants = ["fused", "text", "image", "late-average", "concat", "gated"] as const;
export const regimes = ["zero-shot", "alignment", "supervised"] as const;

/** How an item's modalities become its vector; `elrfaey.ts` says how. */
export type Variant = (typeof variants)[number];
/** What the parameters are learned from. */
export type Regime = (typeof regimes)[number];

/** Settings of the model; `elrfaey.ts` says what they do. */
export interface ElrfaeySettings {
  readonly variant: Variant;
  readonly regime: Regime;
  readonly loss: "softmax" | "bpr";
  readonly alignOn: "apart" | "joint";
  readonly centring: boolean;
  readonly embeddingSize: number;
  readonly heads: number;
  readonly dropout: number;
  readonly temperature: number;
  readonly positivesPerUser: number;
  readonly negatives: number;
  readonly learningRate: number;
  readonly regularisation: number;
  readonly batchSize: number;
  readonly itemBatchSize: number;
  readonly epochs: number;
  readonly patience: number;
  readonly device: Device;
}

/** Reads {@link ElrfaeySettings}; throws `E_MODEL_CONFIG`. */
export function readElrfaeySettings(config: Config): ElrfaeySettings {
  const settings: ElrfaeySettings = {
    variant: oneOf(config, "variant", variants),
    regime: oneOf(config, "regime", regimes),
    loss: oneOf(config, "loss", ["softmax", "bpr"]),
    alignOn: oneOf(config, "alignOn", ["apart", "joint"]),
    centring: trueOrFalse(config, "centring"),
    embeddingSize: wholeNumber(config, "embeddingSize", { minimum: 1 }),
    heads: wholeNumber(config, "heads", { minimum: 1 }),
    dropout: realNumber(config, "dropout", { minimum: 0, maximum: 0.95 }),
    temperature: realNumber(config, "temperature", { minimum: 0.001, maximum: 100 }),
    positivesPerUser: wholeNumber(config, "positivesPerUser", { minimum: 1 }),
    negatives: wholeNumber(config, "negatives", { minimum: 1 }),
    learningRate: realNumber(config, "learningRate", { minimum: 1e-9 }),
    regularisation: realNumber(config, "regularisation", { minimum: 0 }),
    batchSize: wholeNumber(config, "batchSize", { minimum: 1 }),
    itemBatchSize: wholeNumber(config, "itemBatchSize", { minimum: 2 }),
    epochs: wholeNumber(config, "epochs", { minimum: 1 }),
    patience: wholeNumber(config, "patience", { minimum: 0 }),
    device: readDevice(config),
  };
  const { embeddingSize, heads } = settings;
  if (embeddingSize % heads === 0) return settings;
  throw new MoviolaError("E_MODEL_CONFIG", "A setting of a model has a value it cannot have", {
    where: "heads",
    expected: `a divisor of the embeddingSize ${embeddingSize}`,
    got: String(heads),
    remedy: "Heads share the width evenly: take 1, 2, 4 or 8 with a multiple of it",
  });
}
