import { MoviolaError } from "../../common/errors.js";
import { canonicalJson, contentHash } from "../../common/hash.js";
import { parseJson } from "../../common/json.js";
import type { FeatureManifest, FeaturePreset, ItemState } from "../contract.js";
import { corrupt } from "./errors.js";
import { setName } from "./location.js";
import { descriptionFault } from "./set-schema.js";

/** A stored feature set, all but its matrix. */
export interface StoredSet {
  /** 16 hexadecimal digits: the beginning of the manifest's hash. */
  readonly id: string;
  readonly preset: FeaturePreset;
  readonly manifest: FeatureManifest;
  /** `[nItems]` */
  readonly itemIds: readonly string[];
  /** `[nItems]` */
  readonly states: readonly ItemState[];
  /** `[nItems]` */
  readonly remarks: readonly string[];
  /** SHA-256 over the preset's preprocessing, layer, pooling and token limit. */
  readonly preprocessingHash: string;
  /** Why the device was taken, where the extractor says so. */
  readonly deviceReason?: string;
}

/** What decides a set's hash. */
export type SetIdentity = Pick<FeatureManifest, "identity" | "dtype" | "sourceHashes">;

/** The full hash of a set. */
export function setHash(set: SetIdentity, itemIds: readonly string[]): string {
  return contentHash([
    canonicalJson(set.identity),
    set.dtype,
    JSON.stringify(itemIds),
    JSON.stringify(set.sourceHashes),
  ]);
}

/** SHA-256 over all that a preset says of what happens before and after the model. */
export function preprocessingHash(preset: FeaturePreset): string {
  const { preprocessing, layer, pooling, tokenLimit } = preset;
  return contentHash([canonicalJson({ preprocessing, layer, pooling, tokenLimit })]);
}

/** True where an item has a vector. */
export function hasVector(state: ItemState): boolean {
  return state === "ok" || state === "truncated";
}

/** `[nItems]` 1 where an item has no vector. */
export function missingMask(states: readonly ItemState[]): Uint8Array {
  return Uint8Array.from(states, (state) => Number(!hasVector(state)));
}

/** The text of `manifest.json`: the manifest, what is known of each item, and a hash over both. */
export function serialiseSet(set: StoredSet): string {
  const { manifest, id: _id, ...rest } = set;
  // Through JSON, so that the hash is over what a reader will parse.
  const content = JSON.parse(JSON.stringify({ ...manifest, ...rest })) as object;
  const sha256 = contentHash([canonicalJson(content)]);
  return `${JSON.stringify({ ...content, sha256 }, null, 1)}\n`;
}

/** Parses and verifies what {@link serialiseSet} wrote. Throws `E_FEATURE_CORRUPT`. */
export function parseSet(path: string, text: string): StoredSet {
  const stored = parseObject(path, text);
  const { sha256, ...content } = stored;
  const hash = contentHash([canonicalJson(content)]);
  if (hash !== sha256) throw corrupt(path, `SHA-256 ${String(sha256)}`, hash);
  const fault = descriptionFault(content);
  if (fault !== undefined) throw corrupt(path, "the description of a feature set", fault);
  const { preset, itemIds, states, remarks, preprocessingHash, deviceReason, ...manifest } =
    content as unknown as FeatureManifest & Omit<StoredSet, "id" | "manifest">;
  return {
    id: setName(manifest.hash),
    ...{ preset, manifest, itemIds, states, remarks, preprocessingHash },
    ...(deviceReason === undefined ? {} : { deviceReason }),
  };
}

function parseObject(path: string, text: string): Record<string, unknown> {
  try {
    const value = parseJson(text);
    if (value === null || typeof value !== "object" || Array.isArray(value)) {
      throw corrupt(path, "a JSON object", text.slice(0, 40));
    }
    return value as Record<string, unknown>;
  } catch (error) {
    if (error instanceof MoviolaError) throw error;
    throw corrupt(path, "JSON", text.slice(0, 40), error);
  }
}
