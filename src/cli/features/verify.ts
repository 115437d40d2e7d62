import { Command } from "commander";
import { loadDataset } from "../../data/read/load-dataset.js";
import { isMoviolaError } from "../../common/errors.js";
import type { Dataset } from "../../data/dataset.js";
import type { PresetEntry } from "../../features/contract.js";
import { storeLadder } from "../../features/ladder/stored-ladder.js";
import { verifyPreset, type LadderResult } from "../../features/ladder/verify-preset.js";
import {
  setsOfOtherVersions,
  type OtherVersion,
} from "../../features/ladder/version-differences.js";
import type { FeatureStore } from "../../features/store/feature-store.js";
import { allPresets, presetEntry } from "../../features/registry.js";
import { bootstrapMean } from "../../stats/bootstrap.js";
import { exitCodes } from "../support/report-error.js";
import { printJson, printLine } from "../support/output.js";
import {
  addOpenOptions,
  addStoreOptions,
  describeVersions,
  extractorOptions,
  storeOf,
  type OpenOptions,
  type StoreOptions,
} from "./support.js";

interface VerifyCommandOptions extends StoreOptions, OpenOptions {
  readonly references?: string;
}

const example = `
Example:
  $ moviola features verify mobilenet-v2
  $ moviola features verify

The rungs: pixels and token ids as the reference processor makes them; each vector's cosine at least 0.999;
95 % of the ten nearest neighbours; genre agreement of the neighbours the same within its 95 % interval.
The samples are texts and posters of the demo set. The rung reached is kept beside the stored sets.`;

/** `moviola features verify`: the parity ladder. */
export function verifyCommand(): Command {
  const command = new Command("verify")
    .description("compare presets with an independent implementation, rung by rung")
    .argument("[preset...]", "presets (default: all that can run here)")
    .option("--references <folder>", "folder with <preset>.json (default: the package's own)")
    .addHelpText("after", example)
    .action(verify);
  return addStoreOptions(addOpenOptions(command));
}

/** A preset that cannot be opened on this machine, and why. */
interface Unable {
  readonly preset: string;
  readonly code: string;
  readonly message: string;
}

async function verify(ids: readonly string[], options: VerifyCommandOptions): Promise<void> {
  const entries = ids.length === 0 ? allPresets() : ids.map(presetEntry);
  const store = storeOf(options);
  const dataset = await loadDataset("demo");
  const results: Verified[] = [];
  const unable: Unable[] = [];
  for (const entry of entries) {
    const result = await verifyOne(entry, dataset, options, ids.length > 0);
    if ("code" in result) unable.push(result);
    else results.push(await keep(store, result));
    if (options.json === true) continue;
    if ("code" in result) printLine(`${result.preset}: cannot run here, ${result.message}`);
    else print(results.at(-1)!);
    printLine();
  }
  if (options.json === true) printJson({ results, unable });
  const hasFailed = results.some(({ rungs }) => rungs.some(({ passed }) => passed === false));
  if (hasFailed) process.exitCode = exitCodes.failed;
}

/** A result, the sets that it is kept with, and those of other versions that it says nothing of. */
type Verified = LadderResult & {
  readonly storedWith: readonly string[];
  readonly otherVersions: readonly OtherVersion[];
};

async function keep(store: FeatureStore, result: LadderResult): Promise<Verified> {
  const otherVersions = await setsOfOtherVersions(store, result.identity);
  return { ...result, storedWith: await storeLadder(store, result), otherVersions };
}

/** A preset that was named must run; of all of them, those that cannot are told. */
async function verifyOne(
  entry: PresetEntry,
  dataset: Dataset,
  options: VerifyCommandOptions,
  isNamed: boolean,
): Promise<LadderResult | Unable> {
  const { references } = options;
  try {
    return await verifyPreset(entry, dataset, {
      ...extractorOptions(options),
      ...(references === undefined ? {} : { references }),
      interval: (differences) => bootstrapMean(differences, { seed: 1 }),
    });
  } catch (error) {
    if (isNamed || !isMoviolaError(error) || error.code === "E_FEATURE_REFERENCE") throw error;
    const summary = error.message.split("\n", 1)[0];
    return { preset: entry.preset.id, code: error.code, message: summary };
  }
}

function print(verified: Verified): void {
  const { preset, device, reached, rungs, nSamples, madeBy, otherVersions } = verified;
  printLine(
    `${preset} on ${device}: ${reached === undefined ? "no rung reached" : `rung reached: ${reached}`}`,
  );
  for (const { rung, passed, detail } of rungs) {
    const mark = passed === undefined ? "-" : passed ? "ok" : "FAILED";
    printLine(`  ${rung.padEnd(11)} ${mark.padEnd(6)} ${detail}`);
  }
  if (nSamples > 0) printLine(`  ${nSamples} samples, against ${madeBy}`);
  for (const { id, differences } of otherVersions) {
    printLine(`  says nothing of set ${id}, made with and now: ${describeVersions(differences)}`);
  }
}
