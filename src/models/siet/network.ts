/** The network: a transformer over history and target, and an MLP with what is known of the user. */
import {
  add,
  concat,
  dense,
  dropout,
  embedding,
  expandAxis,
  gather,
  leakyRelu,
  matMul,
  meanSquaredError,
  multiply,
  normally,
  parameter,
  reshape,
  select,
  squeezeAxis,
  transformerEncoder,
  type Builder,
  type Tensor,
} from "../../compute/graph/index.js";
import { itemEmbedding, userEmbedding } from "../shared/graph/id-embedding.js";
import type { NetworkInputs, NetworkOutputs } from "../shared/graph/network-types.js";
import { sinusoids } from "../shared/graph/sinusoids.js";
import type { SietSettings } from "./settings.js";

/** Attributes of users that the model reads. */
export const userAttributes = ["age", "gender", "occupation"] as const;

// Small, so that the sum with positions starts from what the layers expect.
const initialise = normally(0.1);

/** The network; see `siet.ts`. */
export function sietNetwork(
  builder: Builder,
  inputs: NetworkInputs,
  settings: SietSettings,
): NetworkOutputs {
  const { heads, layers, historyLength, width } = settings;
  const length = historyLength + 1;
  const { present } = inputs.encoded;
  const sequence = sequenceOf(builder, inputs, settings);
  const { output } = transformerEncoder(builder, "encoder", sequence, {
    layers,
    heads,
    dropout: settings.dropout,
    present,
  });
  // What stands in the gaps is of no history.
  const shown = multiply(output, expandAxis(select(present, 1, 0), -1));
  const flat = reshape(shown, ["batch", length * width]);
  const read = mlp(builder, concat([flat, ...userVectors(builder, inputs, settings)], 1), settings);
  const prediction = add(squeezeAxis(read, 1), inputs.facts.globalMean);
  return { loss: meanSquaredError(prediction, inputs.ratings), prediction };
}

/** Films of the sequence with their ratings and positions, `[batch x (historyLength + 1) x width]`. */
function sequenceOf(builder: Builder, inputs: NetworkInputs, settings: SietSettings): Tensor {
  const { historyLength, width, dropout: rate } = settings;
  const length = historyLength + 1;
  const rated = withRatings(builder, inputs, filmVectors(builder, inputs, settings), settings);
  const positions = builder.graph.constant(sinusoids(length, width), [1, length, width]);
  return dropout(builder, "sequence", add(rated, positions), rate);
}

/** Of each film its vector and the mean of its genres' vectors, through a dense layer to the width. */
function filmVectors(builder: Builder, inputs: NetworkInputs, { width }: SietSettings): Tensor {
  const { films } = inputs.encoded;
  const own = itemEmbedding(builder, "film", inputs, { size: width, initialise, indices: films });
  const nGenres = inputs.facts.number("genreCount");
  if (nGenres === 0) return own;
  const genres = builder.graph.inLayer("genre", () =>
    matMul(
      gather(inputs.table("genres"), films),
      parameter(builder, "table", [nGenres, width], initialise),
    ),
  );
  return leakyRelu(dense(builder, "film-and-genre", concat([own, genres], 2), width));
}

/** The vectors of rated films, with their ratings as the settings want it. */
function withRatings(
  builder: Builder,
  { encoded, facts }: NetworkInputs,
  films: Tensor,
  { pastRatings, width }: SietSettings,
): Tensor {
  const { minimum, maximum, step } = facts.ratingScale;
  const nLevels = Math.round((maximum - minimum) / step) + 1;
  if (pastRatings === "none") return films;
  if (pastRatings === "embedded") {
    return add(
      films,
      embedding(builder, "rating", encoded.levels, [nLevels + 1, width], initialise),
    );
  }
  const values = Float32Array.from({ length: nLevels + 1 }, (_unused, level) =>
    level === 0 ? 1 : minimum + (level - 1) * step,
  );
  return multiply(films, expandAxis(gather(builder.graph.constant(values), encoded.levels), -1));
}

/** What is known of the users, each `[batch x width]`. */
function userVectors(
  builder: Builder,
  inputs: NetworkInputs,
  { userIds, width }: SietSettings,
): Tensor[] {
  const vectors = userAttributes.flatMap((name) => {
    const nValues = inputs.facts.number(`${name}Count`);
    if (nValues === 0) return [];
    const values = reshape(gather(inputs.table(name), inputs.users), ["batch"]);
    return [embedding(builder, name, values, [nValues, width], initialise)];
  });
  if (!userIds) return vectors;
  return [...vectors, userEmbedding(builder, "user", inputs, { size: width, initialise })];
}

/** 256, 128, 1 with leaky ReLU between. */
function mlp(builder: Builder, x: Tensor, { dropout: rate }: SietSettings): Tensor {
  return builder.graph.inLayer("mlp", () => {
    const hidden = [256, 128].reduce((inner, size, at) => {
      const made = leakyRelu(dense(builder, `hidden-${at}`, inner, size));
      return dropout(builder, `hidden-${at}`, made, rate);
    }, x);
    return dense(builder, "rating", hidden, 1);
  });
}
