import type { Config } from "../../common/json.js";

/**
 * Settings of libraries that publish BPR figures.
 *
 * `implicit` (benfred/implicit, `implicit/cpu/bpr.pyx` and `bpr.py`): 100 factors and an item bias that
 * is regularised and drawn like them, uniform from -0.5 to 0.5 divided by the number of factors; as many
 * random pairs an epoch as there are; negatives out of the training pairs, a sample left out where the
 * user has the item. Not as there: threads share nothing, and negatives are of the positive's block.
 *
 * `mmrec` (enoche/MMRec, `models/bpr.py`, `common/loss.py`, `configs/overall.yaml`): 64 factors without
 * bias, Xavier's normal start, Adam at 0.001 over batches of 2,048, `EmbLoss`; of the weights that its
 * `BPR.yaml` searches the default here is 0.1. Not as there: early stopping watches NDCG@10, where MMRec
 * has Recall@20; and its 1e-10 inside the logarithm is left out.
 */
export const presets: Readonly<Record<"implicit" | "mmrec", Config>> = {
  implicit: {
    embeddingSize: 100,
    epochs: 100,
    patience: 0,
    learningRate: 0.01,
    learningRateDecay: 1,
    regularisation: 0.01,
    negativeRegularisation: 0.01,
    biasRegularisation: 0.01,
    itemBias: true,
    negatives: "popularity",
    sampling: "bootstrap",
    initialisation: "uniform",
    // Of the uniform distribution over an interval of length 1 / 100: 1 / (100 sqrt(12)).
    initialDeviation: 0.002886751345948129,
    optimiser: "sgd",
  },
  mmrec: {
    embeddingSize: 64,
    epochs: 1000,
    patience: 20,
    learningRate: 0.001,
    learningRateDecay: 1,
    regularisation: 0.1,
    negativeRegularisation: 0,
    biasRegularisation: 0,
    itemBias: false,
    negatives: "uniform",
    sampling: "shuffle",
    initialisation: "xavier",
    optimiser: "adam",
    batchSize: 2048,
  },
};
