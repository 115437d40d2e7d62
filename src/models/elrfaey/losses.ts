/** What the two trained regimes minimise. */
import {
  add,
  contrastiveLoss,
  exp,
  gather,
  log,
  matMul,
  maximum,
  multiply,
  pairwiseLoss,
  select,
  squeezeAxis,
  stopGradient,
  subtract,
  sum,
  transpose,
  unitLength,
  type Builder,
  type Tensor,
} from "../../compute/graph/index.js";
import type { Part } from "./fusion.js";
import { itemNetwork, sideNetwork } from "./network.js";
import { pairInputs } from "./pairs.js";
import type { ElrfaeySettings } from "./settings.js";
import { tokenInputs } from "./token-sets.js";
import type { ItemTokens } from "./tokens.js";

/** Of an item that a user has: what its score must not be compared with. */
const closed = -1e9;
/** Keeps the gradient of a profile in bounds that has hardly any length. */
const profileEpsilon = 1e-6;

/** InfoNCE both ways between the text and the images of a batch's items; feeds of the axis `items` and `classes`. */
export function alignmentLoss(
  builder: Builder,
  items: ItemTokens,
  settings: ElrfaeySettings,
): Tensor {
  const { sides } = sideNetwork(builder, tokenInputs(builder, items), settings, {
    wanted: ["text", "image"],
    isApart: settings.alignOn === "apart",
  });
  const classes = builder.graph.input("classes", ["items"], "int32");
  const [text, image] = [sides.text!.vector, sides.image!.vector];
  const { temperature } = settings;
  const forth = contrastiveLoss(text, image, classes, temperature);
  const back = contrastiveLoss(image, text, classes, temperature);
  return multiply(add(forth, back), 0.5);
}

/** BPR or sampled softmax over scores of profiles that lack the pair's own item. */
export function supervisedLoss(
  builder: Builder,
  items: ItemTokens,
  settings: ElrfaeySettings,
): Tensor {
  const { graph } = builder;
  const { parts } = itemNetwork(builder, tokenInputs(builder, items), settings);
  const positive = graph.input(pairInputs.positive, ["pairs"], "int32");
  const input = {
    histories: graph.input(pairInputs.histories, ["users", "items"]),
    user: graph.input(pairInputs.user, ["pairs"], "int32"),
    positive,
  };
  const profiles = parts.map((part) => profileWithout(part, input));
  const ofPairs = (rows: Tensor): Tensor =>
    total(
      parts.map((part, at) => {
        const cosines = sum(multiply(profiles[at], gather(part.vector, rows)), {
          axes: [1],
          keepAxes: true,
        });
        return part.weight === undefined ? cosines : multiply(cosines, gather(part.weight, rows));
      }),
    );
  if (settings.loss === "bpr") {
    const negative = graph.input(pairInputs.negative, ["pairs"], "int32");
    return pairwiseLoss(ofPairs(positive), ofPairs(negative));
  }
  const candidates = graph.input(pairInputs.candidates, ["candidates"], "int32");
  const scores = total(parts.map((part, at) => ofCandidates(part, profiles[at], candidates)));
  const isOpen = graph.input(pairInputs.isOpen, ["pairs", "candidates"], "bool");
  const scaled = (score: Tensor): Tensor => multiply(score, 1 / settings.temperature);
  // -log(e^p / (e^p + sum of e^n)) = -log sigmoid(p - log sum of e^n)
  const negatives = logTotal(select(isOpen, scaled(scores), closed));
  return pairwiseLoss(squeezeAxis(scaled(ofPairs(positive)), 1), negatives);
}

/** `[pairs x width]` of length 1: the sum of the user's items, less the pair's own. */
function profileWithout(
  { vector }: Part,
  { histories, user, positive }: Readonly<Record<"histories" | "user" | "positive", Tensor>>,
): Tensor {
  const sums = matMul(histories, vector);
  return unitLength(subtract(gather(sums, user), gather(vector, positive)), profileEpsilon);
}

/** `[pairs x candidates]` */
function ofCandidates({ vector, weight }: Part, profiles: Tensor, candidates: Tensor): Tensor {
  const cosines = matMul(profiles, transpose(gather(vector, candidates)));
  return weight === undefined ? cosines : multiply(cosines, transpose(gather(weight, candidates)));
}

/** log of the sum of e^x over the last axis; the largest is taken out as a number, which saves its gradient. */
function logTotal(x: Tensor): Tensor {
  const along = { axes: [-1], keepAxes: true };
  const largest = stopGradient(maximum(x, along));
  const shifted = exp(subtract(x, largest));
  return squeezeAxis(add(log(sum(shifted, along)), largest), -1);
}

function total(scores: readonly Tensor[]): Tensor {
  return scores.reduce((one, other) => add(one, other));
}
