/** Towers of user and film, the film's computed once for each distinct film of a batch. */
import {
  concat,
  convolution,
  dense,
  dropout,
  embedding,
  gather,
  matMul,
  meanSquaredError,
  multiply,
  parameter,
  relu,
  reshape,
  tanh,
  textCnn,
  uniformly,
  xavierUniform,
  type Builder,
  type Tensor,
} from "../../compute/graph/index.js";
import { ofEachPair } from "../shared/graph/distinct-items.js";
import { itemEmbedding, userEmbedding } from "../shared/graph/id-embedding.js";
import type { NetworkInputs, NetworkOutputs } from "../shared/graph/network-types.js";
import { sumRows } from "../shared/graph/sum-rows.js";
import { userParts } from "./content.js";
import { titleWindows, type MuWuSettings } from "./settings.js";

const initialise = uniformly(1);

/** The network of `mu-wu.ts`. */
export function buildMuWu(
  builder: Builder,
  inputs: NetworkInputs,
  settings: MuWuSettings,
): NetworkOutputs {
  const user = userVector(builder, inputs, settings);
  const film = ofEachPair(inputs, filmVector(builder, inputs, settings));
  const prediction = reshape(sumRows(multiply(user, film)), ["batch"]);
  return { prediction, loss: meanSquaredError(prediction, inputs.ratings) };
}

/** `[batch x hiddenSize]` */
function userVector(builder: Builder, inputs: NetworkInputs, settings: MuWuSettings): Tensor {
  return builder.graph.inLayer("user", () => {
    const size = settings.embeddingSize;
    const id = userEmbedding(builder, "id", inputs, { size, initialise });
    const parts = userParts
      .map((part) => [part, inputs.facts.number(`${part}Count`)] as const)
      .filter(([, count]) => count > 0)
      .map(([part, count]) => {
        const values = reshape(gather(inputs.table(part), inputs.users), ["batch"]);
        const table = [count, settings.attributeSize] as const;
        return branch(builder, part, embedding(builder, part, values, table, initialise), size);
      });
    return summary(builder, [branch(builder, "id", id, size), ...parts], settings);
  });
}

/** `[distinct x hiddenSize]` */
function filmVector(builder: Builder, inputs: NetworkInputs, settings: MuWuSettings): Tensor {
  return builder.graph.inLayer("film", () => {
    const size = settings.embeddingSize;
    const indices = inputs.encoded.distinctItems;
    const id = itemEmbedding(builder, "id", inputs, { size, initialise, indices });
    const parts = [branch(builder, "id", id, size)];
    const nGenres = inputs.facts.number("genreCount");
    if (nGenres > 0) {
      const genres = gather(inputs.table("genres"), indices);
      const added = matMul(genres, parameter(builder, "genres", [nGenres, size], initialise));
      parts.push(branch(builder, "genres", added, size));
    }
    parts.push(titleVector(builder, inputs, settings));
    if (settings.variant === "cro") parts.push(posterVector(builder, inputs, settings));
    return summary(builder, parts, settings);
  });
}

/** `[distinct x filters of all lengths]` */
function titleVector(
  builder: Builder,
  inputs: NetworkInputs,
  { embeddingSize, titleFilters: filters, dropout: rate }: MuWuSettings,
): Tensor {
  const indices = inputs.encoded.distinctItems;
  const table = [inputs.facts.number("wordCount"), embeddingSize] as const;
  const words = gather(inputs.table("titleWords"), indices);
  const tokens = embedding(builder, "words", words, table, initialise);
  const present = gather(inputs.table("titlePresent"), indices);
  const options = { filters, windows: titleWindows, present };
  return dropout(builder, "title", textCnn(builder, "title", tokens, options), rate);
}

/** `[distinct x embeddingSize]` */
function posterVector(
  builder: Builder,
  inputs: NetworkInputs,
  { embeddingSize, posterBlocks, posterFilters }: MuWuSettings,
): Tensor {
  const rows = gather(inputs.table("pixels"), inputs.encoded.distinctItems);
  const size = Math.sqrt((rows.shape[1] as number) / 3);
  const pixels = reshape(rows, ["distinct", 3, size, size]);
  const blocks = Array.from(
    { length: posterBlocks },
    (_unused, block) => posterFilters * 2 ** block,
  );
  const planes = blocks.reduce((x, outputs, block) => {
    const options = { outputs, window: 3, stride: 2, padding: 1 };
    return relu(convolution(builder, `poster-${block}`, x, options));
  }, pixels);
  const [, outputs, height, width] = planes.shape as [string, number, number, number];
  const total = sumRows(reshape(planes, ["distinct", outputs, height * width]));
  const seen = multiply(reshape(total, ["distinct", outputs]), 1 / (height * width));
  return branch(builder, "poster", seen, embeddingSize);
}

/** A part of a tower: dense and ReLU. */
function branch(builder: Builder, name: string, x: Tensor, size: number): Tensor {
  return relu(dense(builder, `${name}-dense`, x, size, { initialise: xavierUniform }));
}

/** A tower's end: all parts together, dense and tanh. */
function summary(builder: Builder, parts: Tensor[], { hiddenSize }: MuWuSettings): Tensor {
  return tanh(dense(builder, "all", concat(parts, -1), hiddenSize, { initialise: xavierUniform }));
}
