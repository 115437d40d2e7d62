import { MoviolaError } from "../../common/errors.js";
import type { Config } from "../../common/json.js";
import {
  networkDefaults,
  readNetworkSettings,
  type NetworkSettings,
} from "../shared/graph/network-settings.js";
import { oneOf, realNumber, trueOrFalse, wholeNumber } from "../shared/settings.js";

/** Settings of the sequence transformer; `siet.ts` says what they do. */
export interface SietSettings extends NetworkSettings {
  readonly historyLength: number;
  readonly pastRatings: "embedded" | "multiplied" | "none";
  readonly userIds: boolean;
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly dropout: number;
}

/** The decisions that `siet.ts` names. */
export const sietDefaults: Config = {
  historyLength: 7,
  pastRatings: "embedded",
  userIds: false,
  embeddingSize: 64,
  layers: 1,
  heads: 4,
  dropout: 0.1,
  ...networkDefaults,
};

/** Reads {@link SietSettings}; throws `E_MODEL_CONFIG`. */
export function readSietSettings(config: Config): SietSettings {
  const positive = { minimum: 1 };
  const settings = {
    ...readNetworkSettings(config),
    historyLength: wholeNumber(config, "historyLength", positive),
    pastRatings: oneOf(config, "pastRatings", ["embedded", "multiplied", "none"]),
    userIds: trueOrFalse(config, "userIds"),
    width: wholeNumber(config, "embeddingSize", positive),
    layers: wholeNumber(config, "layers", positive),
    heads: wholeNumber(config, "heads", positive),
    dropout: realNumber(config, "dropout", { minimum: 0, maximum: 0.99 }),
  };
  const { width, heads } = settings;
  if (width % heads === 0) return settings;
  throw new MoviolaError("E_MODEL_CONFIG", "The heads cannot share the width", {
    where: "embeddingSize",
    expected: `a multiple of \`heads\` (${heads})`,
    got: String(width),
    remedy: "Set both so that every head has as many numbers",
  });
}
