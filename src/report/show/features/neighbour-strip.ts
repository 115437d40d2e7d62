import { MoviolaError } from "../../../common/errors.js";
import type { Dataset, ItemContent } from "../../../data/dataset.js";
import type { Displayable } from "../displayable.js";
import { formatNumber } from "../format.js";
import { filmName } from "../posters/film-name.js";
import { posterStrip, type PosterEntry } from "../posters/poster-strip.js";

/** A neighbour of an item, as a strip shows it. */
export interface StripNeighbour {
  /** Position in the data set's items. */
  readonly itemIndex: number;
  /** Cosine, -1 to 1; left out of the remark when absent. */
  readonly similarity?: number;
}

/**
 * An item and its neighbours as posters, nearest first, each with its cosine and how many of the
 * item's genres it shares; a frame marks those that share one. Throws `E_FEATURE_ITEM` for an item that the
 * data set has not.
 */
export function neighbourStrip(
  dataset: Pick<Dataset, "itemContent">,
  item: number,
  neighbours: readonly StripNeighbour[],
  options: { caption?: string } = {},
): Displayable {
  const wanted = contentOf(dataset, item);
  const genres = new Set(wanted.genres);
  const entries = neighbours.map(({ itemIndex, similarity }): PosterEntry => {
    const content = contentOf(dataset, itemIndex);
    const shared = content.genres.filter((genre) => genres.has(genre)).length;
    const cosine = similarity === undefined ? [] : [`cosine ${formatNumber(similarity, 2)}`];
    const words = genres.size === 0 ? [] : [`${shared} of ${genres.size} genres`];
    const remark = [...cosine, ...words].join(", ");
    return { content, remark, ...(shared > 0 ? { mark: "hit" as const } : {}) };
  });
  const own = wanted.genres.length === 0 ? "no genre" : wanted.genres.join(", ");
  const caption = options.caption ?? `${filmName(wanted)} and its nearest`;
  return posterStrip([{ content: wanted, remark: own }, ...entries], { caption });
}

function contentOf({ itemContent }: Pick<Dataset, "itemContent">, item: number): ItemContent {
  const content = itemContent.at(item);
  if (Number.isInteger(item) && item >= 0 && content !== undefined) return content;
  throw new MoviolaError("E_FEATURE_ITEM", "There is no such item in the data set", {
    expected: `0 to ${itemContent.length - 1}`,
    got: String(item),
    remedy: "Use neighbours that were found among the items of this data set",
  });
}
