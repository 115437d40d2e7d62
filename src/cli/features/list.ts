import { Command } from "commander";
import type { FeaturePreset } from "../../features/contract.js";
import { readLadder } from "../../features/ladder/stored-ladder.js";
import { allPresets, presetEntry } from "../../features/registry.js";
import { formatShare } from "../../report/show/format.js";
import { printJson, printLine, printTable } from "../support/output.js";
import {
  addStoreOptions,
  shareWithVector,
  storeOf,
  summaryOf,
  type StoreOptions,
} from "./support.js";

/** `moviola features list [preset]`: the presets and the stored sets. */
export function listCommand(): Command {
  const command = new Command("list")
    .description("list the presets and the stored feature sets, or describe one preset")
    .argument("[preset]", "id of a preset")
    .addHelpText(
      "after",
      "\nExample:\n  $ moviola features list\n  $ moviola features list palette",
    )
    .action(list);
  return addStoreOptions(command);
}

async function list(id: string | undefined, options: StoreOptions): Promise<void> {
  if (id !== undefined) {
    describe(presetEntry(id).preset, options.json === true);
    return;
  }
  const presets = allPresets().map(({ preset }) => preset);
  const store = storeOf(options);
  const sets = await store.list();
  const rungs = new Map<string, string | undefined>();
  for (const set of sets) rungs.set(set.id, (await readLadder(store, set.id))?.reached);
  if (options.json === true) {
    const listed = sets.map((set) => ({ ...summaryOf(set), rung: rungs.get(set.id) ?? null }));
    printJson({ store: store.directory, presets, sets: listed });
    return;
  }
  printTable(presets.map(summary), { columns: presetColumns });
  printLine();
  if (sets.length === 0) {
    printLine("No features here yet: `moviola features extract demo palette` makes some.");
    return;
  }
  printTable(
    sets.map((set) => ({
      set: set.id,
      preset: set.preset.id,
      data: set.manifest.dataset.name,
      items: set.manifest.nItems,
      numbers: set.manifest.dim,
      "with a vector": formatShare(shareWithVector(set)),
      type: set.manifest.dtype,
      device: set.manifest.device,
      rung: rungs.get(set.id) ?? "-",
    })),
    { columns: setColumns },
  );
}

const count = "count" as const;
const presetColumns = [
  ...["preset", "reads"].map((key) => ({ key })),
  { key: "numbers", digits: count },
  ...["weights", "title"].map((key) => ({ key })),
];
const setColumns = [
  ...["set", "preset", "data"].map((key) => ({ key })),
  ...["items", "numbers"].map((key) => ({ key, digits: count })),
  ...["with a vector", "type", "device", "rung"].map((key) => ({ key })),
];

function summary(preset: FeaturePreset): Record<string, string | number> {
  return {
    preset: preset.id,
    reads: preset.modality,
    numbers: preset.dim,
    weights: preset.weights === undefined ? "none" : preset.weights.model,
    title: preset.title,
  };
}

function describe(preset: FeaturePreset, json: boolean): void {
  if (json) {
    printJson(preset);
    return;
  }
  const { weights, preprocessing, tokenLimit } = preset;
  printLine(`${preset.id}: ${preset.title}`);
  printLine(`reads: ${preset.modality}; gives ${preset.dim} numbers`);
  if (weights !== undefined) {
    printLine(`weights: ${weights.model}, revision ${weights.revision}, ${weights.precision}`);
  }
  printLine(`layer: ${preset.layer}; pooling: ${preset.pooling}`);
  if (tokenLimit !== undefined) printLine(`token limit: ${tokenLimit}`);
  for (const [key, value] of Object.entries(preprocessing)) {
    printLine(`${key}: ${typeof value === "string" ? value : JSON.stringify(value)}`);
  }
  printLine(`licence: ${preset.licence}`);
  printLine(`source: ${preset.source}`);
}
