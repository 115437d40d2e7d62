/**
 * Nearest items to a user's mean content vector, from frozen text and image features; no training.
 *
 * Source: Cooper, de Pineda, Ramon, "A Multi-Modal Approach to Movie Recommendation: Text and Image
 * Synergy" (IIC3633, PUC Chile), sections 3.3 to 3.5, and the hybrid that it names as future work. With t_i,
 * v_i the text and image vectors of item i, r_ui the rating, r_max the highest of the scale:
 *   text     e_u = mean over R_u of w(r_ui) t_i,  w = r / r_max ("scaled"), r - mean_u ("centred") or 1;
 *            score = cos(e_u, t_i)
 *   image    e_u = sum over {i: r_ui > L r_max} of r_ui v_i / sum of those r_ui;  score = cos(e_u, v_i),
 *            L = `likedAbove` (the paper: above 7 of 10)
 *   clip     m_i = (1 - a) t_i / |t_i| + a v_i / |v_i|, a = `imageWeight` (the paper: 1/2), e_u as for text;
 *            score = cos(e_u, m_i)
 *   hybrid   a_h z_u(ALS score) + (1 - a_h) z_u(content score), a_h = `alsWeight`; z_u over all items of
 *            the user. "tuned" takes a_h from 0, 0.1, ..., 1 by NDCG@10 of the validation part.
 * `centring` takes the mean over the items with a vector off each modality first, since vectors of masked
 * language models and of CLIP lie in narrow cones whose cosines are all near 1.
 *
 * Deviations: the paper's text vectors are of reviews, averaged into users and items (`reviewProfiles` does
 * that); a plot stands for all reviews of its item here, so that an item's vector is the plot's whatever the
 * ratings. Vectors of different spaces cannot be averaged: `fusion: "concatenate"` makes the clip score
 * (1 - a) cos(text) + a cos(image), with the image variant's profile for the image part. A user without
 * a rating above the limit, or whose centred ratings are all 0, is the mean of all rated items. The
 * z-scores leave out the user's mean, which changes no order, so that scores stay a product of factors:
 * z_u(x . y) becomes (x / sd_u) . y.
 * An item without a vector scores 0, as does every item for a user without one: last where cosines are
 * positive, in the middle when centred. In the clip variant an item that lacks one modality is its other
 * one. A cold item is scored by its content; its ALS score is 0.
 */
import type { Recommender } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";
import { recommenderModel } from "../shared/recommender-model.js";
import { floatArray, stateNumber } from "../shared/state-arrays.js";
import { foldInCooper, learnCooper, rereadCooper } from "./learn.js";
import { defaults, readCooperSettings } from "./settings.js";

/**
 * Content profiles. Settings: `variant` ("text"; "image", "clip"), `mixing` of ratings into text profiles
 * ("scaled"; "centred", "none"), `likedAbove` as a share of the highest rating (0.7), `centring` (false),
 * `fusion` of the clip variant ("average", for a common space; "concatenate"), `imageWeight` (0.5, 0 to
 * 1), `hybrid` with ALS ("none"; "fixed", "tuned"), `alsWeight` (0.5, 0 to 1; "tuned" uses it only without
 * a validation part), and for ALS `embeddingSize`, `regularisation`, `unobservedWeight` (its own defaults).
 * Features: `text`, `image` or both, by these names.
 */
export const cooper: ModelEntry<Recommender> = recommenderModel({
  id: "cooper",
  title: "Content profiles (text, image, CLIP)",
  source: "Cooper, de Pineda, Ramon (IIC3633, PUC Chile), section 3",
  floor: false,
  features: "required",
  scoresColdItems: true,
  defaults,
  // What the paper leaves open (its rating mixing, the weight of CLIP's two sides) and the centring that
  // its anisotropic vectors call for.
  searchSpace: {
    mixing: ["scaled", "centred", "none"],
    centring: [false, true],
    imageWeight: [0, 0.25, 0.5, 0.75, 1],
    likedAbove: [0, 0.5, 0.7],
  },
  readSettings: readCooperSettings,
  learn: learnCooper,
  foldIn: foldInCooper,
  reread: rereadCooper,
  scorer: (state) => {
    const nFactors = stateNumber(state, "nFactors");
    return {
      kind: "factors",
      nFactors,
      userFactors: floatArray(state, "userFactors", state.nUsers * nFactors),
      itemFactors: floatArray(state, "itemFactors", state.nItems * nFactors),
    };
  },
});
