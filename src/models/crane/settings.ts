import type { Config } from "../../common/json.js";
import { MoviolaError } from "../../common/errors.js";
import {
  pairNetworkDefaults,
  readPairNetworkSettings,
  type PairNetworkSettings,
} from "../shared/pair-network/settings.js";
import { oneOf, realNumber, trueOrFalse, wholeNumber } from "../shared/settings.js";

/** Settings of CRANE; {@link craneDefaults} says what they do. */
export interface CraneSettings extends PairNetworkSettings {
  readonly depth: number;
  readonly scale: "rows" | "width";
  readonly layerNorm: boolean;
  readonly profiles: boolean;
  readonly unitContent: boolean;
  /** Empty: all. */
  readonly modalities: readonly string[];
  readonly layers: number;
  readonly itemLayers: number;
  readonly itemGraph: "refined" | "raw" | "none";
  readonly neighbours: number;
  readonly contrastiveWeight: number;
  readonly temperature: number;
  readonly regularisation: number;
}

/**
 * Settings of CRANE besides those of the training: `depth` of the recursive attention (2; 0 to 3, 0 leaves it
 * out), its `scale` (`rows`: s = n / sqrt(embeddingSize), or `width`: sqrt(embeddingSize)) and `layerNorm` (true),
 * `profiles` of users (true), `unitContent` (true: semantic vectors are added with length 1, else as they are),
 * `modalities` by name with commas between (`all`), `layers` of the graph of users and items (2) and
 * `itemLayers` of that of items (1), `itemGraph` (`refined`, `raw` or `none`) with `neighbours` of an item, itself
 * counted (10), `contrastiveWeight` (0.01) and its `temperature` (0.2), and `regularisation` (0.0001).
 */
export const craneDefaults: Config = {
  ...pairNetworkDefaults,
  depth: 2,
  scale: "rows",
  layerNorm: true,
  profiles: true,
  unitContent: true,
  modalities: "all",
  layers: 2,
  itemLayers: 1,
  itemGraph: "refined",
  neighbours: 10,
  contrastiveWeight: 0.01,
  temperature: 0.2,
  regularisation: 0.0001,
};

/** Reads {@link CraneSettings}; throws `E_MODEL_CONFIG`. */
export function readCraneSettings(config: Config): CraneSettings {
  return {
    ...readPairNetworkSettings(config),
    depth: wholeNumber(config, "depth", { minimum: 0, maximum: 3 }),
    scale: oneOf(config, "scale", ["rows", "width"]),
    layerNorm: trueOrFalse(config, "layerNorm"),
    profiles: trueOrFalse(config, "profiles"),
    unitContent: trueOrFalse(config, "unitContent"),
    modalities: namesOf(config.modalities),
    layers: wholeNumber(config, "layers", { minimum: 0 }),
    itemLayers: wholeNumber(config, "itemLayers", { minimum: 1 }),
    itemGraph: oneOf(config, "itemGraph", ["refined", "raw", "none"]),
    neighbours: wholeNumber(config, "neighbours", { minimum: 1 }),
    contrastiveWeight: realNumber(config, "contrastiveWeight", { minimum: 0 }),
    temperature: realNumber(config, "temperature", { minimum: 0.001 }),
    regularisation: realNumber(config, "regularisation", { minimum: 0 }),
  };
}

function namesOf(value: Config[string]): readonly string[] {
  if (value === "all") return [];
  const names = typeof value === "string" ? value.split(",").map((name) => name.trim()) : [];
  if (names.length > 0 && names.every((name) => /^[^\s]+$/.test(name))) return names;
  throw new MoviolaError("E_MODEL_CONFIG", "A setting of a model has a value it cannot have", {
    where: "modalities",
    expected: '"all", or names of modalities, without spaces, with commas between',
    got: JSON.stringify(value),
  });
}
