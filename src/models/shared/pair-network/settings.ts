import type { Config } from "../../../common/json.js";
import type { Device } from "../../../features/contract.js";
import { readDevice } from "../graph/device.js";
import { realNumber, wholeNumber } from "../settings.js";

/** How a network of users and items is trained; {@link pairNetworkDefaults} says what the settings do. */
export interface PairNetworkSettings {
  readonly embeddingSize: number;
  readonly epochs: number;
  readonly patience: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly device: Device;
}

/**
 * Settings of the training of recommenders that are networks, MMRec's but for the epochs: `embeddingSize` (64),
 * `learningRate` of Adam (0.001), `batchSize` in positives (2048), `epochs` (200), `patience` in epochs without
 * a better validation NDCG@10 (10; 0: never stops early), and `device` of the steps (`cpu`; `webgpu`, `cuda`: one
 * that is not there or computes wrongly is refused; vectors are made on the CPU, whatever it is).
 */
export const pairNetworkDefaults: Config = {
  embeddingSize: 64,
  learningRate: 0.001,
  batchSize: 2048,
  epochs: 200,
  patience: 10,
  device: "cpu",
};

/** Reads {@link PairNetworkSettings}; throws `E_MODEL_CONFIG`. */
export function readPairNetworkSettings(config: Config): PairNetworkSettings {
  return {
    embeddingSize: wholeNumber(config, "embeddingSize", { minimum: 1 }),
    epochs: wholeNumber(config, "epochs", { minimum: 1 }),
    patience: wholeNumber(config, "patience", { minimum: 0 }),
    batchSize: wholeNumber(config, "batchSize", { minimum: 1 }),
    learningRate: realNumber(config, "learningRate", { minimum: 0 }),
    device: readDevice(config),
  };
}
