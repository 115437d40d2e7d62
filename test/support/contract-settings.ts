import type { Config } from "../../src/common/json.js";

/**
 * Settings that a slow model is tested with in place of its defaults, by id: small and quick (a fit on
 * the checkerboard below 0.3 s), and enough to tell the colours apart. A line a model.
 */
export const contractSettings: Readonly<Record<string, Config>> = {
  bm3: {
    embeddingSize: 16,
    learningRate: 0.05,
    batchSize: 512,
    epochs: 15,
    dropout: 0.3,
    regularisation: 0.01,
  },
  freedom: { embeddingSize: 8, learningRate: 0.05, batchSize: 512, epochs: 12 },
  lattice: { embeddingSize: 8, learningRate: 0.05, batchSize: 512, epochs: 12 },
  mgcn: { embeddingSize: 8, learningRate: 0.05, batchSize: 512, epochs: 12 },
  mmgcn: {
    embeddingSize: 8,
    contentSize: 8,
    layers: 1,
    learningRate: 0.05,
    batchSize: 512,
    epochs: 12,
  },
  grcn: {
    embeddingSize: 8,
    layers: 1,
    routings: 1,
    learningRate: 0.05,
    batchSize: 512,
    epochs: 12,
  },
  crane: {
    embeddingSize: 8,
    layers: 1,
    depth: 1,
    learningRate: 0.05,
    batchSize: 512,
    epochs: 10,
  },
  "crane-released": {
    embeddingSize: 8,
    heads: 2,
    layers: 1,
    learningRate: 0.05,
    dropout: 0.2,
    batchSize: 512,
    epochs: 10,
  },
  dualgnn: { embeddingSize: 8, layers: 1, learningRate: 0.05, batchSize: 512, epochs: 12 },
  slmrec: { embeddingSize: 8, layers: 1, learningRate: 0.05, batchSize: 64, epochs: 4 },
  lgmrec: {
    embeddingSize: 8,
    layers: 1,
    modalityLayers: 1,
    learningRate: 0.05,
    batchSize: 512,
    epochs: 12,
  },
  vbpr: { embeddingSize: 8, learningRate: 0.05, batchSize: 512, epochs: 12 },
  elrfaey: { embeddingSize: 8, heads: 2, learningRate: 0.01, batchSize: 256, epochs: 1 },
  aljunid: { embeddingSize: 8, hiddenSize: 16, learningRate: 0.02, batchSize: 64, epochs: 12 },
  siet: { embeddingSize: 8, heads: 2, learningRate: 0.02, batchSize: 64, epochs: 3 },
  xia: {
    embeddingSize: 8,
    branchSize: 8,
    heads: 2,
    hiddenSize: 8,
    batchSize: 256,
    epochs: 4,
    learningRate: 0.05,
  },
  "mu-wu": { hiddenSize: 16, learningRate: 0.01, batchSize: 64, epochs: 6 },
};
