/** Transformer encoder (Vaswani et al. 2017, section 3.1). */
import { gelu, relu } from "../operators/activations.js";
import { add } from "../operators/elementwise.js";
import { slice } from "../operators/shape.js";
import type { Tensor } from "../tensor.js";
import { attention, type Attended } from "./attention.js";
import { dense } from "./dense.js";
import { dropout } from "./dropout.js";
import type { Builder } from "./layers.js";
import { normalised } from "./norm.js";

/** Settings of {@link transformerEncoder}; defaults are those of PyTorch's `TransformerEncoderLayer`. */
export interface TransformerOptions {
  readonly layers: number;
  readonly heads: number;
  /** Width of the layer between; default 4 times the width. */
  readonly hiddenSize?: number;
  /** Default 0.1. */
  readonly dropout?: number;
  /** Default `relu`. */
  readonly activation?: "relu" | "gelu";
  /** Normalise before each part, not behind it; default false. */
  readonly isNormFirst?: boolean;
  /** `[batch x length]` truth values: which tokens there are; default all. */
  readonly present?: Tensor;
  /**
   * How many tokens are wanted at the end, the first ones; default all. The last layer then asks for these
   * alone, and leaves out what they do not depend on: without dropout their values are those of the whole.
   */
  readonly queryTokens?: number;
}

/** What an encoder gives. */
export interface Encoded {
  /** `[batch x length x width]`, or as many tokens as were wanted. */
  readonly output: Tensor;
  /** Of each layer, `[batch x heads x length x length]`; of the last, a row for each wanted token. */
  readonly weights: readonly Tensor[];
}

/** Layers of self-attention and feed-forward over `x` `[batch x length x width]`. Throws `E_GRAPH_SHAPE`. */
export function transformerEncoder(
  builder: Builder,
  name: string,
  x: Tensor,
  options: TransformerOptions,
): Encoded {
  return builder.graph.inLayer(name, () => {
    const weights: Tensor[] = [];
    let output = x;
    for (let layer = 0; layer < options.layers; layer++) {
      const wanted = layer === options.layers - 1 ? options.queryTokens : undefined;
      output = builder.graph.inLayer(String(layer), () => {
        const attended = selfAttention(builder, output, { ...options, wanted });
        weights.push(attended.weights);
        return feedForward(builder, attended.output, options);
      });
    }
    return { output, weights };
  });
}

/** The part of a layer in which the first `wanted` tokens (default all) look at all tokens. */
function selfAttention(
  builder: Builder,
  x: Tensor,
  options: TransformerOptions & { readonly wanted: number | undefined },
): Attended {
  const { present, heads, wanted, isNormFirst = false, dropout: rate = 0.1 } = options;
  const first = (tokens: Tensor): Tensor =>
    wanted === undefined ? tokens : slice(tokens, 1, 0, wanted);
  return builder.graph.inLayer("attention", () => {
    const inner = isNormFirst ? normalised(builder, "norm", x) : x;
    const mask = present === undefined ? {} : { present };
    const settings = { heads, dropout: rate, ...mask };
    const { output, weights } = attention(builder, "self", first(inner), inner, settings);
    const sum = add(first(x), dropout(builder, "output", output, rate));
    return { output: isNormFirst ? sum : normalised(builder, "norm", sum), weights };
  });
}

/** x + dense(activation(dense(x))), normalised behind or before. */
function feedForward(builder: Builder, x: Tensor, options: TransformerOptions): Tensor {
  const { isNormFirst = false, activation = "relu", dropout: rate = 0.1 } = options;
  const width = x.shape.at(-1) as number;
  return builder.graph.inLayer("feed-forward", () => {
    const inner = isNormFirst ? normalised(builder, "norm", x) : x;
    const hidden = dense(builder, "hidden", inner, options.hiddenSize ?? 4 * width);
    const active = activation === "relu" ? relu(hidden) : gelu(hidden);
    const result = dense(builder, "result", dropout(builder, "hidden", active, rate), width);
    const sum = add(x, dropout(builder, "output", result, rate));
    return isNormFirst ? sum : normalised(builder, "norm", sum);
  });
}
