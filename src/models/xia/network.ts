/** The encoder over the tokens, and the heads (sections 3 of the paper: fusion, head). */
import {
  add,
  concat,
  crossEntropy,
  dense,
  dropout,
  expandAxis,
  gather,
  mean,
  meanSquaredError,
  multiply,
  normalised,
  normally,
  parameter,
  repeatTo,
  reshape,
  slice,
  softmax,
  square,
  squeezeAxis,
  sum,
  topK,
  transformerEncoder,
  transpose,
  type Builder,
  type Tensor,
} from "../../compute/graph/index.js";
import type { NetworkInputs, NetworkOutputs } from "../shared/graph/network-types.js";
import { sinusoids } from "../shared/graph/sinusoids.js";
import type { XiaSettings } from "./settings.js";
import { contentTokens, type Token } from "./tokens.js";

/** The network: tokens, encoder, h = H[0], head. */
export function xiaNetwork(
  builder: Builder,
  inputs: NetworkInputs,
  settings: XiaSettings,
): NetworkOutputs {
  const { tokens, penalty, interaction } = contentTokens(builder, inputs, settings);
  const { layers, heads, hiddenSize, dropout: rate, isNormFirst } = settings;
  const sequence = sequenceOf(builder, tokens, settings);
  const { output, weights } = transformerEncoder(builder, "encoder", sequence, {
    layers,
    heads,
    hiddenSize,
    dropout: rate,
    isNormFirst,
    // Only h = H[0] is read.
    queryTokens: 1,
  });
  const h = squeezeAxis(isNormFirst ? normalised(builder, "norm", output) : output, 1);
  const { loss, prediction } =
    settings.head === "classes"
      ? classHead(builder, h, inputs, settings)
      : regressionHead(builder, h, inputs, settings, interaction);
  const penalised = penalty === undefined ? loss : add(loss, penalty);
  return { loss: penalised, prediction, more: { attention: lookOfFirst(weights) } };
}

/** Names of the tokens as they stand in the sequence. */
export function tokenNames(tokens: readonly Pick<Token, "name">[]): readonly string[] {
  return ["[CLS]", ...tokens.map(({ name }) => name), "[SEP]"];
}

/** V + P: `[batch x tokens x width]`. */
function sequenceOf(
  builder: Builder,
  tokens: readonly Token[],
  { width, dropout: rate, isNormFirst }: XiaSettings,
): Tensor {
  return builder.graph.inLayer("sequence", () => {
    const rows = tokens.map(({ vector }) => expandAxis(vector, 1));
    const ends = ["cls", "sep"].map((name) =>
      repeatTo(parameter(builder, name, [1, 1, width], normally(isNormFirst ? 0.02 : 1)), rows[0]),
    );
    const all = concat([ends[0], ...rows, ends[1]], 1);
    const length = rows.length + 2;
    const positions = builder.graph.constant(sinusoids(length, width), [1, length, width]);
    return dropout(builder, "tokens", add(all, positions), rate);
  });
}

type Head = Pick<NetworkOutputs, "loss" | "prediction">;

/** y = softmax(W h + b), cross-entropy; read out by the likeliest class or by sum c p_c. */
function classHead(
  builder: Builder,
  h: Tensor,
  { facts, levels }: NetworkInputs,
  { readOut }: XiaSettings,
): Head {
  const { minimum, maximum, step } = facts.ratingScale;
  const nClasses = Math.round((maximum - minimum) / step) + 1;
  const ratings = Float32Array.from({ length: nClasses }, (_unused, at) => minimum + at * step);
  const logits = dense(builder, "head", h, nClasses);
  const values = builder.graph.constant(ratings);
  const prediction =
    readOut === "argmax"
      ? reshape(gather(values, topK(logits, 1).indices), ["batch"])
      : sum(multiply(softmax(logits), values), { axes: [-1] });
  return { loss: crossEntropy(logits, levels), prediction };
}

/** r^ = mu + b_u + b_i + w . h + c, mean squared error. */
function regressionHead(
  builder: Builder,
  h: Tensor,
  { facts, users, items, ratings }: NetworkInputs,
  { biases, regularisation }: XiaSettings,
  interaction: Tensor | undefined,
): Head {
  const plain = add(squeezeAxis(dense(builder, "head", h, 1), 1), facts.globalMean);
  const own = interaction === undefined ? plain : add(plain, interaction);
  if (!biases) return { loss: meanSquaredError(own, ratings), prediction: own };
  const both = [
    { name: "userBias", indices: users },
    { name: "itemBias", indices: items },
  ].map(({ name, indices }) => {
    const { rows, values } = facts.table(name);
    const start = (): Float32Array => (values as Float32Array).slice();
    const table = builder.graph.inLayer("head", () => parameter(builder, name, [rows], start));
    return gather(table, indices);
  });
  const prediction = add(own, add(both[0], both[1]));
  const loss = meanSquaredError(prediction, ratings);
  const penalty = multiply(mean(add(square(both[0]), square(both[1]))), regularisation);
  return { loss: regularisation === 0 ? loss : add(loss, penalty), prediction };
}

/** How [CLS] looks at the tokens: `[batch x layers x heads x tokens]`. */
function lookOfFirst(weights: readonly Tensor[]): Tensor {
  const rows = weights.map((each) => slice(each, 2, 0, 1));
  return transpose(concat(rows, 2), [0, 2, 1, 3]);
}
