/**
 * FREEDOM: LightGCN over a thinned graph of users and items, with a frozen graph of items that look or read alike.
 *
 * Equations, numbered here; E_u, E_i learned vectors, F^m the features of modality m:
 *   S^m_ij = 1 where j is among the k nearest items of i by the cosine of F^m_i and F^m_j       (1)
 *   S = sum over m of share_m D_m^-1/2 S^m D_m^-1/2, D_m the row sums of S^m                     (2)
 *   of the positives an epoch keeps the share 1 - dropout, drawn with probabilities in proportion
 *     to 1 / sqrt(d_u d_i); their graph is normalised by the degrees that are left             (3)
 *   x = mean of E, A E, .., A^layers E, with A the kept graph in training, the whole one in use  (4)
 *   user = x_u, item = x_i + (S^itemLayers E)_i                                                  (5)
 *   loss = L(user, item) + regularisation sum over m of L(user, W_m F^m + b_m)                   (6)
 * with L the mean of ln(1 + exp(s_uj - s_ui)) over triples (u, i, j), i had by u and j not.
 *
 * Source: X. Zhou, Z. Shen, "A Tale of Two Graphs: Freezing and Denoising Graph Structures for Multimodal
 * Recommendation", MM 2023; sizes, losses and training as in MMRec's `FREEDOM`.
 * Deviation from MMRec: features do not change, as in the paper, unless `learnsFeatures`; stops by NDCG@10 on the
 * validation part, not by recall@20. Modalities other than `image` and `text` count alike.
 * The ablations of the paper are `dropout: 0` (the whole graph), `edgeDropping: "uniform"`, `itemGraph: "learned"`
 * (nearest by W_m F^m + b_m, anew each epoch, in place of F^m) and `itemGraph: "none"`.
 * An item without training rows is scored by its neighbours in S. A user without history scores 0.
 */
import {
  add,
  itemGraphPropagation,
  lightGcnPropagation,
  multiply,
} from "../../compute/graph/index.js";
import type { Recommender } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";
import { projectedFeatures } from "../shared/pair-network/content.js";
import { rankingLoss, total } from "../shared/pair-network/losses.js";
import { pairNetworkModel } from "../shared/pair-network/pair-network.js";
import { drawEdges, freedomGraphs, renewItemGraph, type FreedomGraphs } from "./graphs.js";
import { freedomDefaults, readFreedomSettings, type FreedomSettings } from "./settings.js";

/** FREEDOM. Settings: see `freedomDefaults`. */
export const freedom: ModelEntry<Recommender> = pairNetworkModel<FreedomSettings, FreedomGraphs>({
  id: "freedom",
  title: "FREEDOM",
  source: "Zhou and Shen 2023; MMRec",
  floor: false,
  features: "required",
  scoresColdItems: true,
  defaults: freedomDefaults,
  // MMRec's grid.
  searchSpace: { dropout: [0.8, 0.9], regularisation: [0, 0.00001, 0.0001, 0.001] },
  readSettings: readFreedomSettings,
  prepare: freedomGraphs,
  startEpoch: (start, facts, graphs, settings) => {
    drawEdges(start, facts, graphs, settings);
    renewItemGraph(start.parameters, facts, graphs, settings);
  },
  beforeUse: renewItemGraph,
  build: (builder, inputs, graphs, settings) => {
    const { embeddingSize, layers, itemLayers, regularisation, learnsFeatures } = settings;
    const learned = {
      users: inputs.userTable(builder, "user", embeddingSize),
      items: inputs.itemTable(builder, "item", embeddingSize),
    };
    const adjacency = builder.isTraining ? graphs.kept : graphs.whole;
    const { users, items: smoothed } = lightGcnPropagation(adjacency, learned, { layers });
    const items =
      graphs.items === undefined
        ? smoothed
        : add(smoothed, itemGraphPropagation(graphs.items, learned.items, itemLayers));
    const contents = projectedFeatures(builder, inputs, {
      size: embeddingSize,
      isLearned: learnsFeatures,
    });
    return {
      users,
      items,
      loss: (batch) => {
        const byContent = total(contents.map((content) => rankingLoss(users, content, batch)));
        return add(rankingLoss(users, items, batch), multiply(byContent, regularisation));
      },
    };
  },
});
