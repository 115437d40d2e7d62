import { Command } from "commander";
import type { FeatureManifest } from "../../features/contract.js";
import type { FeatureSet } from "../../features/feature-set.js";
import { readLadder } from "../../features/ladder/stored-ladder.js";
import type { LadderResult } from "../../features/ladder/verify-preset.js";
import { hasVector } from "../../features/store/stored-set.js";
import { formatCount, formatNumber, formatSeconds, formatShare } from "../../report/show/format.js";
import { summariseVectors } from "../../report/show/features/vector-summary.js";
import { printJson, printLine, printTable } from "../support/output.js";
import { addStoreOptions, countStates, readStored, storeOf, type StoreOptions } from "./support.js";

/** `moviola features show <id>`: one set, every block of it verified. */
export function showCommand(): Command {
  const command = new Command("show")
    .description("verify the checksums of a stored set and show what it holds")
    .argument("<id>", "id of a set, or its first digits; `moviola features list` lists them")
    .addHelpText("after", "\nExample:\n  $ moviola features show 0123abcd")
    .action(show);
  return addStoreOptions(command);
}

const checkedBy = {
  registry: "as data/models.json has them",
  acceptance: "accepted without a known hash",
  nothing: "no hash of them is known",
};

function describeWeights({ identity, weights }: FeatureManifest): string {
  if (identity.weightsHash === "none") return "none";
  const source = weights === undefined ? "" : `, ${checkedBy[weights.checkedBy]}`;
  return `SHA-256 ${identity.weightsHash}${source}`;
}

/** Items without a vector that are named. */
const namedFailures = 10;

async function show(id: string, options: StoreOptions): Promise<void> {
  const store = storeOf(options);
  const set = await readStored(store, id);
  const ladder = await readLadder(store, set.id);
  const vectors = summariseVectors(set);
  if (options.json === true) {
    const { manifest, preset, preprocessingHash, deviceReason } = set;
    const states = Object.fromEntries(countStates(set));
    const failures = failuresOf(set);
    const folder = store.folderOf(set.id);
    const described = { id: set.id, folder, preset, preprocessingHash, deviceReason, manifest };
    printJson({
      ...described,
      coverage: set.coverage,
      states,
      failures,
      vectors,
      ladder: ladder ?? null,
    });
    return;
  }
  print(set, store.folderOf(set.id), ladder);
  const { norm, meanCosine, meanCosineCentred } = vectors;
  printLine(
    `lengths: ${formatNumber(norm.minimum)} to ${formatNumber(norm.maximum)}, median ${formatNumber(norm.median)}`,
  );
  printLine(
    `mean cosine: ${formatNumber(meanCosine)}, centred ${formatNumber(meanCosineCentred)} (near 1: all point one way)`,
  );
  printFailures(set);
}

function print(set: FeatureSet, folder: string, ladder: LadderResult | undefined): void {
  const { manifest, preset } = set;
  const { dataset } = manifest;
  const invented = dataset.invented ? " (invented)" : "";
  const versions = Object.entries(manifest.versions).map(([name, version]) => `${name} ${version}`);
  const lines: [string, string][] = [
    ["preset", `${preset.id}, ${preset.title}`],
    ["data", `${dataset.name}${invented}`],
    ["matrix", `${set.nItems} x ${set.dim}, ${manifest.dtype}, all checksums hold`],
    ["coverage", formatShare(set.coverage)],
    [
      "states",
      countStates(set)
        .map(([state, count]) => `${formatCount(count)} ${state}`)
        .join(", "),
    ],
    ["truncated", formatShare(manifest.truncatedShare)],
    ["weights", describeWeights(manifest)],
    ["preparation", `SHA-256 ${set.preprocessingHash}`],
    [
      "device",
      `${manifest.device}${set.deviceReason === undefined ? "" : `: ${set.deviceReason}`}`,
    ],
    ["versions", versions.join(", ")],
    ["made", `${manifest.startedAt}, ${formatSeconds(manifest.seconds)}`],
    ["parity", ladder === undefined ? "not verified" : (ladder.reached ?? "no rung reached")],
    ["folder", folder],
  ];
  for (const [name, value] of lines) printLine(`${`${name}:`.padEnd(12)} ${value}`);
}

function failuresOf({ itemIds, states, remarks }: FeatureSet): {
  item: string;
  state: string;
  remark: string;
}[] {
  return itemIds.flatMap((item, at) =>
    hasVector(states[at]) ? [] : [{ item, state: states[at], remark: remarks[at] }],
  );
}

function printFailures(set: FeatureSet): void {
  const failures = failuresOf(set);
  if (failures.length === 0) return;
  printLine();
  printTable(failures.slice(0, namedFailures), {
    columns: ["item", "state", "remark"].map((key) => ({ key })),
  });
  const rest = failures.length - namedFailures;
  if (rest > 0) printLine(`and ${formatCount(rest)} more; --json lists them all`);
}
