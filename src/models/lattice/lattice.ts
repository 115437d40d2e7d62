/**
 * LATTICE: a graph of items that look or read alike, partly learned, whose neighbours are added to items.
 *
 * Equations, numbered here; E_u, E_i learned vectors, F^m the features of modality m, k neighbours:
 *   S_m = D^-1/2 K(F^m) D^-1/2, K(X)_ij the cosine of X_i and X_j where j is among the k nearest
 *     items of i, else 0; D the row sums                                                          (1)
 *   Z^m = F^m W_m + b_m                                                                           (2)
 *   L = sum over m of alpha_m K(Z^m), alpha the softmax of learned numbers                        (3)
 *   G = originalShare sum over m of alpha_m S_m + (1 - originalShare) D_L^-1/2 L D_L^-1/2         (4)
 *   h = G^itemLayers E                                                                            (5)
 *   x = mean of E, A E, .., A^layers E, with A = D^-1 (graph of users and items + I)              (6)
 *   user = x_u, item = x_i + h_i / |h_i|                                                          (7)
 *   loss of n triples (u, i, j), i had by u and j not, on the vectors v of equation 7:
 *     mean of ln(1 + exp(s_uj - s_ui)) + regularisation / (2 n) sum of |v_u|^2 + |v_i|^2 + |v_j|^2 (8)
 *
 * Source: J. Zhang et al., "Mining Latent Structures for Multimedia Recommendation", MM 2021; sizes, losses and
 * training as in MMRec's `LATTICE`: the learning rate falls by 4 % over 50 epochs.
 * The graph is never all items by all items (40,000 items: 6.4 GB a matrix): of K there are k entries a row, about
 * 12 k nItems numbers a modality with their gradients, and the gradient flows through these, as in the paper.
 * Deviations from MMRec, which learns G on the first batch of an epoch alone: which items are neighbours in K(Z^m)
 * is decided when an epoch begins, and their cosines follow W_m in every batch. Features do not change unless
 * `learnsFeatures`; the penalty of the last, smaller batch is divided by its own pairs; stops by NDCG@10 on the
 * validation part, not by recall@20; NGCF is not among the backbones.
 * The ablations of the paper are `originalShare: 1` (nothing is learned), `originalShare: 0` (all is), and
 * `backbone: "mf"` (x = E).
 * An item without training rows is scored by its neighbours in G. A user without history scores 0.
 */
import {
  add,
  gather,
  lightGcnPropagation,
  multiply,
  stepDecay,
  unitLength,
} from "../../compute/graph/index.js";
import type { Recommender } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";
import { rankingLoss, squaredPenalty } from "../shared/pair-network/losses.js";
import { pairNetworkModel } from "../shared/pair-network/pair-network.js";
import { itemGraphOf, latticeGraphs, renewNeighbours, type LatticeGraphs } from "./item-graph.js";
import { latticeDefaults, readLatticeSettings, type LatticeSettings } from "./settings.js";

/** LATTICE. Settings: see `latticeDefaults`. */
export const lattice: ModelEntry<Recommender> = pairNetworkModel<LatticeSettings, LatticeGraphs>({
  id: "lattice",
  title: "LATTICE",
  source: "Zhang et al. 2021; MMRec",
  floor: false,
  features: "required",
  scoresColdItems: true,
  defaults: latticeDefaults,
  // MMRec's grid.
  searchSpace: {
    regularisation: [0, 0.00001, 0.0001, 0.001],
    learningRate: [0.0001, 0.0005, 0.001, 0.005],
  },
  readSettings: readLatticeSettings,
  prepare: latticeGraphs,
  startEpoch: ({ parameters }, facts, graphs, settings) =>
    renewNeighbours(parameters, facts, graphs, settings),
  beforeUse: renewNeighbours,
  schedule: ({ learningRate }, nBatches) =>
    stepDecay(learningRate, { every: nBatches, factor: 0.96 ** (1 / 50) }),
  build: (builder, inputs, graphs, settings) => {
    const { backbone, embeddingSize, layers, regularisation } = settings;
    const learned = {
      users: inputs.userTable(builder, "user", embeddingSize),
      items: inputs.itemTable(builder, "item", embeddingSize),
    };
    const smooth = itemGraphOf(builder, inputs, graphs, settings);
    const { users, items: own } =
      backbone === "mf" ? learned : lightGcnPropagation(graphs.whole, learned, { layers });
    const items = add(own, unitLength(smooth(learned.items)));
    return {
      users,
      items,
      loss: (batch) => {
        const rows = [
          gather(users, batch.users),
          gather(items, batch.positives),
          gather(items, batch.negatives),
        ];
        const penalty = multiply(squaredPenalty(rows, batch), regularisation);
        return add(rankingLoss(users, items, batch), penalty);
      },
    };
  },
});
