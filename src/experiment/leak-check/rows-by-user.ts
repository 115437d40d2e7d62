import type { OpenedSplit } from "./opened-split.js";

/** Rows of all parts, sorted by user; within a user in the order train, valid, test. */
export interface RowsByUser {
  /** `[nUsers + 1]` user u has the positions `offsets[u] .. offsets[u + 1] - 1`. */
  readonly offsets: Int32Array;
  /** `[n]` */
  readonly itemIndex: Int32Array;
  /** `[n]` number of the part: 0 train, 1 valid, 2 test. */
  readonly part: Uint8Array;
  /** `[n]` row within its part, counted from 0. */
  readonly row: Int32Array;
  /** Such as `test row 9`. */
  nameOf(position: number): string;
}

/** Counting sort of all rows by user. */
export function rowsByUser(opened: OpenedSplit): RowsByUser {
  const { nUsers } = opened.dataset;
  const nRows = opened.parts.reduce((sum, { rows }) => sum + rows.nRows, 0);
  const offsets = new Int32Array(nUsers + 1);
  for (const { rows } of opened.parts) for (const user of rows.userIndex) offsets[user + 1]++;
  for (let user = 1; user <= nUsers; user++) offsets[user] += offsets[user - 1];
  const next = offsets.slice(0, nUsers);
  const itemIndex = new Int32Array(nRows);
  const part = new Uint8Array(nRows);
  const row = new Int32Array(nRows);
  opened.parts.forEach(({ rows }, partNumber) => {
    for (let source = 0; source < rows.nRows; source++) {
      const position = next[rows.userIndex[source]]++;
      itemIndex[position] = rows.itemIndex[source];
      part[position] = partNumber;
      row[position] = source;
    }
  });
  const nameOf = (position: number): string =>
    `${opened.parts[part[position]].name} row ${row[position]}`;
  return { offsets, itemIndex, part, row, nameOf };
}
