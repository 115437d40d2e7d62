import { crc32 } from "node:zlib";
import type { FeatureMatrix } from "../../../models/contract.js";
import { FindingCollector, type LeakFinding } from "../finding.js";
import { fingerprintsOf } from "../hashes.js";
import type { OpenedSplit } from "../opened-split.js";
import { countTarget } from "./count-target.js";
import { itemStatistics } from "./item-statistics.js";
import { fittedFinding, reviewFindings } from "./provenance.js";
import { revealingParts, type RevealingPart } from "./revealing-parts.js";
import { meanTarget } from "./mean-target.js";

type Features = Readonly<Record<string, FeatureMatrix>>;

/** What features of a run know of the held-out rows: by what they say of themselves, and by their numbers. */
export function featureFindings(
  opened: OpenedSplit,
  features: Features = {},
): (LeakFinding | undefined)[] {
  const { nItems } = opened.dataset;
  const given = Object.entries(features).filter(([, matrix]) => matrix.nItems === nItems);
  if (given.length === 0) return [];
  return [
    ...reviewFindings(opened, given),
    fittedFinding(opened, given),
    ...contentFindings(opened, given),
  ];
}

/** What the numbers of one modality give away. */
interface Revealed {
  readonly key: string;
  readonly popularity: readonly RevealingPart[];
  readonly ratings: readonly RevealingPart[];
}

/** By the values of a matrix: what was found when it was last looked at. */
const known = new WeakMap<Float32Array, Revealed>();

function contentFindings(
  opened: OpenedSplit,
  given: readonly (readonly [string, FeatureMatrix])[],
): (LeakFinding | undefined)[] {
  const popularity = new FindingCollector();
  const ratings = new FindingCollector();
  let statistics: ReturnType<typeof itemStatistics> | undefined;
  const statisticsOf = (): ReturnType<typeof itemStatistics> =>
    (statistics ??= itemStatistics(opened));
  const rows = fingerprintsOf(opened).join(" ");
  for (const [name, matrix] of given) {
    const found = revealedBy(matrix, rows, statisticsOf);
    const add = (collector: FindingCollector, what: string, part: RevealingPart): void =>
      collector.add(() => describePart(name, what, part));
    for (const part of found.popularity) add(popularity, "held-out counts", part);
    for (const part of found.ratings) add(ratings, "held-out mean ratings", part);
  }
  const remedy = "Make the features without the held-out rows";
  return [
    popularity.finding({
      code: "E_LEAK_POPULARITY",
      summary: "Features know how often items are held out",
      remedy: `${remedy}: count popularity on the training part`,
    }),
    ratings.finding({
      code: "E_LEAK_TARGET",
      summary: "Features know how items are rated in the held-out rows",
      remedy,
    }),
  ];
}

function revealedBy(
  matrix: FeatureMatrix,
  rows: string,
  statisticsOf: () => ReturnType<typeof itemStatistics>,
): Revealed {
  const { values, missing } = matrix;
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const key = `${rows} ${matrix.dim} ${crc32(bytes)} ${crc32(missing)}`;
  const before = known.get(values);
  if (before?.key === key) return before;
  const statistics = statisticsOf();
  const found = {
    key,
    popularity: revealingParts(matrix, countTarget(statistics, matrix)),
    ratings: revealingParts(matrix, meanTarget(statistics, matrix)),
  };
  known.set(values, found);
  return found;
}

function describePart(name: string, what: string, { column, left, nItems }: RevealingPart): string {
  const where = column === undefined ? "a direction" : `column ${column}`;
  const share = left.toFixed(2);
  return `${name}, ${where}: given it, ${what} of ${nItems} items vary ${share} times as much as chance makes them`;
}
