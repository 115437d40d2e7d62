/**
 * MMGCN: a graph network of its own in each modality, whose results are averaged.
 *
 * Equations, for a modality m with features F^m; N the neighbours in the graph of users and items, LR the leaky
 * ReLU with slope 0.01, E what a node is in every modality:
 *   x^0 = [P^m; F^m W_m + b_m] with rows of unit length, P^m free vectors of users              (1)
 *   h^k = LR(mean over N of x^(k - 1) W^k)                                     (paper, equation 4)
 *   g^k = LR(x^(k - 1) W'^k + b'^k) + E                                        (paper, equation 6)
 *   x^k = LR(h^k W''^k + b''^k + g^k)                                          (paper, equation 5)
 *   e = mean over m of x^layers,  s_ui = e_u . e_i                             (paper, equation 7)
 *   loss = mean of ln(1 + exp(s_uj - s_ui))
 *     + regularisation (mean of squares of E over users and items of the batch + of all P^m)
 *
 * Source: Y. Wei, X. Wang, L. Nie, X. He, R. Hong, T.-S. Chua, "MMGCN: Multi-modal Graph Convolution Network for
 * Personalized Recommendation of Micro-video", MM 2019; layers, losses and training as in MMRec's `MMGCN`.
 * Deviations from MMRec: E and P^m are learned, as in the paper (there they stay as they were drawn); every modality
 * is projected to `contentSize` (there images alone are); the penalty takes the P^m of all modalities (there of
 * images alone); E and P^m start from Xavier's uniform in place of its normal; stops by NDCG@10 on the validation
 * part, not by recall@20.
 * An item without training rows is scored by its features alone. A user without history gets the vector that
 * the layers make of nothing.
 */
import {
  add,
  bipartiteAdjacency,
  concat,
  dense,
  divide,
  gather,
  mean,
  multiply,
  normaliseRows,
  slice,
  square,
  type GraphMatrix,
  type Tensor,
} from "../../compute/graph/index.js";
import type { Recommender } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";
import { rankingLoss, total } from "../shared/pair-network/losses.js";
import { pairNetworkModel } from "../shared/pair-network/pair-network.js";
import {
  pairNetworkDefaults,
  readPairNetworkSettings,
  type PairNetworkSettings,
} from "../shared/pair-network/settings.js";
import { realNumber, wholeNumber } from "../shared/settings.js";
import { modalityNetwork } from "./network.js";

interface MmgcnSettings extends PairNetworkSettings {
  readonly layers: number;
  readonly contentSize: number;
  readonly regularisation: number;
}

/**
 * MMGCN. Settings: those of the training (`pairNetworkDefaults`), `layers` (3), `contentSize` of projected features
 * and preferences (256), `regularisation` (0.001).
 */
export const mmgcn: ModelEntry<Recommender> = pairNetworkModel<MmgcnSettings, GraphMatrix>({
  id: "mmgcn",
  title: "MMGCN",
  source: "Wei et al. 2019, equations 4 to 7; MMRec",
  floor: false,
  features: "required",
  readsFeatures: true,
  scoresColdItems: true,
  defaults: { ...pairNetworkDefaults, layers: 3, contentSize: 256, regularisation: 0.001 },
  // MMRec's grid.
  searchSpace: {
    learningRate: [0.0001, 0.0005, 0.001, 0.005, 0.01],
    regularisation: [0, 0.00001, 0.0001, 0.001, 0.01, 0.1],
  },
  readSettings: (config) => ({
    ...readPairNetworkSettings(config),
    layers: wholeNumber(config, "layers", { minimum: 1 }),
    contentSize: wholeNumber(config, "contentSize", { minimum: 1 }),
    regularisation: realNumber(config, "regularisation", { minimum: 0 }),
  }),
  prepare: ({ table, room }) =>
    room.matrix(normaliseRows(bipartiteAdjacency(table.byUser, { normalise: false }))),
  build: (builder, inputs, neighbours, settings) => {
    const { embeddingSize, contentSize, layers, regularisation } = settings;
    const own = {
      users: inputs.userTable(builder, "user", embeddingSize),
      items: inputs.itemTable(builder, "item", embeddingSize),
    };
    const identities = concat([own.users, own.items], 0);
    const preferences: Tensor[] = [];
    const nodes = inputs.modalities.map((modality) =>
      builder.graph.inLayer(modality.name, () => {
        const taste = inputs.userTable(builder, "preference", contentSize);
        preferences.push(taste);
        const content = dense(builder, "content", inputs.feature(modality), contentSize);
        const given = { neighbours, preferences: taste, content, identities };
        return modalityNetwork(builder, given, layers);
      }),
    );
    const fused = divide(total(nodes), nodes.length);
    const users = slice(fused, 0, 0, inputs.nUsers);
    const items = slice(fused, 0, inputs.nUsers, inputs.nUsers + inputs.nItems);
    return {
      users,
      items,
      loss: (batch) => {
        const squares = (rows: Tensor): Tensor => mean(square(rows));
        const ofItems = [batch.positives, batch.negatives].map((each) =>
          squares(gather(own.items, each)),
        );
        const penalty = total([
          squares(gather(own.users, batch.users)),
          multiply(total(ofItems), 0.5),
          ...preferences.map(squares),
        ]);
        return add(rankingLoss(users, items, batch), multiply(penalty, regularisation));
      },
    };
  },
});
