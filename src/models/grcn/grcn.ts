/**
 * GRCN: the graph of users and items is refined by what items look and read like, and then smoothed over.
 *
 * Equations, for a modality m with features F^m; rows of unit length are written |x|, LR is the leaky ReLU with
 * slope 0.01, N the neighbours in the graph:
 *   x_i = |LR(F^m W_m + b_m)|, x_u = |P^m_u|, and `routings` times
 *     x_u <- |x_u + sum over i in N_u of a_ui x_i|, a_ui the softmax over N_u of x_u . x_i           (1)
 *   a of the last x_u, and a_iu the softmax over N_i of x_i . x_u                                    (2)
 *   c^m_u = x_u + sum over i of a_ui x_i, items likewise                                             (3)
 *   w_ui = ReLU(max over m of a^m_ui b^m_i), w_iu = ReLU(max over m of a^m_iu b^m_u)                 (4)
 *     with b^m the learned confidence of a node in a modality
 *   e = sum over k = 0 .. layers of W^k |E|, W the graph with the weights w                          (5)
 *   s_ui = [e_u, c^1_u, ..] . [e_i, c^1_i, ..]                                                       (6)
 *   loss = mean of ln(1 + exp(s_uj - s_ui)) + regularisation (means of squares of E and of P^m over the batch)
 *
 * Source: Y. Wei, X. Wang, L. Nie, X. He, T.-S. Chua, "Graph-Refined Convolutional Network for Multimedia
 * Recommendation with Implicit Feedback", MM 2020, sections 3.2 to 3.4; as in MMRec's `GRCN` with its settings
 * (pruning, soft weights by confidence, fusion by concatenation).
 * Deviations from MMRec: the messages of equation 1 go to users, as in the paper (there they go to items, so that
 * P^m pass the routings unchanged); P^m of images are penalised once, not twice; E and P^m start from Xavier's
 * uniform in place of its normal, all b from 1; stops by NDCG@10 on the validation part, not by recall@20.
 * `edges: "plain"` is an ablation: W has the weights of LightGCN, 1 / sqrt(d_u d_i), and there are no b.
 * An item without training rows is scored by its features alone. A user without history scores 0.
 */
