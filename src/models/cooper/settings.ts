import type { Config } from "../../common/json.js";
import { als } from "../als/als.js";
import { readAlsSettings, type AlsSettings } from "../als/settings.js";
import { oneOf, realNumber, trueOrFalse } from "../shared/settings.js";
import type { RatingMixing } from "./weights.js";

/** Checked settings; `cooper.ts` says what they do. */
export interface CooperSettings {
  readonly variant: "text" | "image" | "clip";
  readonly mixing: RatingMixing;
  readonly likedAbove: number;
  readonly centring: boolean;
  readonly fusion: "average" | "concatenate";
  readonly imageWeight: number;
  readonly hybrid: "none" | "fixed" | "tuned";
  readonly alsWeight: number;
  readonly als: AlsSettings;
}

/** Settings with their defaults. */
export const defaults: Config = {
  variant: "text",
  mixing: "scaled",
  likedAbove: 0.7,
  centring: false,
  fusion: "average",
  imageWeight: 0.5,
  hybrid: "none",
  alsWeight: 0.5,
  embeddingSize: als.defaults.embeddingSize,
  regularisation: als.defaults.regularisation,
  unobservedWeight: als.defaults.unobservedWeight,
};

/** Reads the settings; throws `E_MODEL_CONFIG`. */
export function readCooperSettings(config: Config): CooperSettings {
  const share = { minimum: 0, maximum: 1 };
  const { embeddingSize, regularisation, unobservedWeight } = config;
  return {
    variant: oneOf(config, "variant", ["text", "image", "clip"]),
    mixing: oneOf(config, "mixing", ["scaled", "centred", "none"]),
    likedAbove: realNumber(config, "likedAbove", share),
    centring: trueOrFalse(config, "centring"),
    fusion: oneOf(config, "fusion", ["average", "concatenate"]),
    imageWeight: realNumber(config, "imageWeight", share),
    hybrid: oneOf(config, "hybrid", ["none", "fixed", "tuned"]),
    alsWeight: realNumber(config, "alsWeight", share),
    als: readAlsSettings({ ...als.defaults, embeddingSize, regularisation, unobservedWeight }),
  };
}
