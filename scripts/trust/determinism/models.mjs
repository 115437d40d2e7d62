/** Which models are fitted, small and short: what is looked for are bytes that move, not good numbers. */

/** Settings that make a fit short, where a model has them. */
const short = {
  ...{ epochs: 2, embeddingSize: 8, contentSize: 8, branchSize: 8, hiddenSize: 8, layers: 1 },
  ...{ heads: 2, batchSize: 512, routings: 1, modalityLayers: 1, depth: 1 },
};
/** A family each, and what runs on ONNX Runtime: a network for ratings and two for rankings. */
const families = [
  ...["popularity", "item-knn", "ease", "als", "bpr", "lightgcn", "bias", "svd-pp"],
  ...["vbpr", "freedom", "mu-wu"],
];
/** On more rows, those that are quick. */
const quick = ["popularity", "item-knn", "als", "bpr", "bias"];

/** `{ model, task, config, needs }` of each fit; `only` names models in place of the usual ones. */
export function fits(library, { hasFeatures, only }) {
  const wanted = only ?? (hasFeatures ? families : quick);
  return library
    .allModels()
    .filter(({ id }) => wanted.includes(id))
    .map(({ id, task, defaults, features = "none" }) => ({
      ...{ model: id, task, needs: features === "none" ? [] : ["image", "text"] },
      config: Object.fromEntries(Object.entries(short).filter(([key]) => key in defaults)),
    }));
}
