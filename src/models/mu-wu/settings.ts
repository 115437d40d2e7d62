import type { Config } from "../../common/json.js";
import {
  networkDefaults,
  readNetworkSettings,
  type NetworkSettings,
} from "../shared/graph/network-settings.js";
import { oneOf, realNumber, wholeNumber } from "../shared/settings.js";

/** Settings of Mu and Wu's model; `mu-wu.ts` says what they do. */
export interface MuWuSettings extends NetworkSettings {
  readonly variant: "sin" | "cro";
  readonly embeddingSize: number;
  readonly attributeSize: number;
  readonly hiddenSize: number;
  readonly titleLength: number;
  readonly titleFilters: number;
  readonly posterBlocks: number;
  readonly posterFilters: number;
  readonly dropout: number;
}

/** Lengths of the title's filters in words; a title is at least as long. */
export const titleWindows: readonly number[] = [2, 3, 4, 5];

/** Sizes of the public network that the reconstruction follows, but for the poster's part. */
export const muWuDefaults: Config = {
  variant: "sin",
  embeddingSize: 32,
  attributeSize: 16,
  hiddenSize: 200,
  titleLength: 15,
  titleFilters: 8,
  posterBlocks: 3,
  posterFilters: 8,
  dropout: 0.5,
  ...networkDefaults,
};

/** Reads {@link MuWuSettings}; throws `E_MODEL_CONFIG`. */
export function readMuWuSettings(config: Config): MuWuSettings {
  const positive = { minimum: 1 };
  return {
    ...readNetworkSettings(config),
    variant: oneOf(config, "variant", ["sin", "cro"]),
    embeddingSize: wholeNumber(config, "embeddingSize", positive),
    attributeSize: wholeNumber(config, "attributeSize", positive),
    hiddenSize: wholeNumber(config, "hiddenSize", positive),
    titleLength: wholeNumber(config, "titleLength", { minimum: 5 }),
    titleFilters: wholeNumber(config, "titleFilters", positive),
    posterBlocks: wholeNumber(config, "posterBlocks", { minimum: 1, maximum: 7 }),
    posterFilters: wholeNumber(config, "posterFilters", positive),
    dropout: realNumber(config, "dropout", { minimum: 0, maximum: 0.99 }),
  };
}
