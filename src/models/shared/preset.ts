import type { Config } from "../../common/json.js";
import type { AnyModel } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";

/**
 * An entry whose setting `preset` stands for a group of others: those that are at their defaults take
 * the preset's values, those given otherwise stay, and the model's config shows what is used. Doing so
 * twice changes nothing, so a saved config makes the same model. An unknown preset is left to the model
 * to refuse.
 */
export function withPresets<M extends AnyModel>(
  entry: ModelEntry<M>,
  presets: Readonly<Record<string, Config>>,
): ModelEntry<M> {
  return { ...entry, create: (config) => entry.create(resolve(entry.defaults, config, presets)) };
}

function resolve(
  defaults: Config,
  config: Config,
  presets: Readonly<Record<string, Config>>,
): Config {
  const { preset } = config;
  if (typeof preset !== "string" || !Object.hasOwn(presets, preset)) return config;
  const values = Object.entries(presets[preset]).filter(([key]) => config[key] === defaults[key]);
  return { ...config, ...Object.fromEntries(values) };
}
