/**
 * DualGNN: one graph network in each modality, mixed by users' weights, and smoothed over users with common items.
 *
 * Equations, numbered here; F^m the features of modality m, A the normalised graph of users and items, LR the leaky
 * ReLU with slope 0.01:
 *   x^m = sum over k = 0 .. layers of A^k |[P^m; W'_m LR(W_m F^m + b_m) + b'_m]|, rows of unit length,
 *     P^m free vectors of users                                                                  (1)
 *   q_u = sum over m of alpha_um x^m_u, alpha learned, from 1 / modalities                       (2)
 *   user e_u = q_u + sum over v in N_u of w_uv q_v, item e_i = sum over m of x^m_i               (3)
 *   N_u the `neighbours` users with the most items in common with u, w_u. the softmax of those numbers   (4)
 *   loss = mean of log2(1 + exp(s_uj - s_ui))
 *     + regularisation (sum over m of the mean of squares of P^m over the batch + mean of squares of alpha)
 * with s_ui = e_u . e_i.
 *
 * Source: Q. Wang, Y. Wei, J. Yin, J. Wu, X. Song, L. Nie, "DualGNN: Dual Graph Neural Network for Multimedia
 * Recommendation", IEEE TMM 2021; layers, losses and training as in MMRec's `DualGNN`.
 * Deviations from MMRec: its weights of users count the last modality twice over, since it adds the modalities up in
 * place; here equation 2 holds as in the paper. A user with fewer neighbours has those, not some of them several
 * times. P^m start from Xavier's uniform in place of its normal; weights of items, which nothing uses, are left out;
 * stops by NDCG@10 on the validation part, not by recall@20.
 * The ablations are `userGraph: "none"` (e_u = q_u) and `modalityWeights: "equal"` (alpha fixed).
 * An item without training rows is scored by its features alone. A user without history scores 0.
 */
import {
  add,
  bipartiteAdjacency,
  constantly,
  gather,
  mean,
  multiply,
  parameter,
  square,
  type GraphMatrix,
  type Nodes,
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
import { oneOf, realNumber, wholeNumber } from "../shared/settings.js";
import { contentOf, mixedUsers, modalityNodes, withNeighbours } from "./network.js";
import { userGraph } from "./user-graph.js";

interface DualgnnSettings extends PairNetworkSettings {
  readonly layers: number;
  readonly neighbours: number;
  readonly userGraph: "counts" | "none";
  readonly modalityWeights: "learned" | "equal";
  readonly regularisation: number;
}

interface DualgnnGraphs {
  /** A */
  readonly whole: GraphMatrix;
  /** w; absent: no graph of users. */
  readonly users?: GraphMatrix;
}

/**
 * DualGNN. Settings: those of the training (`pairNetworkDefaults`), `layers` (2), `neighbours` of a user (40),
 * `userGraph` (`counts` or `none`), `modalityWeights` (`learned` or `equal`), `regularisation` (0.001).
 */
export const dualgnn: ModelEntry<Recommender> = pairNetworkModel<DualgnnSettings, DualgnnGraphs>({
  id: "dualgnn",
  title: "DualGNN",
  source: "Wang et al. 2021; MMRec",
  floor: false,
  features: "required",
  readsFeatures: true,
  scoresColdItems: true,
  defaults: {
    ...pairNetworkDefaults,
    layers: 2,
    neighbours: 40,
    userGraph: "counts",
    modalityWeights: "learned",
    regularisation: 0.001,
  },
  // MMRec's grid.
  searchSpace: {
    learningRate: [0.00001, 0.0001, 0.001, 0.01, 0.1],
    regularisation: [0.00001, 0.0001, 0.001, 0.01, 0.1],
  },
  readSettings: (config) => ({
    ...readPairNetworkSettings(config),
    layers: wholeNumber(config, "layers", { minimum: 0 }),
    neighbours: wholeNumber(config, "neighbours", { minimum: 1 }),
    userGraph: oneOf(config, "userGraph", ["counts", "none"]),
    modalityWeights: oneOf(config, "modalityWeights", ["learned", "equal"]),
    regularisation: realNumber(config, "regularisation", { minimum: 0 }),
  }),
  prepare: async ({ table, room, pool }, settings) => {
    const whole = room.matrix(bipartiteAdjacency(table.byUser), { isSymmetric: true });
    if (settings.userGraph === "none") return { whole };
    return { whole, users: room.matrix(await userGraph(pool, table.byUser, settings.neighbours)) };
  },
  build: (builder, inputs, { whole, users: neighbours }, settings) => {
    const { embeddingSize, layers, modalityWeights, regularisation } = settings;
    const nModalities = inputs.modalities.length;
    const preferences: Tensor[] = [];
    const nodes = inputs.modalities.map((modality): Nodes =>
      builder.graph.inLayer(modality.name, () => {
        const users = inputs.userTable(builder, "preference", embeddingSize);
        preferences.push(users);
        const items = contentOf(builder, inputs.feature(modality), embeddingSize);
        return modalityNodes(whole, { users, items }, layers);
      }),
    );
    const weights =
      modalityWeights === "equal"
        ? undefined
        : parameter(builder, "weights", [inputs.nUsers, nModalities], constantly(1 / nModalities));
    const ofUsers = nodes.map((each) => each.users);
    const users = withNeighbours(mixedUsers(ofUsers, weights), neighbours);
    const items = total(nodes.map((each) => each.items));
    return {
      users,
      items,
      loss: (batch) => {
        const penalties = preferences.map((rows) => mean(square(gather(rows, batch.users))));
        if (weights !== undefined) penalties.push(mean(square(weights)));
        const ranked = multiply(rankingLoss(users, items, batch), Math.LOG2E);
        return add(ranked, multiply(total(penalties), regularisation));
      },
    };
  },
});
