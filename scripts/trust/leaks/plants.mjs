/**
 * The known leaks, each planted into a clean split: `{ leak, how, plant }`, where `plant` gives a data set, a split and
 * perhaps features. `leak` is the name that the check is to say.
 */
import { drawn, itemFacts, labelledRows, matrixOf, splitOfRows } from "./rows.mjs";

/** All plants for one draw: `given` has the library, the data set, clean splits by recipe, and a random stream. */
export function plants(given) {
  return [...rowPlants(given), ...identityPlants(given), ...featurePlants(given)];
}

function rowPlants({ library, dataset, splits, random }) {
  const split = splits.random;
  const rows = labelledRows(library, split);
  const held = rows.filter(({ part }) => part === 2);
  const leaked = (n, part) => () => {
    const more = drawn(random, part === 0 ? held : rows.filter((row) => row.part === 0), n);
    return splitOfRows(library, dataset, [...rows, ...more.map((row) => ({ ...row, part: 0 }))]);
  };
  const share = Math.max(2, Math.round(held.length / 100));
  return [
    { leak: "pair-in-two-parts", how: "one test pair in train", plant: leaked(1, 0) },
    {
      leak: "pair-in-two-parts",
      how: "a hundredth of the test pairs in train",
      plant: leaked(share, 0),
    },
    { leak: "pair-twice-in-one-part", how: "one training pair twice", plant: leaked(1, 1) },
    ...(rows[0].time === undefined ? [] : timePlants({ library, dataset, splits, rows, random })),
  ];
}

function timePlants({ library, dataset, splits, rows, random }) {
  return [
    {
      ...{ leak: "time-travel", how: "a random split that says it follows each user’s time" },
      plant: () => splitOfRows(library, dataset, rows, { timeOrder: "user" }),
    },
    {
      ...{ leak: "time-travel", how: "one late row of a split by time put into train" },
      plant: () => {
        const ordered = labelledRows(library, splits.timed);
        const first = ordered.reduce(
          (low, { part, time }) => (part > 0 ? Math.min(low, time) : low),
          Infinity,
        );
        const [late] = drawn(
          random,
          ordered.filter(({ part, time }) => part === 2 && time > first),
          1,
        );
        late.part = 0;
        return splitOfRows(library, dataset, ordered, { timeOrder: "all" });
      },
    },
  ];
}

function identityPlants(given) {
  return [
    {
      leak: "film-under-two-ids",
      how: "ten films with a second id",
      plant: () => secondFilms(given, 10),
    },
    {
      leak: "user-under-two-ids",
      how: "one user with a second id, rows parted anew",
      plant: () => secondUser(given, 0),
    },
    {
      leak: "users-alike",
      how: "the same, all times a day later",
      plant: () => secondUser(given, 86_400),
    },
    { leak: "split-of-other-data", how: "the split of other data", plant: () => otherData(given) },
    {
      leak: "rows-changed-after-the-split",
      how: "one rating changed after the split",
      plant: () => changedRow(given),
    },
    {
      leak: "rows-changed-after-the-split",
      how: "test rows in the place of validation rows",
      plant: () => testForValid(given),
    },
    {
      leak: "rows-won-or-lost",
      how: "a split that says it dropped three rows more",
      plant: () => {
        const { random: split } = given.splits;
        return { dataset: given.dataset, split: { ...split, nDropped: split.nDropped + 3 } };
      },
    },
    {
      leak: "part-of-another-size",
      how: "a training part of fewer items",
      plant: () => {
        const { random: split } = given.splits;
        return {
          dataset: given.dataset,
          split: { ...split, train: { ...split.train, nItems: 5 } },
        };
      },
    },
  ];
}

/** Users who have a film in test get it under its second id in train. */
function secondFilms({ library, dataset, splits, random }, n) {
  const rows = labelledRows(library, splits.random);
  const { count } = itemFacts(dataset);
  const known = Array.from(count.keys()).filter((item) => dataset.itemContent[item].title !== "");
  const films = drawn(
    random,
    known.filter((item) => count[item] >= 10),
    n,
  );
  const second = new Map(films.map((item, at) => [item, dataset.nItems + at]));
  const more = rows
    .filter(({ item, part }) => part === 2 && second.has(item))
    .map((row) => ({ ...row, item: second.get(row.item), part: 0 }));
  const ids = Array.from({ length: dataset.nItems }, (_unused, item) => dataset.items.idOf(item));
  const items = new library.IdMap([...ids, ...films.map((_item, at) => `second-${at}`)]);
  const itemContent = [...dataset.itemContent, ...films.map((item) => dataset.itemContent[item])];
  return splitOfRows(library, dataset, [...rows, ...more], { more: { items, itemContent } });
}

