import {
  Dataset,
  type Interactions,
  type ItemContent,
  type RatingScale,
  type RejectedRows,
  type UserAttributes,
} from "../dataset.js";
import { bareItem, bareUser, type Catalogue } from "./item-catalogue.js";
import { onlyRated } from "./only-rated.js";
import type { ReaderOptions } from "./reader-options.js";
import { joinRejected } from "./rejection-log.js";
import { describeSource } from "./source-file.js";

/** What a reader of a known layout found. */
export interface FoundParts {
  readonly name: string;
  readonly folder: string;
  /** Absolute paths of the files that were read. */
  readonly files: readonly string[];
  readonly licence: string;
  readonly ratingScale: RatingScale;
  readonly interactions: Interactions;
  readonly items: Catalogue<ItemContent>;
  readonly users: Catalogue<UserAttributes>;
  readonly rejected: readonly RejectedRows[];
}

/** Puts a data set together from catalogues and ratings. */
export async function assembleDataset(parts: FoundParts, options: ReaderOptions): Promise<Dataset> {
  const users = parts.users.ids.build();
  const items = parts.items.ids.build();
  const dataset = new Dataset({
    name: options.name ?? parts.name,
    invented: false,
    ratingScale: parts.ratingScale,
    users,
    items,
    interactions: parts.interactions,
    itemContent: parts.items.entriesFor(items, bareItem),
    userAttributes: parts.users.entriesFor(users, bareUser),
    rejected: joinRejected([parts.items.rejected(), parts.users.rejected(), ...parts.rejected]),
    sources: await Promise.all(parts.files.map((file) => describeSource(file, parts.folder))),
    licence: parts.licence,
  });
  return options.items === "rated" ? onlyRated(dataset) : dataset;
}
