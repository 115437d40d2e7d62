import { delimiter, resolve } from "node:path";
import { Option, type Command } from "commander";
import { MoviolaError } from "../../common/errors.js";
import type { ExtractorOptions } from "../../features/contract.js";
import type { FeatureSet } from "../../features/feature-set.js";
import type { VersionDifference } from "../../features/ladder/version-differences.js";
import { FeatureStore } from "../../features/store/feature-store.js";
import type { StoredSet } from "../../features/store/stored-set.js";
import { hasVector } from "../../features/store/stored-set.js";
import { wholeNumberOption } from "../support/options.js";

/** Options that every command of features has. */
export interface StoreOptions {
  readonly store?: string;
  readonly json?: boolean;
}

/** Adds `--store` and `--json`. */
export function addStoreOptions(command: Command): Command {
  return command
    .option("--store <folder>", "feature store (default: MOVIOLA_FEATURES, else .moviola/features)")
    .option("--json", "print one JSON object");
}

/** The store that the options name. */
export function storeOf({ store }: StoreOptions): FeatureStore {
  return new FeatureStore(store);
}

/** Options that an extractor is opened with. */
export interface OpenOptions {
  readonly device: "auto" | "cpu" | "webgpu" | "cuda";
  readonly models?: string;
  readonly threads?: number;
  readonly set?: string[];
}

/** Adds the options of {@link extractorOptions}. */
export function addOpenOptions(command: Command): Command {
  const device = new Option("--device <device>", "where arithmetic runs");
  return command
    .addOption(device.choices(["auto", "cpu", "webgpu", "cuda"]).default("auto"))
    .option(
      "--models <folders>",
      "folders with weights, separated as in PATH, before MOVIOLA_MODELS",
    )
    .option("--threads <n>", "threads of the model (default: all)", wholeNumberOption)
    .option("--set <key=value...>", "settings of the preset, such as tokenLimit=256");
}

/** What the extractor is opened with. Throws `E_CLI_SETTING` on a word without `=`. */
export function extractorOptions({ device, models, threads, set }: OpenOptions): ExtractorOptions {
  const folders = models?.split(delimiter).filter((folder) => folder !== "");
  return {
    device,
    ...(folders === undefined ? {} : { modelFolders: folders.map((folder) => resolve(folder)) }),
    ...(threads === undefined ? {} : { threads }),
    ...(set === undefined ? {} : { settings: Object.fromEntries(set.map(parseSetting)) }),
  };
}

/** Numbers and truth values are what they look like; the preset checks the rest. */
function parseSetting(word: string): [string, string | number | boolean] {
  const at = word.indexOf("=");
  if (at < 1) {
    throw new MoviolaError("E_CLI_SETTING", "A setting of a preset cannot be read", {
      where: "--set",
      expected: "key=value",
      got: JSON.stringify(word),
      remedy: "`moviola features list <preset>` shows the preset",
    });
  }
  const text = word.slice(at + 1);
  if (text === "true" || text === "false") return [word.slice(0, at), text === "true"];
  const number = Number(text);
  return [word.slice(0, at), text.trim() !== "" && Number.isFinite(number) ? number : text];
}

/** The stored set that an id, or its beginning, means. Throws `E_FEATURE_ID`, `E_FEATURE_CORRUPT`. */
export async function readStored(store: FeatureStore, beginning: string): Promise<FeatureSet> {
  const set = await store.read(await store.resolve(beginning));
  if (set !== undefined) return set;
  throw new MoviolaError("E_FEATURE_ID", "This is not the id of a feature set", {
    where: store.directory,
    expected: "the id of a stored set",
    got: JSON.stringify(beginning),
    remedy: "`moviola features list` lists the sets with their ids",
  });
}

/** Such as `sharp 0.35.4 and 0.35.5`; "not recorded" for a version that is not known. */
export function describeVersions(differences: readonly VersionDifference[]): string {
  const told = (version: string | undefined): string => version ?? "not recorded";
  return differences
    .map(({ name, first, second }) => `${name} ${told(first)} and ${told(second)}`)
    .join(", ");
}

/** Number of items a state, those without a vector last. */
export function countStates({ states }: Pick<StoredSet, "states">): [string, number][] {
  const counts = new Map<string, number>();
  for (const state of states) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].sort(([one], [other]) => rank(one) - rank(other));
}

const order = ["ok", "truncated", "missing", "empty", "broken", "too-large"];

function rank(state: string): number {
  return order.indexOf(state);
}

/** Share of the items that have a vector. */
export function shareWithVector({ states }: Pick<StoredSet, "states">): number {
  return states.length === 0 ? 0 : states.filter(hasVector).length / states.length;
}

/** A set in a few members, for JSON. */
export function summaryOf(set: StoredSet): Record<string, unknown> {
  const { id, manifest, preset } = set;
  return {
    id,
    preset: preset.id,
    data: manifest.dataset.name,
    invented: manifest.dataset.invented,
    items: manifest.nItems,
    numbers: manifest.dim,
    dtype: manifest.dtype,
    device: manifest.device,
    coverage: shareWithVector(set),
    states: Object.fromEntries(countStates(set)),
    seconds: manifest.seconds,
    startedAt: manifest.startedAt,
  };
}