function secondUser({ library, dataset, splits, random }, later) {
  const rows = labelledRows(library, splits.random);
  const count = new Int32Array(dataset.nUsers);
  for (const { user } of rows) count[user]++;
  const [user] = drawn(
    random,
    Array.from(count.keys()).filter((one) => count[one] >= 25),
    1,
  );
  const more = rows
    .filter((row) => row.user === user)
    .map((row) => ({
      ...{ ...row, user: dataset.nUsers, part: [0, 0, 0, 1, 2][random.integer(5)] },
      ...(row.time === undefined ? {} : { time: row.time + later }),
    }));
  const ids = Array.from({ length: dataset.nUsers }, (_unused, one) => dataset.users.idOf(one));
  const users = new library.IdMap([...ids, "second"]);
  const userAttributes = [...dataset.userAttributes, dataset.userAttributes[user]];
  return splitOfRows(library, dataset, [...rows, ...more], { more: { users, userAttributes } });
}

function otherData({ dataset, splits }) {
  const { minimum, maximum, step } = dataset.ratingScale;
  const ratingScale = { minimum: minimum - 1, maximum, step };
  return { dataset: dataset.with({ name: "other", ratingScale }), split: splits.random };
}

function changedRow({ dataset, fresh, random }) {
  const split = fresh();
  const { rating } = split.train.interactions;
  rating[random.integer(rating.length)] += 0.5;
  return { dataset, split };
}

function testForValid({ library, dataset, splits }) {
  const { random: split } = splits;
  const interactions = library.openTestPart(split.test);
  return { dataset, split: { ...split, valid: { ...split.valid, interactions } } };
}

function featurePlants(given) {
  const { library, dataset, splits, random } = given;
  const noise = () => matrixOf(dataset.nItems, 8, () => random.normal());
  const { count, mean } = itemFacts(dataset);
  const among = (valueOf) => {
    const text = noise();
    const column = random.integer(8);
    for (let item = 0; item < dataset.nItems; item++)
      text.values[item * 8 + column] = valueOf(item);
    return { dataset, split: splits.random, features: { text } };
  };
  const timed = dataset.interactions.timestamp !== undefined;
  return [
    {
      leak: "held-out-popularity-in-features",
      how: "counts of all rows in a column",
      plant: () => among((item) => Math.log1p(count[item])),
    },
    {
      leak: "held-out-ratings-in-features",
      how: "mean ratings of all rows in a column",
      plant: () => among((item) => mean[item]),
    },
    {
      leak: "held-out-ratings-in-features",
      how: "the same, spread over a direction of all columns",
      plant: () => spread(given, mean),
    },
    {
      leak: "held-out-reviews-in-features",
      how: "item vectors from the reviews of all rows",
      plant: () => ({
        ...{ dataset, split: splits.random },
        features: {
          text: reviewVectors(library, dataset, splits.random, { parts: "leak-held-out-reviews" }),
        },
      }),
    },
    ...(timed
      ? [
          {
            leak: "reviews-after-the-cut",
            how: "tags put to training rows, half of them after the cut",
            plant: () => ({
              ...{ dataset, split: splits.timed },
              features: { text: reviewVectors(library, dataset, splits.timed, { isLate: true }) },
            }),
          },
        ]
      : []),
    {
      leak: "features-fitted-on-held-out-items",
      how: "features that say they were centred over all items, new ones too",
      plant: () => ({
        ...{ dataset, split: splits.cold },
        features: {
          text: { ...noise(), provenance: { fitOn: new Uint8Array(dataset.nItems).fill(1) } },
        },
      }),
    },
    ...(dataset.itemContent.some(({ text }) => text !== undefined) ? [fittedTexts(given)] : []),
  ];
}

/** IDF and SVD of the library's own preset, which learns from all items where nobody says on which. */
function fittedTexts({ library, dataset, splits, store }) {
  return {
    leak: "features-fitted-on-held-out-items",
    how: "IDF and SVD of all plots by `tfidf-lsa`",
    plant: async () => {
      const text = await library.extractFeatures(dataset, "tfidf-lsa", { store });
      return { dataset, split: splits.cold, features: { text } };
    },
  };
}

/** The means stand in no column by itself: noise is added in one and taken off in others. */
function spread({ dataset, splits, random }, mean) {
  const text = matrixOf(dataset.nItems, 8, () => random.normal());
  for (let item = 0; item < dataset.nItems; item++) {
    const row = text.values.subarray(item * 8, item * 8 + 8);
    row[0] = 5 * mean[item] + row[1] - row[2];
  }
  return { dataset, split: splits.random, features: { text } };
}

function reviewVectors(library, dataset, split, { parts = "train", isLate = false }) {
  const all = labelledRows(library, split);
  const lateBy = isLate
    ? Math.max(...all.map(({ time }) => time)) - Math.min(...all.map(({ time }) => time))
    : 0;
  const { items } = library.reviewProfiles(
    {
      ...{ nUsers: dataset.nUsers, nItems: dataset.nItems, dim: 2 },
      userIndex: Int32Array.from(all, ({ user }) => user),
      itemIndex: Int32Array.from(all, ({ item }) => item),
      rating: Float32Array.from(all, ({ rating }) => rating),
      vectors: Float32Array.from(all.flatMap(({ rating, item }) => [rating - 3, item % 7])),
      part: all.map(({ part }) => part),
      ...(all[0].time === undefined
        ? {}
        : { timestamp: Float64Array.from(all, ({ time }, at) => time + (at % 2) * lateBy) }),
    },
    { parts, maximum: dataset.ratingScale.maximum },
  );
  return { nItems: dataset.nItems, ...items };
}
