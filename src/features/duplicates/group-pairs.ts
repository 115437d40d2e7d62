/** Two rows that are alike, `one < other`. */
export interface AlikePair {
  readonly one: number;
  readonly other: number;
  /** -1 to 1; 1 for equal content. */
  readonly similarity: number;
}

/** Rows that hang together through pairs, and the pairs. */
export interface PairGroup {
  /** Ascending. */
  readonly rows: readonly number[];
  readonly pairs: readonly AlikePair[];
}

/** Joins pairs that share a row into groups (single linkage), ordered by their first row. */
export function groupPairs(pairs: readonly AlikePair[]): PairGroup[] {
  const parent = new Map<number, number>();
  const rootOf = (row: number): number => {
    let root = row;
    for (let up = parent.get(root); up !== undefined; up = parent.get(root)) root = up;
    return root;
  };
  for (const { one, other } of pairs) {
    const [a, b] = [rootOf(one), rootOf(other)];
    // The lower row stays the root, so that a group is found under its first row.
    if (a !== b) parent.set(Math.max(a, b), Math.min(a, b));
  }
  const groups = new Map<number, { rows: Set<number>; pairs: AlikePair[] }>();
  for (const pair of pairs) {
    const root = rootOf(pair.one);
    const group = groups.get(root) ?? { rows: new Set(), pairs: [] };
    groups.set(root, group);
    group.rows.add(pair.one).add(pair.other);
    group.pairs.push(pair);
  }
  const found = [...groups.values()].map(({ rows, pairs: own }) => ({
    rows: [...rows].sort((one, other) => one - other),
    pairs: own,
  }));
  return found.sort((one, other) => one.rows[0] - other.rows[0]);
}
