/** Finding a set of the feature store by what a person calls it. */
import { MoviolaError } from "../../common/errors.js";
import type { Dataset } from "../../data/dataset.js";
import type { FeatureSet } from "../../features/feature-set.js";
import { FeatureStore } from "../../features/store/feature-store.js";
import type { StoredSet } from "../../features/store/stored-set.js";

/**
 * The stored set that `name` means: an id or its beginning, or a preset such as `mobilenet-v2` of which
 * the store has one set for this data set; where it has none for it, one at all. Throws `E_FEATURE_ID`
 * when there is none, or more than one.
 */
export async function findStoredFeatures(
  name: string,
  dataset: Dataset,
  store: FeatureStore = new FeatureStore(),
): Promise<FeatureSet> {
  const id = await idOf(name, dataset, store);
  const set = await store.read(id);
  if (set === undefined) throw notStored(name, "a path, or the id or preset of a set", store);
  return set;
}

async function idOf(name: string, dataset: Dataset, store: FeatureStore): Promise<string> {
  const all = await store.list();
  const named = closest(
    all.filter(({ preset }) => preset.id === name),
    dataset,
  );
  if (named.length === 1) return named[0].id;
  if (named.length > 1) {
    const sets = named.map(({ id, manifest }) => `${id} (${manifest.dataset.name})`);
    throw notStored(name, `one set of it; name one of ${sets.join(", ")}`, store);
  }
  if (/^[0-9a-f]{4,64}$/.test(name)) return store.resolve(name);
  const known = [...new Set(all.map(({ preset }) => preset.id))].sort();
  const names = known.length === 0 ? "" : ` (${known.join(", ")})`;
  throw notStored(name, `the path of a file, or the id or preset${names} of a stored set`, store);
}

/** Those of the same data, else of a data set of the same name, else all. */
function closest(sets: readonly StoredSet[], { contentHash, name }: Dataset): readonly StoredSet[] {
  const same = sets.filter(({ manifest }) => manifest.dataset.hash === contentHash);
  if (same.length > 0) return same;
  const alike = sets.filter(({ manifest }) => manifest.dataset.name === name);
  return alike.length > 0 ? alike : sets;
}

function notStored(name: string, expected: string, { directory }: FeatureStore): MoviolaError {
  return new MoviolaError("E_FEATURE_ID", "There are no such features", {
    where: `no such path, and the feature store ${directory}`,
    expected,
    got: JSON.stringify(name),
    remedy: "`moviola features list` lists the sets with their ids; check the path",
  });
}
