/**
 * LGMRec: local vectors from the graph of users and items, global ones from hyperedges that each modality learns.
 *
 * Equations, numbered here; E_u, E_i learned vectors, F^m the features of modality m, rows of unit length |x|:
 *   x = mean of E, A E, .., A^layers E                                                           (1)
 *   y^m = |A^modalityLayers [D^-1 R F^m W_m; F^m W_m]|                                           (2)
 *   memberships of items H^m_i = softmax((F^m_i V_m + g) / temperature)                          (3)
 *   and of users H^m_u = softmax((sum over their items of F^m_i V_m + g) / temperature)          (4)
 *   z^m_i = (H^m_i H^m_i^T)^hyperLayers x_i, z^m_u = H^m_u H^m_i^T (H^m_i H^m_i^T)^(hyperLayers - 1) x_i   (5)
 *   final vector v = x + sum over m of y^m + globalShare |sum over m of z^m|                     (6)
 *   s_ui = v_u . v_i                                                                             (7)
 *   loss of n triples (u, i, j), i had by u and j not:
 *     mean of ln(1 + exp(s_uj - s_ui)) + regularisation / n (|V_u| + |V_i| + |V_j|)
 *     + contrastWeight sum over pairs of modalities m, k, over users and items a of the batch, of
 *       -ln(exp(cos(z^m_a, z^k_a) / temperature) / sum over all b of exp(cos(z^m_a, z^k_b) / temperature))   (8)
 * with A the normalised graph, R 1 where a user has an item, D its row sums, |V| lengths of the batch's matrices.
 * g is Gumbel's noise, drawn at each step of the training; in use it is 0. In training, elements of H^m are
 * dropped.
 *
 * Source: Z. Guo, J. Li, G. Li, C. Wang, S. Shi, B. Ruan, "LGMRec: Local and Global Graph Learning for Multimodal
 * Recommendation", AAAI 2024; sizes, losses and training as in MMRec's `LGMRec`, with its settings for Baby.
 * Deviations from MMRec: no noise in use; any number of modalities, contrasted two by two; stops by NDCG@10 on the
 * validation part, not by recall@20.
 * The ablations are `globalShare: 0` (no hypergraph), `localViews: "behaviour"` (no y^m) or `"features"` (x in
 * equation 5 alone), and `contrastWeight: 0`.
 * An item without training rows is scored by its hyperedges alone. A user without history belongs to all hyperedges
 * alike.
 */
import {
  add,
  bipartiteAdjacency,
  concat,
  dense,
  gather,
  multiply,
  normaliseRows,
  propagate,
  slice,
  unitLength,
  xavierUniform,
  type Builder,
  type Nodes,
  type Tensor,
} from "../../compute/graph/index.js";
import type { Recommender } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";
import { lengthPenalty, rankingLoss, total } from "../shared/pair-network/losses.js";
import { pairNetworkModel } from "../shared/pair-network/pair-network.js";
import type { PairBatch, PairInputs } from "../shared/pair-network/types.js";
import {
  contrast,
  memberships,
  modalityNodes,
  overHyperedges,
  type LgmrecGraphs,
} from "./network.js";
import { lgmrecDefaults, readLgmrecSettings, type LgmrecSettings } from "./settings.js";

/** LGMRec. Settings: see `lgmrecDefaults`. */
export const lgmrec: ModelEntry<Recommender> = pairNetworkModel<LgmrecSettings, LgmrecGraphs>({
  id: "lgmrec",
  title: "LGMRec",
  source: "Guo et al. 2024; MMRec",
  floor: false,
  features: "required",
  readsFeatures: true,
  scoresColdItems: true,
  defaults: lgmrecDefaults,
  // What MMRec has for its three data sets.
  searchSpace: {
    hyperLayers: [1, 2],
    hyperedges: [4, 64],
    dropout: [0.5, 0.6, 0.8],
    globalShare: [0.2, 0.3, 0.6],
  },
  readSettings: readLgmrecSettings,
  prepare: ({ table, room }) => ({
    whole: room.matrix(bipartiteAdjacency(table.byUser), { isSymmetric: true }),
    byUser: room.matrix(table.byUser),
    userMeans: room.matrix(normaliseRows(table.byUser)),
  }),
  build: (builder, inputs, graphs, settings) => {
    const { nUsers, nItems } = inputs;
    const { layers, globalShare, localViews } = settings;
    const split = (rows: Tensor): Nodes => ({
      users: slice(rows, 0, 0, nUsers),
      items: slice(rows, 0, nUsers, nUsers + nItems),
    });
    const parts =
      localViews === "behaviour" ? [] : localContents(builder, inputs, graphs, settings);
    let globals: Nodes[] = [];
    if (localViews !== "features" || globalShare > 0) {
      const smoothed = propagate(graphs.whole, learned(builder, inputs, settings), { layers });
      if (localViews !== "features") parts.push(smoothed);
      if (globalShare > 0) {
        globals = globalVectors(builder, inputs, graphs, split(smoothed).items, settings);
        const rows = total(globals.map(({ users, items }) => concat([users, items], 0)));
        parts.push(multiply(unitLength(rows), globalShare));
      }
    }
    const final = split(total(parts));
    return { ...final, loss: (batch) => lossOf(final, globals, batch, settings) };
  },
});

/** E, users first. */
function learned(builder: Builder, inputs: PairInputs, { embeddingSize }: LgmrecSettings): Tensor {
  const users = inputs.userTable(builder, "user", embeddingSize);
  return concat([users, inputs.itemTable(builder, "item", embeddingSize)], 0);
}

/** y^m of each modality. */
function localContents(
  builder: Builder,
  inputs: PairInputs,
  graphs: LgmrecGraphs,
  { embeddingSize, modalityLayers }: LgmrecSettings,
): Tensor[] {
  const options = { hasBias: false, initialise: xavierUniform };
  return builder.graph.inLayer("content", () =>
    inputs.modalities.map((modality) => {
      const feature = inputs.feature(modality);
      const content = dense(builder, modality.name, feature, embeddingSize, options);
      return modalityNodes(graphs, content, modalityLayers);
    }),
  );
}

/** z^m of each modality. */
function globalVectors(
  builder: Builder,
  inputs: PairInputs,
  { byUser }: LgmrecGraphs,
  items: Tensor,
  settings: LgmrecSettings,
): Nodes[] {
  return inputs.modalities.map((modality) =>
    builder.graph.inLayer(modality.name, () => {
      const member = memberships(builder, byUser, inputs.feature(modality), settings);
      return overHyperedges(member, items, settings.hyperLayers);
    }),
  );
}

/** Equation 8. */
function lossOf(
  { users, items }: Nodes,
  globals: readonly Nodes[],
  batch: PairBatch,
  { regularisation, contrastWeight, temperature }: LgmrecSettings,
): Tensor {
  const rows = [
    gather(users, batch.users),
    gather(items, batch.positives),
    gather(items, batch.negatives),
  ];
  const penalty = multiply(lengthPenalty(rows, batch), regularisation);
  const ranked = add(rankingLoss(users, items, batch), penalty);
  if (contrastWeight === 0 || globals.length < 2) return ranked;
  return add(ranked, multiply(contrast(globals, batch, temperature), contrastWeight));
}
