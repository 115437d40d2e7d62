import { Command } from "commander";
import { compareSets, type FeatureComparison } from "../../features/ladder/compare-sets.js";
import type { FeatureSet } from "../../features/feature-set.js";
import { formatCount, formatNumber, formatShare } from "../../report/show/format.js";
import { printJson, printLine, printTable } from "../support/output.js";
import {
  addStoreOptions,
  describeVersions,
  readStored,
  storeOf,
  summaryOf,
  type StoreOptions,
} from "./support.js";

/** `moviola features compare <a> <b>`: two stored sets over the items that both have. */
export function compareCommand(): Command {
  const command = new Command("compare")
    .description("compare two stored sets over the items that both have")
    .argument("<a>", "id of a set, or its first digits")
    .argument("<b>", "id of another")
    .addHelpText("after", "\nExample:\n  $ moviola features compare 0123abcd 89ef4567")
    .action(compare);
  return addStoreOptions(command);
}

async function compare(a: string, b: string, options: StoreOptions): Promise<void> {
  const store = storeOf(options);
  const sets = [await readStored(store, a), await readStored(store, b)];
  const comparison = compareSets(sets[0], sets[1]);
  if (options.json === true) printJson({ sets: sets.map(summaryOf), ...comparison });
  else print(sets, comparison);
}

function print(sets: readonly FeatureSet[], comparison: FeatureComparison): void {
  printTable(
    sets.map(({ id, preset, manifest, dim }) => ({
      set: id,
      preset: preset.id,
      data: manifest.dataset.name,
      numbers: dim,
      type: manifest.dtype,
      device: manifest.device,
    })),
  );
  const { nShared, nOnlyFirst, nOnlySecond, neighbourOverlap, cosine, isIdentical } = comparison;
  printLine();
  printVersions(comparison.versions);
  printLine(`items with a vector in both: ${formatCount(nShared)}`);
  printLine(
    `in the first only: ${formatCount(nOnlyFirst)}, in the second only: ${formatCount(nOnlySecond)}`,
  );
  if (nShared === 0) return;
  printLine(`ten nearest neighbours that are the same: ${formatShare(neighbourOverlap)}`);
  if (cosine === undefined) printLine("cosines: none, the vectors differ in size");
  else {
    const least = `${formatNumber(cosine.least, 6)} (item ${cosine.worstItem})`;
    printLine(`cosine: mean ${formatNumber(cosine.mean, 6)}, least ${least}`);
  }
  printLine(`identical to the bit: ${isIdentical ? "yes" : "no"}`);
}

/** What the sets were made by other versions of; nothing where all is the same. */
function printVersions(versions: FeatureComparison["versions"]): void {
  const groups = [
    ["made by other versions of", versions.filter(({ decides }) => decides)],
    ["and beside other versions of", versions.filter(({ decides }) => !decides)],
  ] as const;
  for (const [words, some] of groups) {
    if (some.length > 0) printLine(`${words}: ${describeVersions(some)}`);
  }
}
