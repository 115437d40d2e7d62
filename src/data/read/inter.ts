import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

import { MoviolaError } from "../../common/errors.js";
import { Dataset, type Interactions, type RatingScale } from "../dataset.js";
import type { IdMapBuilder } from "../id-map.js";
import { inspectNpy } from "../npy/read-npy.js";
import { resolveColumns } from "./columns.js";
import { detectCsvFormat } from "./csv-format.js";
import { readDelimitedLines } from "./delimited-lines.js";
import { InteractionCollector } from "./interaction-collector.js";
import { sortedIdMaps } from "./inter-ids.js";
import { AMAZON_LICENCE, TIKTOK_LICENCE } from "./licences.js";
import { ONE_TO_FIVE, IMPLICIT } from "./rating-scale.js";
import { RejectionLog } from "./rejection-log.js";
import { describeSource, openDataFile } from "./source-file.js";

/** A data set in MMRec's layout, with what its files say besides. */
export interface InterData {
  readonly dataset: Dataset;
  /**
   * `[nRatings]` MMRec's own split, from the column `x_label`: 0 train, 1 valid, 2 test. Absent
   * when the file has no such column.
   */
  readonly partLabel?: Int8Array;
  /** Feature matrices beside the file, by modality: `image`, `text`, `audio`. */
  readonly features: Readonly<Record<string, FeatureFile>>;
}

/** A feature matrix beside an `.inter` file. */
export interface FeatureFile {
  /** Absolute path. */
  readonly path: string;
  /** Rows, one an item in the order of `itemIndex`. */
  readonly nItems: number;
  readonly dim: number;
}

/** How an `.inter` file is read. */
export interface InterOptions {
  /** Default: the file's name without its ending; Amazon sets get `amazon-` before it. */
  readonly name?: string;
  /** Range of the rating column if there is one; default 1 to 5 by 1. */
  readonly ratingScale?: RatingScale;
  /** Share of faulty rows, 0 to 1, above which reading fails with `E_DATA_ROW`; default 0.01. */
  readonly maximumRejectedShare?: number;
}

/**
 * Reads MMRec's `.inter` file: tab-separated with a header, `userID itemID [rating timestamp]
 * x_label`, and finds `image_feat.npy`, `text_feat.npy`, `audio_feat.npy` beside it. Positions are
 * MMRec's: `itemIndex` is the whole number in the file, so that row i of a feature matrix belongs
 * to item i. Without rating column every row is a positive with rating 1.
 *
 * Errors: those of `readInteractionTable`; `E_NPY_SHAPE` when a feature matrix has fewer rows than
 * there are items, and the other `E_NPY_*`.
 */
export async function readInter(path: string, options: InterOptions = {}): Promise<InterData> {
  const rows = await collectRows(path, options);
  const features = await findFeatures(dirname(path));
  const nFeatureRows = Math.max(0, ...Object.values(features).map((feature) => feature.nItems));
  const { users, items, userIndex, itemIndex } = sortedIdMaps(
    rows.users.build(),
    rows.items.build(),
    rows.interactions,
    nFeatureRows,
  );
  for (const feature of Object.values(features)) requireRows(feature, items.size);
  const dataset = new Dataset({
    name: options.name ?? defaultName(path),
    invented: false,
    ratingScale: rows.hasRating ? (options.ratingScale ?? ONE_TO_FIVE) : IMPLICIT,
    users,
    items,
    interactions: { ...rows.interactions, userIndex, itemIndex },
    itemContent: items.ids.map((id) => ({ title: id, genres: [] })),
    userAttributes: users.ids.map(() => ({})),
    rejected: rows.log.rows(),
    sources: [await describeSource(path, dirname(path))],
    licence: licenceOf(defaultName(path)),
  });
  return { dataset, ...(rows.partLabel && { partLabel: rows.partLabel }), features };
}

interface InterRows {
  readonly users: IdMapBuilder;
  readonly items: IdMapBuilder;
  readonly interactions: Interactions;
  readonly hasRating: boolean;
  readonly partLabel: Int8Array | undefined;
  readonly log: RejectionLog;
}

async function collectRows(path: string, options: InterOptions): Promise<InterRows> {
  const file = await openDataFile(path);
  const { firstRecord: header } = detectCsvFormat(file, { separator: "\t" });
  const columns = resolveColumns(header, {}, path);
  const labelAt = header.indexOf("x_label");
  const hasRating = columns.rating !== undefined;
  const log = new RejectionLog(path);
  const collector = new InteractionCollector(log, {
    ...options,
    ...(hasRating && { ratingScale: options.ratingScale ?? ONE_TO_FIVE }),
    implicit: !hasRating,
    hasTimestamp: columns.timestamp !== undefined,
  });
  const labels: number[] = [];
  const format = { separator: "\t", nFields: header.length, encoding: "utf8", skip: 1 } as const;
  await readDelimitedLines(path, format, log, (fields, line) => {
    const label = labelAt < 0 ? "0" : fields[labelAt];
    if (label !== "0" && label !== "1" && label !== "2") {
      log.add(line, `x_label ${JSON.stringify(label)} is not 0, 1 or 2`);
      return;
    }
    const cell = (at: number | undefined): string | undefined =>
      at === undefined ? undefined : fields[at];
    const { user, item, rating, timestamp } = columns;
    const taken = collector.add(line, fields[user], fields[item], cell(rating), cell(timestamp));
    if (taken) labels.push(Number(label));
  });
  const interactions = collector.finish();
  if (interactions.nRows === 0) throw emptyInter(path);
  const partLabel = labelAt < 0 ? undefined : Int8Array.from(labels);
  const { users, items } = collector;
  return { users, items, interactions, hasRating, partLabel, log };
}

async function findFeatures(folder: string): Promise<Readonly<Record<string, FeatureFile>>> {
  const features: Record<string, FeatureFile> = {};
  for (const name of (await readdir(folder)).sort()) {
    const modality = /^(\w+)_feat\.npy$/.exec(name)?.[1];
    if (modality === undefined) continue;
    const path = join(folder, name);
    const { shape } = await inspectNpy(path, [-1, -1]);
    features[modality] = { path, nItems: shape[0], dim: shape[1] };
  }
  return features;
}

function requireRows(feature: FeatureFile, nItems: number): void {
  if (feature.nItems >= nItems) return;
  throw new MoviolaError("E_NPY_SHAPE", "A feature matrix has fewer rows than there are items", {
    where: feature.path,
    expected: `${nItems} rows, one an item`,
    got: `${feature.nItems} rows`,
    remedy: "Use the features that belong to this .inter file",
  });
}

function defaultName(path: string): string {
  const name = basename(path).replace(/\.inter$/, "");
  return ["baby", "sports", "clothing"].includes(name) ? `amazon-${name}` : name;
}

function licenceOf(name: string): string {
  if (name === "tiktok") return TIKTOK_LICENCE;
  return name.startsWith("amazon-") ? AMAZON_LICENCE : "not stated";
}

function emptyInter(path: string): MoviolaError {
  return new MoviolaError("E_DATA_EMPTY", "A data file is empty", {
    where: path,
    expected: "rows of data",
    got: "a header alone",
    remedy: "Get the file again; its download may have failed",
  });
}
