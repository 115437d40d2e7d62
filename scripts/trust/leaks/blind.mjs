/** Leaks that have no way to a model: whatever stands in the test part, what is learnt and chosen is the same. */
import { labelledRows, splitOfRows } from "./rows.mjs";

/** `{ leak, how, isBlind }` of each attempt on one draw. */
export async function blindness(given) {
  const { library } = given;
  const other = withOtherTest(given);
  const learnt = async (model, config, { dataset, split }) => {
    const fitted = library.createModel(model, config);
    const { train, valid } = split;
    await fitted.fit({ train, valid, test: split.test, ratingScale: dataset.ratingScale, seed: 1 });
    return JSON.stringify(fitted.state(), (_key, value) =>
      ArrayBuffer.isView(value) ? Array.from(value) : value,
    );
  };
  const same = splitOfRows(library, given.dataset, labelledRows(library, given.splits.random));
  const isSame = async (model, config = {}) =>
    (await learnt(model, config, same)) === (await learnt(model, config, other));
  const small = { epochs: 2, embeddingSize: 4 };
  return [
    {
      leak: "popularity-of-all-data",
      how: "popularity beside other test rows",
      isBlind: await isSame("popularity"),
    },
    {
      leak: "negatives-from-test",
      how: "BPR beside other test rows",
      isBlind: await isSame("bpr", small),
    },
    {
      leak: "negatives-from-test",
      how: "LightGCN beside other test rows",
      isBlind: await isSame("lightgcn", small),
    },
    {
      leak: "selection-on-test",
      how: "a search that is handed the whole split",
      isBlind: await choosesBlindly(library, same, other),
    },
  ];
}

/** The same training and validation rows; the test rows tell of other items and ratings. */
function withOtherTest({ library, dataset, splits, random }) {
  const rows = labelledRows(library, splits.random);
  const { minimum, maximum } = dataset.ratingScale;
  const taken = new Set(rows.map(({ user, item }) => user * dataset.nItems + item));
  const moved = rows.map((row) => {
    if (row.part !== 2) return row;
    let item = row.item;
    for (let tries = 0; tries < 50 && taken.has(row.user * dataset.nItems + item); tries++)
      item = random.integer(dataset.nItems);
    taken.add(row.user * dataset.nItems + item);
    return { ...row, item, rating: minimum + maximum - row.rating };
  });
  return splitOfRows(library, dataset, moved);
}

async function choosesBlindly(library, one, other) {
  const chosen = [];
  for (const { dataset, split } of [one, other]) {
    // The test part is of type `never` there: a program without types may hand it over all the same.
    const search = {
      dataset,
      parts: split,
      model: "item-knn",
      space: { neighbours: [2, 10, 50] },
      store: false,
    };
    const { trials } = await library.gridSearch(search);
    chosen.push(JSON.stringify(trials.map(({ value }) => value)));
  }
  return chosen[0] === chosen[1];
}
