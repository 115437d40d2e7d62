/** Rows of a split as plain objects, and back: how leaks are planted. */

/** Every row of a split with its part: 0 train, 1 valid, 2 test. */
export function labelledRows({ openTestPart }, split) {
  const parts = [split.train.interactions, split.valid.interactions, openTestPart(split.test)];
  return parts.flatMap(({ userIndex, itemIndex, rating, timestamp }, part) =>
    Array.from(userIndex, (user, row) => ({
      ...{ user, item: itemIndex[row], rating: rating[row], part },
      ...(timestamp === undefined ? {} : { time: timestamp[row] }),
    })),
  );
}

/** A data set and a split of these rows; `more` are further fields of the data set, such as other users. */
export function splitOfRows(
  { splitByLabels },
  dataset,
  rows,
  { more = {}, timeOrder = "none" } = {},
) {
  const isTimed = dataset.interactions.timestamp !== undefined;
  const given = dataset.with({
    ...more,
    interactions: {
      nRows: rows.length,
      userIndex: Int32Array.from(rows, ({ user }) => user),
      itemIndex: Int32Array.from(rows, ({ item }) => item),
      rating: Float32Array.from(rows, ({ rating }) => rating),
      ...(isTimed ? { timestamp: Float64Array.from(rows, ({ time }) => time) } : {}),
    },
  });
  const labels = rows.map(({ part }) => part);
  return { dataset: given, split: splitByLabels(given, labels, { timeOrder }) };
}

/** `n` of `values`, drawn without replacement. */
export function drawn(random, values, n) {
  const places = random.permutation(values.length);
  return Array.from({ length: Math.min(n, values.length) }, (_unused, at) => values[places[at]]);
}

/** `[nItems x dim]` from a function of item and column. */
export function matrixOf(nItems, dim, valueOf) {
  const values = Float32Array.from({ length: nItems * dim }, (_unused, at) =>
    valueOf(Math.floor(at / dim), at % dim),
  );
  return { nItems, dim, values, missing: new Uint8Array(nItems) };
}

/** Number of rows and mean rating of each item. */
export function itemFacts({ interactions, nItems }) {
  const count = new Float64Array(nItems);
  const sum = new Float64Array(nItems);
  interactions.itemIndex.forEach((item, row) => {
    count[item]++;
    sum[item] += interactions.rating[row];
  });
  return { count, mean: sum.map((total, item) => total / Math.max(1, count[item])) };
}
