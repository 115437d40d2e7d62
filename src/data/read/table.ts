import { basename, dirname } from "node:path";

import { Dataset } from "../dataset.js";
import { collectTable } from "./collect-table.js";
import { IMPLICIT, observedScale } from "./rating-scale.js";
import { describeSource } from "./source-file.js";
import type { TableOptions } from "./table-options.js";

/** How a table becomes a data set. */
export interface ReadTableOptions extends TableOptions {
  /** Default: the file's name without its ending. */
  readonly name?: string;
  /** Terms of use, in a sentence; default `"not stated"`. */
  readonly licence?: string;
}

/**
 * Reads a CSV, TSV, JSON lines or Parquet file of users, items and perhaps ratings and timestamps as
 * a data set. Users and items are numbered in order of first sight; titles are the items' ids.
 * Without a declared `ratingScale` the scale is the one that the ratings show; without a rating
 * column every row is a positive with rating 1. Errors as for `readInteractionTable`.
 */
export async function readTable(path: string, options: ReadTableOptions = {}): Promise<Dataset> {
  const collected = await collectTable({ path, options });
  const users = collected.collector.users.build();
  const items = collected.collector.items.build();
  const { interactions } = collected;
  return new Dataset({
    name: options.name ?? basename(path).replace(/(\.[a-z]+)?(\.gz)?$/i, ""),
    invented: false,
    ratingScale:
      options.ratingScale ?? (collected.hasRating ? observedScale(interactions.rating) : IMPLICIT),
    users,
    items,
    interactions,
    itemContent: items.ids.map((id) => ({ title: id, genres: [] })),
    userAttributes: users.ids.map(() => ({})),
    rejected: collected.collector.rejected(),
    sources: [await describeSource(path, dirname(path))],
    licence: options.licence ?? "not stated",
  });
}
