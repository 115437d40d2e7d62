import { MoviolaError } from "../../../common/errors.js";
import type { ItemContent } from "../../../data/dataset.js";
import { chart, type Chart } from "../chart/chart.js";
import type { Series } from "../chart/specification.js";
import { formatShare } from "../format.js";
import { filmName } from "../posters/film-name.js";

/** A feature set laid out in the plane. */
export interface FeatureMapParts {
  /** Position of each point's item in `itemContent`. */
  readonly items: ArrayLike<number>;
  /** `[items.length x 2]` row-major. */
  readonly positions: ArrayLike<number>;
  /** Share of the nearest neighbours of the vectors that are also nearest on the map, 0 to 1. */
  readonly overlap: number;
  /** How many nearest neighbours that share is over. */
  readonly neighbours: number;
  /** How the map was made, such as `UMAP of palette`. */
  readonly title: string;
}

/** Genres that get a colour of their own; films with none of them are muted. */
const coloured = 6;

/**
 * A map of a feature set, coloured by genre: of each film the rarest of the genres that have a colour
 * (the six most frequent), which says more than the most frequent one. The share of neighbours that the map keeps stands in the title:
 * without it a reader takes every cluster for one. Throws `E_CHART_SERIES` when positions do not fit
 * the items.
 */
export function featureMap(itemContent: readonly ItemContent[], parts: FeatureMapParts): Chart {
  const { items, positions, overlap, neighbours, title } = parts;
  if (positions.length !== 2 * items.length) {
    throw new MoviolaError("E_CHART_SERIES", "A map needs two numbers an item", {
      expected: `${2 * items.length} numbers`,
      got: String(positions.length),
    });
  }
  const contents = Array.from(items, (item) => itemContent[item]);
  const genres = frequentGenres(contents);
  // From the rarest: a film is shown by the genre that says most of it.
  const groups = contents.map(
    (content) => genres.findLast((genre) => content.genres.includes(genre)) ?? "other",
  );
  const series = [...genres, "other"].map((name): Series => {
    const rows = [...groups.keys()].filter((row) => groups[row] === name);
    return {
      kind: "dot",
      name,
      isMuted: name === "other",
      radius: contents.length > 500 ? 2 : 4,
      x: rows.map((row) => positions[2 * row]),
      y: rows.map((row) => positions[2 * row + 1]),
      text: rows.map((row) => `${filmName(contents[row])}: ${contents[row].genres.join(", ")}`),
    };
  });
  return chart({
    title: `${title}: the map keeps ${formatShare(overlap, 0)} of the ${neighbours} nearest neighbours`,
    x: { label: "first direction of the map (no unit)" },
    y: { label: "second direction" },
    series: series.filter(({ x }) => x.length > 0),
    height: 460,
  });
}

/** The most frequent genres, most frequent first; equal counts by name. */
function frequentGenres(contents: readonly ItemContent[]): string[] {
  const counts = new Map<string, number>();
  for (const { genres } of contents) {
    for (const genre of genres) counts.set(genre, (counts.get(genre) ?? 0) + 1);
  }
  const byCount = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return byCount.slice(0, coloured).map(([genre]) => genre);
}
