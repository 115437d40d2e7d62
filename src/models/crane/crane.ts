/**
 * CRANE as its paper describes it: recursive cross-modal attention over items and profiles of users, a graph of
 * users and items beside one of items, and a contrastive term that ties behaviour to content.
 *
 * The paper gives words and few equations; this is a reconstruction, its equations numbered here. F^m are the
 * features of modality m, of M in number; R the positives of users by items; d is `embeddingSize`:
 *   X_i^m = F^m W_m + b_m, X_u^m = D_u^-1 R X_i^m, one below the other X^m, n rows            (1, profiles)
 *   for r = 1 .. depth, with N^m the layer norm of X^m (`layerNorm`, else X^m):
 *     E = [N^1; ..; N^M] W_t + b_t, `[n x M d]`                                            (2)
 *     C^m = tanh(N^m^T E / s), `[d x M d]`                                                   (3)
 *     X^m <- X^m + relu(relu(N^m W_val^m C^m) W_out^m + b_out^m)                             (4)
 *   semantic vectors: sem = [X^1; ..; X^M] W + b, `[n x d]`                                  (5)
 *   x = mean of E, A E, .., A^layers E over the graph of users and items, E learned          (6)
 *   S: the normalised graph of the k nearest items by the cosine of sem_i, from the beginning of the epoch and
 *     without gradient (`itemGraph: "refined"`), of the features as given ("raw"), or none     (7)
 *   behaviour: beh_u = x_u, beh_i = x_i + (S^itemLayers x)_i                                  (8)
 *   user = beh_u + sem_u / |sem_u|, item = beh_i + sem_i / |sem_i| (`unitContent`)    (9)
 *   loss of a batch of triples (u, i, j) = mean of ln(1 + exp(s_uj - s_ui))
 *     + contrastiveWeight (InfoNCE(beh_u, sem_u) + InfoNCE(beh_i, sem_i)) + regularisation / (2 n) |E of the batch|^2,
 *     cosines over `temperature`, the batch's other users (items) as negatives                 (10)
 *
 * Source: J. Dai, Q. Fang, J. Hu, D. Cai, Y. Yang, C. Zhao, "Cross-Modal Attention Network with Dual Graph Learning
 * in Multimodal Recommendation", arXiv 2601.11151, 2026; (2) to (4) in the form of its ancestor: R. G. Praveen,
 * J. Alam, "Recursive Joint Cross-Modal Attention", CVPR Workshops 2024. `crane-released` is the released code.
 * Decided here, since the paper is not explicit: the mean in (1), (2) to (4), the residual in (8), the sum in (9)
 * and its lengths (as LATTICE adds content: else features far from 0 drown what is learned), negatives of the batch
 * in (10), the form of the penalty, and all defaults. The ancestor sums (3) over some hundred steps of time and
 * divides by s = sqrt(d) (`scale: "width"`); over n rows that saturates the tanh, so that by default
 * s = n / sqrt(d) (`scale: "rows"`) on normalised rows.
 * The ablations: `depth: 0`, `profiles: false` (users have no semantic vector), `contrastiveWeight: 0`, `itemGraph`,
 * and `modalities` with some of the names.
 * An item without training rows is scored by its content. A user without history has the semantic vector of a
 * profile of zeros.
 */
import {
  add,
  gather,
  inBatchContrastiveLoss,
  itemGraphPropagation,
  lightGcnPropagation,
  multiply,
  unitLength,
  type Nodes,
  type Tensor,
} from "../../compute/graph/index.js";
import type { Recommender } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";
import { rankingLoss, squaredPenalty, total } from "../shared/pair-network/losses.js";
import { pairNetworkModel } from "../shared/pair-network/pair-network.js";
import type { PairBatch } from "../shared/pair-network/types.js";
import { closeGraphs, craneGraphs, renewItemGraph, type CraneGraphs } from "./graphs.js";
import { chosenModalities, semanticVectors, type SemanticVectors } from "./semantic.js";
import { craneDefaults, readCraneSettings, type CraneSettings } from "./settings.js";

/** CRANE. Settings: see `craneDefaults`. */
export const crane: ModelEntry<Recommender> = pairNetworkModel<CraneSettings, CraneGraphs>({
  id: "crane",
  title: "CRANE",
  source: "Dai et al. 2026, reconstructed",
  floor: false,
  features: "required",
  readsFeatures: true,
  scoresColdItems: true,
  defaults: craneDefaults,
  searchSpace: {
    depth: [1, 2, 3],
    neighbours: [5, 10, 15, 20],
    temperature: [0.1, 0.2, 0.5],
    contrastiveWeight: [0.001, 0.01, 0.1],
    regularisation: [0.00001, 0.0001, 0.001],
  },
  readSettings: readCraneSettings,
  prepare: craneGraphs,
  startEpoch: ({ parameters }, facts, graphs, settings) =>
    renewItemGraph(parameters, facts, graphs, settings),
  beforeUse: renewItemGraph,
  close: closeGraphs,
  build: (builder, inputs, graphs, settings) => {
    const { embeddingSize, layers, itemLayers, regularisation } = settings;
    const learned = {
      users: inputs.userTable(builder, "user", embeddingSize),
      items: inputs.itemTable(builder, "item", embeddingSize),
    };
    const smoothed = lightGcnPropagation(graphs.whole, learned, { layers });
    const behaviour = {
      users: smoothed.users,
      items:
        graphs.items === undefined
          ? smoothed.items
          : add(smoothed.items, itemGraphPropagation(graphs.items, smoothed.items, itemLayers)),
    };
    const modalities = chosenModalities(inputs.modalities, settings);
    const rows = modalities.map((modality) => ({
      name: modality.name,
      rows: inputs.feature(modality),
    }));
    const semantic = semanticVectors(builder, rows, graphs.profiles, settings);
    const users = joined(behaviour.users, semantic.users, settings);
    const items = joined(behaviour.items, semantic.items, settings);
    return {
      users,
      items,
      loss: (batch) => {
        const own = [
          gather(learned.users, batch.users),
          gather(learned.items, batch.positives),
          gather(learned.items, batch.negatives),
        ];
        const penalty = multiply(squaredPenalty(own, batch), regularisation);
        const ties = contrast(behaviour, semantic, batch, settings);
        return total([rankingLoss(users, items, batch), penalty, ...ties]);
      },
    };
  },
});

/** Equation 9. */
function joined(
  behaviour: Tensor,
  semantic: Tensor | undefined,
  { unitContent }: CraneSettings,
): Tensor {
  if (semantic === undefined) return behaviour;
  return add(behaviour, unitContent ? unitLength(semantic) : semantic);
}

/** The contrastive terms of equation 10; none with the weight 0. */
function contrast(
  behaviour: Nodes,
  semantic: SemanticVectors,
  batch: PairBatch,
  { contrastiveWeight, temperature }: CraneSettings,
): Tensor[] {
  if (contrastiveWeight === 0) return [];
  const between = (one: Tensor, other: Tensor, rows: Tensor): Tensor =>
    multiply(
      inBatchContrastiveLoss(gather(one, rows), gather(other, rows), temperature),
      contrastiveWeight,
    );
  const items = between(behaviour.items, semantic.items, batch.positives);
  if (semantic.users === undefined) return [items];
  return [between(behaviour.users, semantic.users, batch.users), items];
}
