import type { Config } from "../../common/json.js";
import { labelOf } from "../../experiment/compare/label.js";
import type { Manifest, RunRecord } from "../../experiment/run-record.js";

/** A run as a page carries it: everything that decided its numbers, the numbers, and what they cost. */
export interface RunFacts {
  readonly id: string;
  /** The model's id with what is not its default, such as `item-knn (neighbours 40)`. */
  readonly label: string;
  readonly task: Manifest["task"];
  readonly model: string;
  /** All settings, defaults included. */
  readonly config: Config;
  readonly data: { readonly name: string; readonly hash: string; readonly invented: boolean };
  readonly split: {
    readonly name: string;
    readonly settings: Config;
    readonly seed: number;
    readonly hash: string;
  };
  readonly protocol: Config;
  /** Hash of each feature matrix by modality. */
  readonly features: Readonly<Record<string, string>>;
  readonly knockOut: Readonly<Record<string, string>>;
  readonly seed: number;
  /** Mean, ends of the 95 % interval, and number of users or ratings, by metric. */
  readonly metrics: Readonly<Record<string, readonly [number, number, number, number]>>;
  readonly epochs: number;
  readonly skippedUsers: number;
  readonly warnings: readonly string[];
  readonly seconds: { readonly fit: number; readonly evaluate: number };
  readonly peakMemoryBytes: number;
  readonly code: {
    readonly hash: string;
    readonly moviola: string;
    readonly commit: string;
    readonly dirty: boolean;
    readonly node: string;
    readonly platform: string;
    readonly device: string;
  };
}

/** Digits of hashes that pages show. */
const hashDigits = 12;
/** Longest warning that a page carries. */
const warningLength = 300;

/** What a page carries of a run. Numbers keep their full precision. */
export function runFacts(record: RunRecord): RunFacts {
  const { manifest } = record;
  const { moviola, commit, dirty, node, platform, device } = manifest.environment;
  const { dataset, split } = manifest;
  return {
    id: record.id,
    label: labelOf(manifest),
    task: manifest.task,
    model: manifest.model.id,
    config: manifest.model.config,
    data: { name: dataset.name, hash: shortHash(dataset.hash), invented: dataset.invented },
    split: { ...split, hash: shortHash(split.hash) },
    protocol: manifest.protocol,
    features: shortHashes(manifest.features),
    knockOut: manifest.knockOut ?? {},
    seed: manifest.seed,
    metrics: Object.fromEntries(
      Object.entries(record.metrics).map(([name, { mean, low, high, n }]) => {
        return [name, [mean, low, high, n] as const];
      }),
    ),
    epochs: record.epochs,
    skippedUsers: record.skippedUsers,
    warnings: record.warnings.map(shorten),
    seconds: record.seconds,
    peakMemoryBytes: record.peakMemoryBytes,
    code: {
      hash: shortHash(manifest.code.hash),
      commit: shortHash(commit),
      ...{ moviola, dirty, node, platform, device },
    },
  };
}

function shortHash(hash: string): string {
  return hash.slice(0, hashDigits);
}

function shortHashes(hashes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(hashes).map(([name, hash]) => [name, shortHash(hash)]));
}

function shorten(text: string): string {
  return text.length <= warningLength ? text : `${text.slice(0, warningLength - 1)}…`;
}
