import type { Config } from "../../common/json.js";
import type { AnyModel } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";

/** An entry whose setting `preset` stands for a group of others; see {@link completeConfig}. */
export function withPresets<M extends AnyModel>(
  entry: ModelEntry<M>,
  presets: Readonly<Record<string, Config>>,
): ModelEntry<M> {
  return { ...entry, presets };
}

/**
 * All settings of a model: those given, over those of the preset, over the defaults. What is given wins even
 * where it equals a default. What comes out is complete, so doing it twice changes nothing, and a saved config
 * makes the same model. An unknown preset is left to the model to refuse.
 */
export function completeConfig(
  { defaults, presets = {} }: Pick<ModelEntry, "defaults" | "presets">,
  given: Config,
): Config {
  const preset = given.preset ?? defaults.preset;
  const isKnown = typeof preset === "string" && Object.hasOwn(presets, preset);
  return { ...defaults, ...(isKnown ? presets[preset] : {}), ...given };
}
