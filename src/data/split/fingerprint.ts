/**
 * Fingerprints of a split's rows: so cheap that every run can hold the rows against those that the
 * split was hashed from, where SHA-256 would have to go over all of them anew.
 */
import { crc32 } from "node:zlib";
import { canonicalJson } from "../../common/hash.js";
import type { Interactions } from "../dataset.js";
import type { SplitRecipe } from "./split.js";

/** What is remembered of a split under its hash. */
export interface SplitFingerprint {
  /** The recipe as canonical JSON and the data set's hash. */
  readonly origin: string;
  /** One of each part, in the order train, valid, test. */
  readonly parts: readonly string[];
}

/** By the split's hash; a few hundred bytes each. */
const known = new Map<string, SplitFingerprint>();

/**
 * CRC-32 of each column of a part with its length. Finds what a program changed by mistake; it is no
 * defence against one that makes collisions on purpose.
 */
export function partFingerprint({ userIndex, itemIndex, rating, timestamp }: Interactions): string {
  return [userIndex, itemIndex, rating, timestamp].map(columnFingerprint).join(" ");
}

function columnFingerprint(column: Int32Array | Float32Array | Float64Array | undefined): string {
  if (column === undefined) return "none";
  const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
  return `${column.length}:${crc32(bytes).toString(16)}`;
}

/** Recipe and data of a split in one text. */
export function splitOrigin(recipe: SplitRecipe, datasetHash: string): string {
  return `${canonicalJson(recipe)} ${datasetHash}`;
}

/** What {@link rememberSplit} was told of the split with this hash; undefined for an unknown one. */
export function knownFingerprint(hash: string): SplitFingerprint | undefined {
  return known.get(hash);
}

/** Remembers what the split with this hash was made of, for as long as the process lives. */
export function rememberSplit(hash: string, fingerprint: SplitFingerprint): void {
  known.set(hash, fingerprint);
}
