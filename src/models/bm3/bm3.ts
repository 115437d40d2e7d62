/**
 * BM3: users and items learn to predict each other's vectors under dropout, without negatives.
 *
 * Equations, numbered here; E_u, E_i learned vectors, F^m the features of modality m, i an item that u has:
 *   x = mean of E, A E, .., A^layers E, with A the normalised graph of users and items           (1)
 *   h_u = x_u, h_i = x_i + E_i, h_m = W_m F^m_i + b_m                                            (2)
 *   predicted p = W h + b, target t = dropout(h), through which no gradient passes               (3)
 *   C(p, t) = 1 - cosine, the mean over the pairs of a batch
 *   reconstruction: C(p_u, t_i) + C(p_i, t_u)                                                    (4)
 *   inter-modality alignment: sum over m of C(p_m, t_i)                                          (5)
 *   intra-modality masking: sum over m of C(p_m, t_m)                                            (6)
 *   loss = (4) + alignmentWeight ((5) + (6)) + regularisation (|H_u| + |H_i|) / nItems           (7)
 *   s_ui = p_u . p_i                                                                             (8)
 * with |H_u|, |H_i| the lengths, not squared, of all users' and all items' vectors.
 *
 * Source: X. Zhou et al., "Bootstrap Latent Representations for Multi-modal Recommendation", WWW 2023; sizes,
 * losses and training as in MMRec's `BM3`.
 * Deviations from MMRec: features do not change unless `learnsFeatures`; what is dropped of a target is drawn for
 * each pair of a batch, not for each user and item; stops by NDCG@10 on the validation part, not by recall@20.
 * The ablations of the paper are `usesInterModality`, `usesIntraModality`, and both (no features).
 * Users and items without training rows have the vector b.
 */
import {
  add,
  bipartiteAdjacency,
  cosine,
  dropout,
  gather,
  lightGcnPropagation,
  mean,
  multiply,
  sharedDense,
  stopGradient,
  subtract,
  xavierNormal,
  type Builder,
  type GraphMatrix,
  type Tensor,
} from "../../compute/graph/index.js";
import type { Recommender } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";
import { projectedFeatures } from "../shared/pair-network/content.js";
import { total, wholeLength } from "../shared/pair-network/losses.js";
import { pairNetworkModel } from "../shared/pair-network/pair-network.js";
import type { PairBatch, PairInputs } from "../shared/pair-network/types.js";
import { bm3Defaults, readBm3Settings, type Bm3Settings } from "./settings.js";

/** BM3. Settings: see `bm3Defaults`. */
export const bm3: ModelEntry<Recommender> = pairNetworkModel<Bm3Settings, GraphMatrix>({
  id: "bm3",
  title: "BM3",
  source: "Zhou et al. 2023; MMRec",
  floor: false,
  features: "required",
  defaults: bm3Defaults,
  // MMRec's grid.
  searchSpace: { layers: [1, 2], dropout: [0.3, 0.5], regularisation: [0.1, 0.01] },
  readSettings: readBm3Settings,
  prepare: ({ room, table }) =>
    room.matrix(bipartiteAdjacency(table.byUser), { isSymmetric: true }),
  build: (builder, inputs, adjacency, settings) => {
    const { embeddingSize, layers, regularisation } = settings;
    const learned = {
      users: inputs.userTable(builder, "user", embeddingSize),
      items: inputs.itemTable(builder, "item", embeddingSize),
    };
    const smoothed = lightGcnPropagation(adjacency, learned, { layers });
    const online = { users: smoothed.users, items: add(smoothed.items, learned.items) };
    const predict = sharedDense(builder, "predictor", [embeddingSize, embeddingSize], {
      initialise: xavierNormal,
    });
    const contents = contentsOf(builder, inputs, settings);
    return {
      users: predict(online.users),
      items: predict(online.items),
      loss: (batch) => {
        const lengths = total([online.users, online.items].map(wholeLength));
        const penalty = multiply(lengths, regularisation / inputs.nItems);
        const bootstrap = { builder, settings, predict, contents };
        return add(bootstrapLoss(bootstrap, online, batch), penalty);
      },
    };
  },
});

/** None where no loss looks at them. */
function contentsOf(builder: Builder, inputs: PairInputs, settings: Bm3Settings): Tensor[] {
  const { embeddingSize, usesInterModality, usesIntraModality, learnsFeatures } = settings;
  if (!usesInterModality && !usesIntraModality) return [];
  return projectedFeatures(builder, inputs, {
    size: embeddingSize,
    isLearned: learnsFeatures,
    initialise: xavierNormal,
  });
}

interface Bootstrap {
  readonly builder: Builder;
  readonly settings: Bm3Settings;
  readonly predict: (rows: Tensor) => Tensor;
  /** `[nItems x embeddingSize]` of each modality. */
  readonly contents: readonly Tensor[];
}

/** Equations 4 to 6, weighted. */
function bootstrapLoss(
  { builder, settings, predict, contents }: Bootstrap,
  online: { readonly users: Tensor; readonly items: Tensor },
  { users, positives }: PairBatch,
): Tensor {
  const { alignmentWeight, usesInterModality, usesIntraModality } = settings;
  const target = (name: string, rows: Tensor): Tensor =>
    dropout(builder, `target ${name}`, stopGradient(rows), settings.dropout);
  const [user, item] = [gather(online.users, users), gather(online.items, positives)];
  const itemTarget = target("item", item);
  const terms = [
    distance(predict(user), itemTarget),
    distance(predict(item), target("user", user)),
  ];
  contents.forEach((content, at) => {
    const rows = gather(content, positives);
    const predicted = predict(rows);
    const weighted = (other: Tensor): Tensor =>
      multiply(distance(predicted, other), alignmentWeight);
    if (usesInterModality) terms.push(weighted(itemTarget));
    if (usesIntraModality) terms.push(weighted(target(`modality ${at}`, rows)));
  });
  return total(terms);
}

/** 1 - cosine, the mean over rows. */
function distance(predicted: Tensor, target: Tensor): Tensor {
  return subtract(1, mean(cosine(predicted, target)));
}
