import { Dataset, IdMap, type DatasetParts } from "../../src/data/index.js";

/** One row of a small data set: user and item by position, rating, and time if there are times. */
export type Row = readonly [user: number, item: number, rating: number, timestamp?: number];

/**
 * A data set from a few rows, on a scale from 1 to 5. Users are called `u0`, `u1`, ..., items `i0`, ...
 * with the titles `Film 0`, ... of 2000; there are timestamps when the first row has one.
 */
export function datasetOf(rows: readonly Row[], changes: Partial<DatasetParts> = {}): Dataset {
  const nUsers = changes.users?.size ?? Math.max(-1, ...rows.map(([user]) => user)) + 1;
  const nItems = changes.items?.size ?? Math.max(-1, ...rows.map(([, item]) => item)) + 1;
  const timed = rows.length > 0 && rows[0][3] !== undefined;
  return new Dataset({
    name: "small",
    invented: true,
    ratingScale: { minimum: 1, maximum: 5, step: 1 },
    users: new IdMap(Array.from({ length: nUsers }, (_unused, user) => `u${user}`)),
    items: new IdMap(Array.from({ length: nItems }, (_unused, item) => `i${item}`)),
    interactions: {
      nRows: rows.length,
      userIndex: Int32Array.from(rows, ([user]) => user),
      itemIndex: Int32Array.from(rows, ([, item]) => item),
      rating: Float32Array.from(rows, ([, , rating]) => rating),
      ...(timed && { timestamp: Float64Array.from(rows, ([, , , time]) => time ?? Number.NaN) }),
    },
    itemContent: Array.from({ length: nItems }, (_unused, item) => ({
      title: `Film ${item}`,
      year: 2000,
      genres: [],
    })),
    userAttributes: Array.from({ length: nUsers }, (_unused, user) => ({ number: user })),
    rejected: { count: 0, examples: [] },
    sources: [],
    licence: "invented",
    ...changes,
  });
}

/** Rows as readable text, `u0 i1 4` or with times `u0 i1 4 @99`, in their order. */
export function rowTexts(dataset: Dataset, columns = dataset.interactions): string[] {
  return Array.from({ length: columns.nRows }, (_unused, row) => {
    const user = dataset.users.idOf(columns.userIndex[row]);
    const item = dataset.items.idOf(columns.itemIndex[row]);
    const time = columns.timestamp === undefined ? "" : ` @${columns.timestamp[row]}`;
    return `${user} ${item} ${columns.rating[row]}${time}`;
  });
}
