/**
 * Cross-modal attention over the text, poster and thumbnails of an item; users are profiles of their items.
 *
 * Source: M. Elrfaey, T. A. Gulliver, "An Empirical Study of Attention-Based Cross-Modal Retrieval for Movies",
 * Canadian AI 2026, PMLR 318, pages 848 to 855. Of the paper only the abstract can be had: it says
 * that texts, posters and static trailer thumbnails are fused by cross-attention into one vector, that text-only,
 * image-only and fused are compared, and that image-only is the strongest. All below is a reconstruction.
 *
 * An item i has tokens: x_t of its text, x_j of its images (poster, thumbnails, and every modality that is not
 * called `text`, sound included), each less the mean of its modality (`centring`) and of length 1. A
 * missing modality is masked: it is neither attended to nor averaged; an item without any scores 0.
 *   z = LN(W x + b) + type vector of the modality; `image` and `thumbnail` share W where they can        (1)
 *   c^t = attention(z^t; z_j), c_j = attention(z_j; z^t and all z_j), multi-headed                       (2)
 *   u^t = LN(z^t + c^t), u^v = mean over j of LN(z_j + c_j)                                              (3)
 *   f = LN(u^t + u^v + FFN([u^t; u^v])), FFN from 2 d over 2 d with GELU and dropout to d; e = f / |f|   (4)
 *   e_u = the mean of e_i over the training items of u, at length 1; s(u, i) = e_u . e_i                 (5)
 * Attention over one key is a linear map, whatever is learned: so it is of the text's to a poster alone.
 *
 * Variants besides `fused`: `text` and `image`, e = W x (images: their mean) at length 1; `late-average`, the mean
 * of the cosines of both, with a profile each; `concat`, e = W [z^t; z^v] + b; `gated`, e = g z^t + (1 - g) z^v,
 * g = sigmoid(W [z^t; z^v] + b), z without type vectors and z^v the mean of images.
 *
 * Regimes:
 *   `zero-shot`: nothing is learned. `text`, `image`, `late-average` and `concat` (then without W) take x itself;
 *     `fused` and `gated`, which are nothing without parameters, go through them as they were drawn.
 *   `alignment`: InfoNCE both ways between u^t and u^v (or the sides of the other variants) of one item, over items
 *     with both and a training row. `alignOn: "apart"` (default) hides the sides from each other while they are
 *     aligned; with `joint` both have seen both, and the loss can fall without anything being aligned. What comes
 *     behind the sides (FFN, gate, W of `concat`) is not in the loss and stays as it was drawn.
 *   `supervised`: over pairs of a user and a training item i, with i left out of the profile. `softmax`:
 *     -log(e^(s_i / T) / (e^(s_i / T) + sum of e^(s_j / T))) with j over `negatives` items of the batch that u does
 *     not have; `bpr`: -log sigmoid(s_i - s_j), one j for each pair. Only items with a training row are negatives, so
 *     that new ones are not taught to come last. Users with one item teach nothing.
 * Both stop by NDCG@10 on the validation part. Learned by AdamW.
 *
 * A user without history scores 0 for every item. Items without training rows are scored like all others.
 */
import type { Recommender } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";
import { recommenderModel } from "../shared/recommender-model.js";
import { fitElrfaey } from "./fit.js";
import { rereadElrfaey } from "./reread.js";
import { readElrfaeySettings } from "./settings.js";
import { expectedBytes } from "./size.js";
import { factorsOf, withUsers } from "./state.js";

/**
 * Elrfaey and Gulliver's model, reconstructed. Settings: `variant` ("fused", "text", "image", "late-average",
 * "concat", "gated"), `regime` ("supervised", "alignment", "zero-shot"), `loss` ("softmax" or "bpr"), `alignOn`
 * ("apart" or "joint"), `centring` (true), `embeddingSize` (128), `heads` (4; they divide embeddingSize), `dropout`
 * (0.1), `temperature` of softmax and InfoNCE (0.2), `positivesPerUser` drawn for an epoch (8), `negatives` of a
 * batch (512), `learningRate` (0.001), `regularisation`, AdamW's decay (0.0001), `batchSize` in pairs (2048),
 * `itemBatchSize` in items for the alignment (512), `epochs` (60), `patience` in epochs without a better
 * validation NDCG@10 (10; 0: never stops early), `device` of the steps (`cpu`; `webgpu`, `cuda`).
 */
export const elrfaey: ModelEntry<Recommender> = recommenderModel({
  id: "elrfaey",
  title: "Cross-modal attention (Elrfaey)",
  source: "Elrfaey and Gulliver 2026; reconstructed from its abstract",
  floor: false,
  features: "required",
  scoresColdItems: true,
  defaults: {
    variant: "fused",
    regime: "supervised",
    loss: "softmax",
    alignOn: "apart",
    centring: true,
    embeddingSize: 128,
    heads: 4,
    dropout: 0.1,
    temperature: 0.2,
    positivesPerUser: 8,
    negatives: 512,
    learningRate: 0.001,
    regularisation: 0.0001,
    batchSize: 2048,
    itemBatchSize: 512,
    epochs: 60,
    patience: 10,
    device: "cpu",
  },
  searchSpace: {
    embeddingSize: [64, 128, 256],
    heads: [2, 4, 8],
    dropout: [0, 0.1, 0.3],
    temperature: [0.05, 0.07, 0.1, 0.2],
    learningRate: [0.0001, 0.0003, 0.001, 0.003],
  },
  readSettings: readElrfaeySettings,
  estimateBytes: ({ train: { nItems }, features = {} }, settings) => {
    const dims = Object.values(features).map(({ dim }) => dim);
    return expectedBytes({ nItems, dims }, settings);
  },
  learn: fitElrfaey,
  reread: rereadElrfaey,
  foldIn: (state, table) => Promise.resolve(withUsers(state, table)),
  scorer: (state) => ({ kind: "factors", ...factorsOf(state) }),
});