import {
  add,
  bipartiteAdjacency,
  constantly,
  dense,
  gather,
  leakyRelu,
  lightGcnPropagation,
  mean,
  multiply,
  parameter,
  square,
  unitLength,
  type Builder,
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
import type { PairBatch, PairInputs } from "../shared/pair-network/types.js";
import { oneOf, realNumber, wholeNumber } from "../shared/settings.js";
import {
  joined,
  refinedEdges,
  refinedNodes,
  routed,
  type Routed,
  type TwoWays,
} from "./network.js";

interface GrcnSettings extends PairNetworkSettings {
  readonly layers: number;
  readonly routings: number;
  readonly edges: "refined" | "plain";
  readonly regularisation: number;
}

interface GrcnGraphs extends TwoWays {
  /** With the weights of LightGCN, users first. */
  readonly plain: GraphMatrix;
}

/** What is learned of nodes and penalised over a batch. */
interface Learned extends Nodes {
  /** `[nUsers x embeddingSize]` of each modality. */
  readonly preferences: readonly Tensor[];
  /** `[nUsers x 1]` and `[nItems x 1]` of each modality; none for plain edges. */
  readonly confidences: readonly Nodes[];
}

/**
 * GRCN. Settings: those of the training (`pairNetworkDefaults`), `layers` over the refined graph (2), `routings` (3),
 * `edges` (`refined`; `plain`), `regularisation` (0.001).
 */
export const grcn: ModelEntry<Recommender> = pairNetworkModel<GrcnSettings, GrcnGraphs>({
  id: "grcn",
  title: "GRCN",
  source: "Wei et al. 2020, sections 3.2 to 3.4; MMRec",
  floor: false,
  features: "required",
  readsFeatures: true,
  scoresColdItems: true,
  defaults: {
    ...pairNetworkDefaults,
    layers: 2,
    routings: 3,
    edges: "refined",
    regularisation: 0.001,
  },
  // MMRec's grid, without the learning rates that diverge.
  searchSpace: {
    learningRate: [0.0001, 0.001, 0.01],
    regularisation: [0.00001, 0.0001, 0.001, 0.01, 0.1],
  },
  readSettings: (config) => ({
    ...readPairNetworkSettings(config),
    layers: wholeNumber(config, "layers", { minimum: 1 }),
    routings: wholeNumber(config, "routings", { minimum: 0 }),
    edges: oneOf(config, "edges", ["refined", "plain"]),
    regularisation: realNumber(config, "regularisation", { minimum: 0 }),
  }),
  prepare: ({ table, room }) => ({
    byUser: room.matrix(table.byUser),
    byItem: room.matrix(table.byItem),
    plain: room.matrix(bipartiteAdjacency(table.byUser), { isSymmetric: true }),
  }),
  build: (builder, inputs, graphs, settings) => {
    const learned: Learned = {
      users: inputs.userTable(builder, "user", settings.embeddingSize),
      items: inputs.itemTable(builder, "item", settings.embeddingSize),
      ...learnedOfModalities(builder, inputs, settings),
    };
    const contents = inputs.modalities.map((modality, at) =>
      builder.graph.inLayer(modality.name, () => {
        const feature = inputs.feature(modality);
        const content = leakyRelu(dense(builder, "content", feature, settings.embeddingSize));
        return routed(graphs, learned.preferences[at], content, settings.routings);
      }),
    );
    const smoothed = smooth(graphs, contents, learned, settings.layers);
    const vectors = joined([smoothed, ...contents.map(({ nodes }) => nodes)]);
    return {
      ...vectors,
      loss: (batch) => {
        const penalty = multiply(penaltyOf(learned, batch), settings.regularisation);
        return add(rankingLoss(vectors.users, vectors.items, batch), penalty);
      },
    };
  },
});

function learnedOfModalities(
  builder: Builder,
  inputs: PairInputs,
  { embeddingSize, edges }: GrcnSettings,
): Pick<Learned, "preferences" | "confidences"> {
  const ofEach = inputs.modalities.map(({ name }) =>
    builder.graph.inLayer(name, () => ({
      preference: inputs.userTable(builder, "preference", embeddingSize),
      confidence: edges === "plain" ? [] : [confidenceOf(builder, inputs)],
    })),
  );
  return {
    preferences: ofEach.map(({ preference }) => preference),
    confidences: ofEach.flatMap(({ confidence }) => confidence),
  };
}

function confidenceOf(builder: Builder, { nUsers, nItems }: PairInputs): Nodes {
  return {
    users: parameter(builder, "user-confidence", [nUsers, 1], constantly(1)),
    items: parameter(builder, "item-confidence", [nItems, 1], constantly(1)),
  };
}

/** Equations 4 and 5. */
function smooth(
  graphs: GrcnGraphs,
  contents: readonly Routed[],
  { users, items, confidences }: Learned,
  layers: number,
): Nodes {
  if (confidences.length === 0) {
    const nodes = { users: unitLength(users), items: unitLength(items) };
    return lightGcnPropagation(graphs.plain, nodes, { layers, combine: "sum" });
  }
  const attentions = contents.map(({ attention }) => attention);
  const weights = refinedEdges(graphs, attentions, confidences);
  return refinedNodes(graphs, weights, { users, items }, layers);
}

function penaltyOf({ users, items, preferences }: Learned, batch: PairBatch): Tensor {
  const squares = (rows: Tensor): Tensor => mean(square(rows));
  const ofItems = [batch.positives, batch.negatives].map((each) => squares(gather(items, each)));
  return total([
    squares(gather(users, batch.users)),
    multiply(total(ofItems), 0.5),
    ...preferences.map((rows) => squares(gather(rows, batch.users))),
  ]);
}
