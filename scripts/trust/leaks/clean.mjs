/** Clean protocols: every recipe, several seeds, honest features of several kinds. Whatever the check says is a false alarm. */
import { cleanSplits } from "./material.mjs";
import { itemFacts, matrixOf } from "./rows.mjs";

/** `{ checks, alarms }`: how many checks, and what was said. */
export async function falseAlarms(library, { name, dataset }, seeds) {
  const alarms = [];
  let checks = 0;
  for (const seed of seeds) {
    for (const { recipe, split } of cleanSplits(library, dataset, seed)) {
      for (const [kind, text] of await honestFeatures(library, dataset, split, seed)) {
        const features = text === undefined ? {} : { text };
        const { errors, warnings } = library.checkLeaks(dataset, split, { features });
        checks++;
        for (const finding of [...errors, ...warnings]) {
          alarms.push({ data: name, recipe, seed, kind, ...finding });
        }
      }
    }
  }
  return { checks, alarms };
}

/** None, noise, what train says of its own items, what a factor model learnt from train. */
async function honestFeatures(library, dataset, split, seed) {
  const { nItems } = dataset;
  const random = library.createRandom(seed, "trust/leaks/honest");
  const { count, mean } = itemFacts({ interactions: split.train.interactions, nItems });
  const own = matrixOf(
    nItems,
    3,
    (item, at) => [count[item], Math.log1p(count[item]), mean[item]][at],
  );
  const all = [
    ["no features", undefined],
    ["noise", matrixOf(nItems, 16, () => random.normal())],
    ["counts and means of train", own],
  ];
  const model = library.createModel("pure-svd", { embeddingSize: 8 });
  await model.fit({ train: split.train, ratingScale: dataset.ratingScale, seed });
  const learnt = model.state().arrays.itemFactors;
  const values = Float32Array.from(learnt);
  all.push([
    "factors learnt from train",
    { nItems, dim: values.length / nItems, values, missing: new Uint8Array(nItems) },
  ]);
  return all;
}
