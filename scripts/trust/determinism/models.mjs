/** Which models are fitted, small and short: what is looked for are bytes that move, not good numbers. */

/** Settings that make a fit short, where a model has them. */
const short = {
  ...{ epochs: 2, embeddingSize: 8, contentSize: 8, branchSize: 8, hiddenSize: 8, layers: 1 },
  ...{ heads: 2, batchSize: 512, routings: 1, modalityLayers: 1, depth: 1 },
};
/** A family each, for a quick look and for larger data. */
const few = ["popularity", "item-knn", "ease", "als", "bpr", "lightgcn", "bias", "svd-pp", "vbpr"];

/** `{ model, task, config, needs }` of each fit. */
export function fits(library, { isQuick, hasFeatures }) {
  return library
    .allModels()
    .filter(({ id }) => (isQuick || !hasFeatures ? few.includes(id) : true))
    .filter(({ features }) => hasFeatures || features !== "required")
    .map(({ id, task, defaults, features = "none" }) => ({
      ...{ model: id, task, needs: features === "none" ? [] : ["image", "text"] },
      config: Object.fromEntries(Object.entries(short).filter(([key]) => key in defaults)),
    }));
}
