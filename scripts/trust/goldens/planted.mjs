/** The invented data set, whose truth is known: who must win wins, and what is knocked out costs what was planted. */

/** How far the share of a loss may be from the planted share: AUC is no variance, and a cosine weighs all factors alike. */
export const shareTolerance = 0.1;

/** Errors of predictors by what they know, on test ratings; each must beat the one before. */
export async function winners(library, seeds) {
  const rows = [];
  for (const seed of seeds) {
    const { dataset, truth } = library.generateDemo({ seed });
    const split = library.makeSplit(dataset, { name: "per-user-random", seed });
    const rmse = async (model, config = {}) => {
      const { record, units } = await library.runExperiment({
        dataset,
        split,
        model,
        config,
        store: false,
      });
      return { value: record.metrics.rmse.mean, units };
    };
    const floor = await rmse("global-mean");
    const bias = await rmse("bias");
    const factors = await rmse("biased-mf", { epochs: 20 });
    const oracle = oracleRmse(library, truth, factors.units);
    rows.push([seed, floor.value, bias.value, factors.value, oracle]);
  }
  return rows;
}

/** Error of the truth itself on the ratings of a run. */
function oracleRmse(library, truth, { userIndex, itemIndex, values }) {
  let sum = 0;
  userIndex.forEach((user, row) => {
    sum += (values.rating[row] - library.expectedRating(truth, user, itemIndex[row])) ** 2;
  });
  return Math.sqrt(sum / userIndex.length);
}

/** Positive rankings by what is known: nothing, popularity, taste. */
export async function rankers(library, seeds) {
  const rows = [];
  for (const seed of seeds) {
    const { dataset: all } = library.generateDemo({ seed });
    const dataset = library.positivesByThreshold(all, 4);
    const split = library.makeSplit(dataset, { name: "per-user-random", seed });
    const ndcg = async (model) => {
      const { record } = await library.runExperiment({ dataset, split, model, store: false });
      return record.metrics["ndcg@10"].mean;
    };
    rows.push([seed, await ndcg("random"), await ndcg("popularity"), await ndcg("ease")]);
  }
  return rows;
}

/** Which of the eight themes stand in the text; the others stand in the image, and one that has none gets noise. */
const partitions = [
  [],
  [0, 1, 2, 6],
  [0, 1, 2, 3],
  [4, 5, 6, 7],
  [3, 4, 5, 7],
  [0, 1, 2, 3, 4, 5, 6, 7],
];
const shown = [0, 1, 2, 3, 4, 5, 6, 7];

/**
 * `[what, planted share, AUC whole, without text, without image, without both, share of the loss]`, means over seeds, on
 * films that are held out as new. The share of the loss is what goes without the text, of what goes without either.
 */
export async function knockOuts(library, seeds) {
  const rows = [];
  for (const text of partitions) {
    const sums = new Float64Array(6);
    for (const seed of seeds) {
      const values = await knockedOut(library, seed, text);
      values.forEach((value, column) => (sums[column] += value / seeds.length));
    }
    rows.push([describe(library, text), ...sums]);
  }
  return rows;
}

function describe(library, text) {
  const { factors } = library.generateDemo({ nUsers: 1, nItems: 50, nRatings: 20 }).truth;
  const names = text.map((factor) => factors[factor].name).join(", ");
  return names === "" ? "nothing in the text" : `${names} in the text`;
}

async function knockedOut(library, seed, text) {
  const { dataset, truth } = library.generateDemo({ seed });
  const split = library.makeSplit(dataset, { name: "cold-item", seed });
  const image = shown.filter((factor) => !text.includes(factor));
  const features = {
    text: matrix(library, truth, text, seed),
    image: matrix(library, truth, image, seed + 1),
  };
  const config = { variant: "clip", fusion: "concatenate", mixing: "centred" };
  const common = { dataset, split, model: "cooper", config, features, store: false };
  const auc = async (knockOut) => {
    const relevance = { threshold: 4 };
    const { record } = await library.runExperiment({ ...common, relevance, knockOut });
    return record.metrics.auc.mean;
  };
  const whole = await auc({});
  const [noText, noImage] = [await auc({ text: "permuted" }), await auc({ image: "permuted" })];
  const nothing = await auc({ text: "permuted", image: "permuted" });
  const weight = planted(dataset, truth);
  const sum = (known) => known.reduce((total, factor) => total + weight[factor], 0);
  const [lostText, lostImage] = [Math.max(0, whole - noText), Math.max(0, whole - noImage)];
  const share = lostText / (lostText + lostImage);
  return [sum(text) / sum(shown), whole, noText, noImage, nothing, share];
}

/** Variance of each factor's part in the ratings. */
function planted(
  { interactions: { userIndex, itemIndex, nRows } },
  { factors, userFactors, itemFactors },
) {
  const n = factors.length;
  return factors.map((_factor, factor) => {
    let [sum, squares] = [0, 0];
    for (let row = 0; row < nRows; row++) {
      const part =
        userFactors[userIndex[row] * n + factor] * itemFactors[itemIndex[row] * n + factor];
      sum += part;
      squares += part * part;
    }
    return squares / nRows - (sum / nRows) ** 2;
  });
}

/** `[nItems x 8]` the factors that a modality knows, 0 elsewhere; noise where it knows none. */
function matrix(library, { factors, itemFactors }, known, seed) {
  const nItems = itemFactors.length / factors.length;
  const random = library.createRandom(seed, "trust/goldens/noise");
  const values = Float32Array.from({ length: nItems * shown.length }, (_unused, at) => {
    const column = at % shown.length;
    if (known.length === 0) return random.normal();
    return known.includes(column)
      ? itemFactors[Math.floor(at / shown.length) * factors.length + column]
      : 0;
  });
  return { nItems, dim: shown.length, values, missing: new Uint8Array(nItems) };
}
