import type { FitInput } from "../contract.js";
import type { NetworkFacts, NetworkTable } from "../shared/graph/network-types.js";
import { meanRows } from "../shared/graph/mean-rows.js";
import { checkDim } from "../shared/reread-features.js";
import { contentNames, givenTextOrImage, scaled } from "./content.js";
import type { XiaSettings } from "./settings.js";

/**
 * The tables of a fitted network that features lie in, made of those of `input`. A modality that is absent is
 * missing of every film where the fit knew films without it, else it is its mean vector.
 */
export function rereadContent(
  facts: NetworkFacts,
  settings: XiaSettings,
  input: FitInput,
): Record<string, NetworkTable> {
  const tables: Record<string, NetworkTable> = {};
  const rows = facts.nItems;
  for (const name of contentNames.filter((each) => facts.number(`${each}Count`) > 0)) {
    const modality = givenTextOrImage(input, name);
    if (modality !== undefined) checkDim(modality, facts.number(`${name}Count`));
    const former = facts.table(name);
    const values = modality === undefined ? meanRows(former) : scaled(modality, settings);
    tables[name] = { rows, values };
    if (facts.number(`${name}Missing`) === 0) continue;
    const missing = modality?.missing ?? new Uint8Array(rows).fill(1);
    tables[`${name}Missing`] = { rows, values: missing };
  }
  return tables;
}
