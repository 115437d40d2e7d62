/** Where two feature sets were made by other versions of what makes them. */
import { canonicalJson } from "../../common/hash.js";
import type { ExtractorIdentity, FeatureManifest } from "../contract.js";
import type { FeatureStore } from "../store/feature-store.js";
import type { StoredSet } from "../store/stored-set.js";

/** One program or package. */
export interface VersionDifference {
  readonly name: string;
  /** Absent where it is not known, as of features that were imported. */
  readonly first?: string;
  readonly second?: string;
  /** True for a package whose code makes the numbers. */
  readonly decides: boolean;
}

/** What of a stored set, or of an extractor here, tells its versions. */
export type Versioned = Pick<FeatureManifest, "identity" | "versions">;

/** All that differs, by name, first what decides the numbers. */
export function versionDifferences(first: Versioned, second: Versioned): VersionDifference[] {
  const [one, other] = [first, second].map(allVersions);
  const decides = new Set(
    [first, second].flatMap(({ identity }) => Object.keys(identity.packages ?? {})),
  );
  return [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .filter((name) => one[name] !== other[name])
    .map((name) => ({
      name,
      ...(one[name] === undefined ? {} : { first: one[name] }),
      ...(other[name] === undefined ? {} : { second: other[name] }),
      decides: decides.has(name),
    }))
    .sort((a, b) => Number(b.decides) - Number(a.decides) || (a.name < b.name ? -1 : 1));
}

function allVersions({ identity, versions }: Versioned): Readonly<Record<string, string>> {
  return { ...versions, ...identity.packages };
}

/** A stored set that would have the same identity if its packages had the same versions. */
export interface OtherVersion {
  readonly id: string;
  readonly differences: readonly VersionDifference[];
}

/** The sets of a store that `identity` is not about only because packages have other versions. */
export async function setsOfOtherVersions(
  store: FeatureStore,
  identity: ExtractorIdentity,
): Promise<OtherVersion[]> {
  const wanted = canonicalJson(withoutPackages(identity));
  const isOther = ({ manifest }: StoredSet): boolean =>
    canonicalJson(withoutPackages(manifest.identity)) === wanted &&
    canonicalJson(manifest.identity) !== canonicalJson(identity);
  const here = { identity, versions: {} };
  return (await store.list()).filter(isOther).map(({ id, manifest }) => {
    const stored = { identity: manifest.identity, versions: {} };
    return { id, differences: versionDifferences(stored, here) };
  });
}

function withoutPackages({ packages: _packages, ...rest }: ExtractorIdentity): object {
  return rest;
}
