import type { ModelDescription } from "../../models/contract.js";
import { createModel, modelEntry } from "../../models/registry.js";
import type { Manifest } from "../run-record.js";

/** The model's id with the settings that are not its defaults, its features, and what is knocked out of them. */
export function labelOf(manifest: Manifest): string {
  const { id, config } = manifest.model;
  const { defaults } = modelEntry(id);
  const parts = Object.entries(config)
    .filter(([name, value]) => defaults[name] !== value)
    .map(([name, value]) => `${name} ${value}`);
  const modalities = Object.keys(manifest.features).sort();
  if (modalities.length > 0) parts.push(`with ${modalities.join(" + ")}`);
  const intact = parts.length === 0 ? id : `${id} (${parts.join(", ")})`;
  const knockedOut = Object.entries(manifest.knockOut ?? {})
    .map(([modality, kind]) => `${modality} ${kind}`)
    .sort();
  return [intact, ...knockedOut].join(", ");
}

/** What the model says of itself. */
export function descriptionOf(manifest: Manifest): ModelDescription {
  return createModel(manifest.model.id, manifest.model.config).describe();
}
