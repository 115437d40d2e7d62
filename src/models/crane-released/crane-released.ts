/**
 * CRANE as its released code computes it, which is not the model of the paper (that is `crane`): FREEDOM with a
 * self-attention that looks along the wrong axis.
 *
 * Equations, numbered here; E_u, E_i learned vectors, F^m the features of modality m, of M in number:
 *   X^m = (F^m W_m + b_m) V_m + c_m, `[nItems x embeddingSize]`                                  (1)
 *   Q^m, K^m, V^m = X^m W_qkv + b_qkv, the same weights for all modalities                     (2)
 *   attentionAxis "items" (released): in each head and each modality by itself,
 *     T^m = softmax(Q^m K^m^T / sqrt(embeddingSize / heads)) V^m over all items                (3)
 *   attentionAxis "modalities" (repaired): the M rows of an item look at each other, and no other item's  (3')
 *   fused = (mean over m of T^m) W_o + b_o                                                     (4)
 *   S = sum over m of share_m D^-1/2 S^m D^-1/2, S^m_ij = 1 where j is among the k nearest of i by the cosine of
 *     the features as given, i among them: every entry is share_m / k                          (5)
 *   an epoch keeps the share 1 - dropout of the positives, drawn in proportion to 1 / sqrt(d_u d_i)  (6)
 *   x = mean of E, A E, .., A^layers E, A the kept graph in training, the whole one in use     (7)
 *   user = x_u, item = x_i + (S^itemLayers fused)_i                                            (8)
 *   loss = mean of ln(1 + exp(s_uj - s_ui)) over triples (u, i, j), i had by u and j not       (9)
 *
 * What (3) does: the code hands `[nItems x M x embeddingSize]` to a layer that takes its first axis for the
 * sequence. An item's vector depends on every other item's features, and its own modalities never meet: fused is
 * a sum of one function of each modality. Two maps `[nItems x nItems]` for each head are made, and again for the
 * gradient; here they never exist (`rowAttention`), the sums are exact, and memory grows with nItems.
 *
 * Source: code of J. Dai, Q. Fang, J. Hu, D. Cai, Y. Yang, C. Zhao, "Cross-Modal Attention Network with Dual Graph
 * Learning in Multimodal Recommendation", 2026 (`MKC-Lab/CRANE`), read as its behaviour. Features are parameters
 * that start from what is given and S stays as it was at first, both as released. There is no recursion, no
 * profile of users, no contrastive term, and no penalty.
 * Deviations: stops by NDCG@10 on the validation part, not by recall@20; modalities other than `image` and `text`
 * count alike. An item without training rows is scored by its neighbours in S. A user without history scores 0.
 */
import { add, itemGraphPropagation, lightGcnPropagation } from "../../compute/graph/index.js";
import type { Recommender } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";
import { projectedFeatures } from "../shared/pair-network/content.js";
import { rankingLoss } from "../shared/pair-network/losses.js";
import { pairNetworkModel } from "../shared/pair-network/pair-network.js";
import { fuse } from "./fuse.js";
import { drawEdges, releasedGraphs, type ReleasedGraphs } from "./graphs.js";
import { readReleasedSettings, releasedDefaults, type ReleasedSettings } from "./settings.js";

/** CRANE as released. Settings: see `releasedDefaults`. */
export const craneReleased: ModelEntry<Recommender> = pairNetworkModel<
  ReleasedSettings,
  ReleasedGraphs
>({
  id: "crane-released",
  title: "CRANE (released code)",
  source: "Dai et al. 2026, the released code",
  floor: false,
  features: "required",
  scoresColdItems: true,
  defaults: releasedDefaults,
  // The grid of the code, but for its dead setting.
  searchSpace: { dropout: [0.8, 0.9] },
  readSettings: readReleasedSettings,
  prepare: releasedGraphs,
  startEpoch: drawEdges,
  build: (builder, inputs, graphs, settings) => {
    const { embeddingSize, layers, itemLayers, learnsFeatures } = settings;
    const learned = {
      users: inputs.userTable(builder, "user", embeddingSize),
      items: inputs.itemTable(builder, "item", embeddingSize),
    };
    const adjacency = builder.isTraining ? graphs.kept : graphs.whole;
    const smoothed = lightGcnPropagation(adjacency, learned, { layers });
    const options = { size: embeddingSize, isLearned: learnsFeatures };
    const contents = projectedFeatures(builder, inputs, options);
    const names = inputs.modalities.map(({ name }) => name);
    const fused = fuse(builder, graphs.room, { names, contents }, settings);
    const items = add(smoothed.items, itemGraphPropagation(graphs.items, fused, itemLayers));
    return {
      users: smoothed.users,
      items,
      loss: (batch) => rankingLoss(smoothed.users, items, batch),
    };
  },
});
