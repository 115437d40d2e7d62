import type { Config } from "../../../common/json.js";
import { adam, adamW, type Optimiser } from "../../../compute/graph/index.js";
import type { Device } from "../../../features/contract.js";
import { readDevice } from "./device.js";
import { oneOf, realNumber, wholeNumber } from "../settings.js";

/** How a network is trained; {@link networkDefaults} says what the settings do. */
export interface NetworkSettings {
  readonly epochs: number;
  readonly patience: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly optimiser: "adam" | "adam-w";
  readonly weightDecay: number;
  readonly clipNorm: number;
  readonly device: Device;
}

/**
 * Settings of the training of networks that predict ratings: `epochs` (30), `patience` in epochs for early
 * stopping on the validation part (3; 0: never), `batchSize` in ratings (256), `learningRate` (0.001),
 * `optimiser` (`adam`; `adam-w`), its `weightDecay` (0), `clipNorm`, the longest gradient over all
 * parameters together (0: any), and `device` of the steps (`cpu`; `webgpu`, `cuda`: one that is not there or computes
 * wrongly is refused; predictions are made on the CPU, whatever it is).
 */
export const networkDefaults: Config = {
  epochs: 30,
  patience: 3,
  batchSize: 256,
  learningRate: 0.001,
  optimiser: "adam",
  weightDecay: 0,
  clipNorm: 0,
  device: "cpu",
};

/** Reads {@link NetworkSettings}; throws `E_MODEL_CONFIG`. */
export function readNetworkSettings(config: Config): NetworkSettings {
  return {
    epochs: wholeNumber(config, "epochs", { minimum: 1 }),
    patience: wholeNumber(config, "patience", { minimum: 0 }),
    batchSize: wholeNumber(config, "batchSize", { minimum: 1 }),
    learningRate: realNumber(config, "learningRate", { minimum: 1e-12 }),
    optimiser: oneOf(config, "optimiser", ["adam", "adam-w"]),
    weightDecay: realNumber(config, "weightDecay", { minimum: 0 }),
    clipNorm: realNumber(config, "clipNorm", { minimum: 0 }),
    device: readDevice(config),
  };
}

/** The optimiser of the settings. */
export function optimiserOf({ optimiser, weightDecay }: NetworkSettings): Optimiser {
  return optimiser === "adam" ? adam({ weightDecay }) : adamW({ weightDecay });
}
