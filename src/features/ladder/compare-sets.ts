import type { FeatureSet } from "../feature-set.js";
import { cosineOf, sharedNeighbours } from "./neighbours.js";
import { versionDifferences, type VersionDifference } from "./version-differences.js";

/** How two feature sets differ. */
export interface FeatureComparison {
  /** Items, by id, that have a vector in both. */
  readonly nShared: number;
  /** Items with a vector in one of them only. */
  readonly nOnlyFirst: number;
  readonly nOnlySecond: number;
  /** Share of the shared items' ten nearest that are the same in both, 0 to 1. */
  readonly neighbourOverlap: number;
  /** Cosines of the shared items' vectors; absent when the sets have other sizes of vectors. */
  readonly cosine?: { readonly least: number; readonly mean: number; readonly worstItem: string };
  /** Whether the shared vectors are the same to the bit. */
  readonly isIdentical: boolean;
  /** Programs and packages that the sets were made by other versions of. */
  readonly versions: readonly VersionDifference[];
}

/** Compares two sets over the items that both have, by id; their order may differ. */
export function compareSets(first: FeatureSet, second: FeatureSet): FeatureComparison {
  const secondItem = new Map(second.itemIds.map((id, item) => [id, item]));
  const pairs = first.itemIds.flatMap((id, item) => {
    const one = first.vectorOf(item);
    const at = secondItem.get(id);
    const other = at === undefined ? undefined : second.vectorOf(at);
    return one === undefined || other === undefined ? [] : [{ id, one, other }];
  });
  const gather = (side: "one" | "other", dim: number): { values: Float32Array; dim: number } => {
    const values = new Float32Array(pairs.length * dim);
    pairs.forEach((pair, row) => values.set(pair[side], row * dim));
    return { values, dim };
  };
  const one = gather("one", first.dim);
  const other = gather("other", second.dim);
  const isSameSize = first.dim === second.dim && pairs.length > 0;
  return {
    nShared: pairs.length,
    nOnlyFirst: countVectors(first) - pairs.length,
    nOnlySecond: countVectors(second) - pairs.length,
    neighbourOverlap: sharedNeighbours(one, other),
    ...(isSameSize ? { cosine: cosinesOf(pairs) } : {}),
    versions: versionDifferences(first.manifest, second.manifest),
    isIdentical: isSameSize && one.values.every((value, at) => value === other.values[at]),
  };
}

function countVectors({ missing }: FeatureSet): number {
  return missing.reduce((count, value) => count + 1 - value, 0);
}

function cosinesOf(
  pairs: readonly { id: string; one: Float32Array; other: Float32Array }[],
): NonNullable<FeatureComparison["cosine"]> {
  let [least, sum, worstItem] = [Infinity, 0, ""];
  for (const { id, one, other } of pairs) {
    const cosine = cosineOf(one, other);
    sum += cosine;
    if (cosine < least) [least, worstItem] = [cosine, id];
  }
  return { least, mean: sum / pairs.length, worstItem };
}
