/**
 * MGCN: features purified by behaviour, smoothed over item graphs, and fused by what users and items prefer.
 *
 * Equations, numbered here; E_u, E_i learned vectors, F^m the features of modality m, M modalities:
 *   purifier: z^m_i = E_i * sigmoid(G_m (W_m F^m_i + b_m) + g_m)                                 (1)
 *   item view: y^m_i = (S_m^itemLayers z^m)_i, y^m_u = (R y^m)_u                                 (2)
 *   behaviour view: x = mean of E, A E, .., A^layers E                                           (3)
 *   with S_m the normalised cosines of the k nearest items, A the normalised graph of users and
 *     items, R its block of users by items
 *   common c = sum over m of alpha_m y^m, alpha = softmax over m of q . tanh(Q y^m + r)          (4)
 *   specific d^m = sigmoid(P_m x + p_m) * (y^m - c)                                              (5)
 *   side s = (c + sum over m of d^m) / (M + 1), final vector x + s                               (6)
 *   loss of n triples (u, i, j), i had by u and j not, on final vectors v:
 *     mean of ln(1 + exp(s_uj - s_ui)) + regularisation / (2 n) sum of |v_u|^2 + |v_i|^2 + |v_j|^2
 *     + contrastWeight (InfoNCE(s_i, x_i) + InfoNCE(s_u, x_u)), within the batch                 (7)
 *
 * Source: P. Yu et al., "Multi-View Graph Convolutional Network for Multimedia Recommendation", MM 2023; sizes,
 * losses and training as in MMRec's `MGCN`: the learning rate falls by 4 % over 50 epochs.
 * Deviations from MMRec: any number of modalities (the 3 of its equation 6 is M + 1); features do not change
 * unless `learnsFeatures`; the penalty of the last, smaller batch is divided by its own pairs; stops by NDCG@10
 * on the validation part, not by recall@20.
 * The ablations of the paper are `purifier: "none"` (z^m = W_m F^m + b_m), `fuser: "mean"` (s the mean of the
 * y^m) and `contrastWeight: 0`.
 * An item without training rows is scored by its neighbours in the S_m. A user without history scores 0.
 */
import {
  add,
  gather,
  inBatchContrastiveLoss,
  multiply,
  slice,
  stepDecay,
  type Tensor,
} from "../../compute/graph/index.js";
import type { Recommender } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";
import { rankingLoss, squaredPenalty } from "../shared/pair-network/losses.js";
import { pairNetworkModel } from "../shared/pair-network/pair-network.js";
import type { PairBatch } from "../shared/pair-network/types.js";
import { mgcnDefaults, readMgcnSettings, type MgcnSettings } from "./settings.js";
import { behaviourView, fused, itemViews, mgcnGraphs, type MgcnGraphs } from "./views.js";

/** MGCN. Settings: see `mgcnDefaults`. */
export const mgcn: ModelEntry<Recommender> = pairNetworkModel<MgcnSettings, MgcnGraphs>({
  id: "mgcn",
  title: "MGCN",
  source: "Yu et al. 2023; MMRec",
  floor: false,
  features: "required",
  scoresColdItems: true,
  defaults: mgcnDefaults,
  // MMRec's grid.
  searchSpace: { contrastWeight: [0.001, 0.01, 0.1] },
  readSettings: readMgcnSettings,
  prepare: mgcnGraphs,
  schedule: ({ learningRate }, nBatches) =>
    stepDecay(learningRate, { every: nBatches, factor: 0.96 ** (1 / 50) }),
  build: (builder, inputs, graphs, settings) => {
    const { nUsers, nItems, modalities } = inputs;
    const learned = {
      users: inputs.userTable(builder, "user", settings.embeddingSize),
      items: inputs.itemTable(builder, "item", settings.embeddingSize),
    };
    const behaviour = behaviourView(learned, graphs, settings);
    const views = itemViews(builder, inputs, learned.items, graphs, settings);
    const names = modalities.map(({ name }) => name);
    const side = fused(builder, names, views, behaviour, settings);
    const split = (rows: Tensor): Sides => ({
      users: slice(rows, 0, 0, nUsers),
      items: slice(rows, 0, nUsers, nUsers + nItems),
    });
    const final = split(add(behaviour, side));
    return {
      ...final,
      loss: (batch) => {
        const contrast = contrastOf(split(side), split(behaviour), batch, settings);
        const ranked = add(
          rankingLoss(final.users, final.items, batch),
          penaltyOf(final, batch, settings),
        );
        return contrast === undefined ? ranked : add(ranked, contrast);
      },
    };
  },
});

interface Sides {
  readonly users: Tensor;
  readonly items: Tensor;
}

function penaltyOf({ users, items }: Sides, batch: PairBatch, settings: MgcnSettings): Tensor {
  const rows = [
    gather(users, batch.users),
    gather(items, batch.positives),
    gather(items, batch.negatives),
  ];
  return multiply(squaredPenalty(rows, batch), settings.regularisation);
}

/** The self-supervision of equation 7. */
function contrastOf(
  side: Sides,
  behaviour: Sides,
  { users, positives }: PairBatch,
  { contrastWeight, temperature }: MgcnSettings,
): Tensor | undefined {
  if (contrastWeight === 0) return undefined;
  const between = (own: Tensor, other: Tensor, rows: Tensor): Tensor =>
    inBatchContrastiveLoss(gather(own, rows), gather(other, rows), temperature);
  const both = add(
    between(side.items, behaviour.items, positives),
    between(side.users, behaviour.users, users),
  );
  return multiply(both, contrastWeight);
}
