/**
 * SLMRec: one graph network in each modality and one of ids, fused, with self-supervision between or within them.
 *
 * Equations, numbered here; U and E learned vectors, F^m the features of modality m, rows of unit length |x|:
 *   x^0 = L [U; E], x^m = L [U; |F^m| W_m + b_m], L x = mean of x, A x, .., A^layers x           (1)
 *   user v_u = G_u [x^0_u, x^1_u, ..] + g_u, item v_i = G_i [x^0_i, x^1_i, ..] + g_i             (2)
 *   s_ui = v_u . v_i                                                                             (3)
 *   loss of n pairs (u, i), i had by u: mean of
 *     -ln(exp(cos(v_u, v_i) / temperature) / sum over items j of the batch of exp(cos(v_u, v_j) / temperature))
 *     + contrastWeight times (5) or (6) + regularisation / 2 sum of squares of all parameters    (4)
 *   alignment: with c_0 = x^0_i and c_m = C_m c_(m - 1) + .., f_m = D_m x^m_i + .., the sum over m of the mean of
 *     -ln(exp(c_m . f_m / t) / sum over the batch of exp(c_m . f_m' / t))                        (5)
 *   dropout, masking: InfoNCE, as in 4 with cosines over t, between two views of v, for users and for items; in each
 *     view elements of each layer of 1 are dropped, or E or the features of a modality are 0    (6)
 * with A the normalised graph of users and items, t the temperature of the self-supervision.
 *
 * Source: Z. Tao, X. Liu, Y. Xia, X. Wang, L. Yang, X. Huang, T.-S. Chua, "Self-Supervised Learning for Multimedia
 * Recommendation", IEEE TMM 2022; sizes, losses and training as in MMRec's `SLMRec`, whose `reg` does nothing: its
 * penalty is the decay of weights, 0.0001.
 * Deviations from MMRec: any number of modalities, by their names; one layer from each modality to the next (there two
 * lie between image and text, audio being left out); scores are products, without the sigmoid that makes ties of large
 * ones; stops by NDCG@10 on the validation part, not by recall@20.
 * The ablation is `selfSupervision: "none"`.
 * An item without training rows is scored by its features alone. A user without history gets what the layers make of
 * nothing.
 */
import {
  add,
  concat,
  dense,
  gather,
  halfSquares,
  inBatchContrastiveLoss,
  multiply,
  propagate,
  bipartiteAdjacency,
  sharedDense,
  unitLength,
  xavierUniform,
  type Builder,
  type GraphMatrix,
  type Nodes,
  type Tensor,
} from "../../compute/graph/index.js";
import type { Recommender } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";
import { total } from "../shared/pair-network/losses.js";
import { pairNetworkModel } from "../shared/pair-network/pair-network.js";
import type { PairBatch, PairInputs } from "../shared/pair-network/types.js";
import { alignment, splitNodes, twoViews, viewContrast } from "./self-supervision.js";
import { readSlmrecSettings, slmrecDefaults, type SlmrecSettings } from "./settings.js";

/** SLMRec. Settings: see `slmrecDefaults`. */
export const slmrec: ModelEntry<Recommender> = pairNetworkModel<SlmrecSettings, GraphMatrix>({
  id: "slmrec",
  title: "SLMRec",
  source: "Tao et al. 2022; MMRec",
  floor: false,
  features: "required",
  readsFeatures: true,
  scoresColdItems: true,
  defaults: slmrecDefaults,
  // MMRec's grid, without a setting that does nothing there.
  searchSpace: {
    learningRate: [0.0001, 0.001, 0.01, 0.1],
    contrastWeight: [0.01, 0.05, 0.1, 0.5, 1],
    contrastTemperature: [0.1, 0.2, 0.5, 1],
  },
  readSettings: readSlmrecSettings,
  prepare: ({ table, room }) =>
    room.matrix(bipartiteAdjacency(table.byUser), { isSymmetric: true }),
  build: (builder, inputs, adjacency, settings) => {
    const { embeddingSize, layers } = settings;
    const users = inputs.userTable(builder, "user", embeddingSize);
    const parts = [
      inputs.itemTable(builder, "item", embeddingSize),
      ...contentParts(builder, inputs, embeddingSize),
    ];
    const smoothed = parts.map((items) =>
      propagate(adjacency, concat([users, items], 0), { layers }),
    );
    const fuse = fusion(builder, parts.length, inputs.nUsers, embeddingSize);
    const final = fuse(smoothed);
    return {
      ...final,
      loss: (batch) => {
        const given = { adjacency, users, parts, smoothed, fuse };
        const own = selfSupervision(builder, given, batch, settings);
        const main = inBatchContrastiveLoss(
          gather(final.users, batch.users),
          gather(final.items, batch.positives),
          settings.temperature,
        );
        const both = own === undefined ? main : add(main, multiply(own, settings.contrastWeight));
        // As a decay of weights in the gradient: all parameters, also those of the self-supervision.
        const all = [...builder.graph.parameters.values()].map(({ tensor }) => halfSquares(tensor));
        return add(both, multiply(total(all), settings.regularisation));
      },
    };
  },
});

/** |F^m| W_m + b_m of each modality, `[nItems x size]`. */
function contentParts(builder: Builder, inputs: PairInputs, size: number): Tensor[] {
  return builder.graph.inLayer("content", () =>
    inputs.modalities.map((modality) => {
      const feature = unitLength(inputs.feature(modality));
      return dense(builder, modality.name, feature, size, { initialise: xavierUniform });
    }),
  );
}

/** Equation 2 as a function of the smoothed parts. */
function fusion(
  builder: Builder,
  nParts: number,
  nUsers: number,
  size: number,
): (smoothed: readonly Tensor[]) => Nodes {
  const options = { initialise: xavierUniform };
  const [ofUsers, ofItems] = ["fuse-users", "fuse-items"].map((name) =>
    sharedDense(builder, name, [nParts * size, size], options),
  );
  return (smoothed) => {
    const { users, items } = splitNodes(concat(smoothed, -1), nUsers);
    return { users: ofUsers(users), items: ofItems(items) };
  };
}

/** What the self-supervision works on; `parts` and `smoothed` are those of equation 1, E first. */
interface Given {
  readonly adjacency: GraphMatrix;
  readonly users: Tensor;
  readonly parts: readonly Tensor[];
  readonly smoothed: readonly Tensor[];
  readonly fuse: (smoothed: readonly Tensor[]) => Nodes;
}

/** Equation 5 or 6. */
function selfSupervision(
  builder: Builder,
  { adjacency, users, parts, smoothed, fuse }: Given,
  batch: PairBatch,
  settings: SlmrecSettings,
): Tensor | undefined {
  const { selfSupervision: task, contrastWeight, contrastTemperature, layers, dropout } = settings;
  if (task === "none" || contrastWeight === 0) return undefined;
  const nUsers = users.shape[0] as number;
  if (task === "alignment") {
    const items = smoothed.map((nodes) => splitNodes(nodes, nUsers).items);
    return builder.graph.inLayer(task, () => alignment(builder, items, batch, contrastTemperature));
  }
  const views = twoViews(
    builder,
    adjacency,
    { users, parts, fuse },
    {
      layers,
      dropout: task === "masking" ? 0 : dropout,
      isMasked: task !== "dropout",
    },
  );
  return viewContrast(views, batch, contrastTemperature);
}
