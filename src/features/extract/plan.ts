import { MoviolaError } from "../../common/errors.js";
import { contentHash } from "../../common/hash.js";
import type { Dataset } from "../../data/dataset.js";
import type { Extractor, FeatureManifest, ItemState } from "../contract.js";
import type { UnwrittenSet } from "../store/write-set.js";
import { preprocessingHash, setHash } from "../store/stored-set.js";
import { defaultBlockRows, type ExtractFeaturesOptions } from "./options.js";
import type { ItemSource } from "./sources.js";
import { extractionVersions } from "./versions.js";

/** An extraction before its vectors: everything that decides them. */
export interface ExtractionPlan {
  readonly dataset: Dataset;
  /** By `itemIndex`. */
  readonly sources: readonly ItemSource[];
  readonly identity: FeatureManifest["identity"];
  readonly dtype: FeatureManifest["dtype"];
  readonly blockRows: number;
  /** `[nItems]` 1 where a corpus extractor may learn from the item. */
  readonly fitOn: Uint8Array;
  readonly hash: string;
  readonly startedAt: string;
}

/** Names the set that an extraction makes. Throws `E_FEATURE_OPTION`. */
export function planExtraction(
  dataset: Dataset,
  extractor: Extractor,
  sources: readonly ItemSource[],
  options: ExtractFeaturesOptions,
): ExtractionPlan {
  const { dtype = "float32", blockRows = defaultBlockRows } = options;
  if (!Number.isSafeInteger(blockRows) || blockRows < 1) {
    throw optionError("blockRows", "a whole number from 1", String(blockRows));
  }
  const fitOn = fitMask(dataset.nItems, options.fitOn);
  const identity = identityOf(extractor, fitOn);
  const sourceHashes = sources.map(({ hash }) => hash);
  const hash = setHash({ identity, dtype, sourceHashes }, dataset.items.ids);
  const startedAt = new Date().toISOString();
  return { dataset, sources, identity, dtype, blockRows, fitOn, hash, startedAt };
}

function fitMask(nItems: number, fitOn: Uint8Array | undefined): Uint8Array {
  if (fitOn === undefined) return new Uint8Array(nItems).fill(1);
  if (fitOn.length === nItems) return fitOn;
  throw optionError("fitOn", `${nItems} entries, one an item`, `${fitOn.length} entries`);
}

/** What a corpus extractor learned from decides its vectors as well. */
function identityOf(extractor: Extractor, fitOn: Uint8Array): FeatureManifest["identity"] {
  const { identity } = extractor;
  if (extractor.kind === "item" || fitOn.every((value) => value === 1)) return identity;
  return { ...identity, settings: { ...identity.settings, fitOn: contentHash([fitOn]) } };
}

function optionError(name: string, expected: string, got: string): MoviolaError {
  return new MoviolaError("E_FEATURE_OPTION", "An option of an extraction is not valid", {
    where: name,
    expected,
    got,
    remedy: "Leave the option out for its default",
  });
}

/** What became of the items, by `itemIndex`. */
export interface ItemOutcomes {
  readonly states: readonly ItemState[];
  readonly remarks: readonly string[];
  /** Seconds that extraction took, over all runs that had a part in it. */
  readonly seconds: number;
}

/** The set of a plan, ready to be written with its matrix. */
export function describeSet(
  plan: ExtractionPlan,
  extractor: Extractor,
  outcomes: ItemOutcomes,
): UnwrittenSet {
  const { dataset, sources, identity, dtype, blockRows, hash, startedAt } = plan;
  const { preset, device } = extractor;
  const deviceReason = extractor.kind === "item" ? extractor.deviceReason : undefined;
  const { states, remarks, seconds } = outcomes;
  const { name, contentHash: dataHash, invented } = dataset;
  const nRead = sources.filter((source) => source.hash !== "").length;
  const nTruncated = states.filter((state) => state === "truncated").length;
  return {
    preset,
    manifest: {
      schema: 1,
      hash,
      ...{ identity, dtype },
      dataset: { name, hash: dataHash, invented },
      nItems: dataset.nItems,
      dim: preset.dim,
      device,
      versions: extractionVersions(),
      ...(extractor.weights === undefined ? {} : { weights: extractor.weights }),
      truncatedShare: nRead === 0 ? 0 : nTruncated / nRead,
      ...(extractor.kind === "corpus" ? { fitOn: fittedItems(plan.fitOn) } : {}),
      sourceHashes: sources.map((source) => source.hash),
      ...{ blockRows, startedAt, seconds },
    },
    itemIds: dataset.items.ids,
    ...{ states, remarks },
    preprocessingHash: preprocessingHash(preset),
    ...(deviceReason === undefined ? {} : { deviceReason }),
  };
}

function fittedItems(fitOn: Uint8Array): "all" | number[] {
  if (fitOn.every((value) => value === 1)) return "all";
  return Array.from(fitOn.keys()).filter((item) => fitOn[item] === 1);
}
