/** The library with what only its inside opens, the data sets that are on this machine, and clean splits of them. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export async function openLibrary(root) {
  const at = (path) => import(pathToFileURL(join(root, "dist", path)).href);
  return {
    ...(await at("index.js")),
    openTestPart: (await at("data/split/parts.js")).openTestPart,
  };
}

/**
 * Names and data sets, clean: pairs and films that stand twice are merged, as a sound protocol does it, and one of two
 * ids that share their rows is left out.
 */
export async function dataSets(library, names) {
  const found = [];
  for (const name of names) {
    if (name !== "demo" && (await library.findDataset(name)) === undefined) continue;
    const loaded = await library.loadDataset(name, { texts: false, posters: false });
    const { dataset: films } = library.mergeDuplicateItems(loaded);
    const { dataset } = library.mergeDuplicatePairs(films, "last");
    found.push({ name, dataset });
  }
  return found;
}

/** One draw: splits of three kinds and a stream of random numbers. */
export function drawOf(library, { name, dataset }, seed) {
  const split = (recipe, more = {}) => library.makeSplit(dataset, { name: recipe, seed, ...more });
  const isTimed = dataset.interactions.timestamp !== undefined;
  return {
    ...{ library, dataset },
    splits: {
      random: split("per-user-random"),
      cold: split("cold-item"),
      ...(isTimed ? { timed: split("global-temporal") } : {}),
    },
    fresh: () => split("per-user-random", { seed: seed + 1000 }),
    random: library.createRandom(seed, `trust/leaks/${name}`),
  };
}

/** Every recipe on a data set; times at four fifths and nine tenths, where it asks for times. */
export function cleanSplits(library, dataset, seed) {
  const times = Float64Array.from(dataset.interactions.timestamp ?? []).sort();
  const timeAt = (share) => times[Math.floor(share * times.length)];
  return library.describeSplits().flatMap(({ name, settings }) => {
    const cuts = "testFrom" in settings ? { validFrom: timeAt(0.8), testFrom: timeAt(0.9) } : {};
    try {
      return [{ recipe: name, split: library.makeSplit(dataset, { name, seed, ...cuts }) }];
    } catch (error) {
      // A data set without times has no split by time.
      if (times.length === 0) return [];
      throw error;
    }
  });
}
