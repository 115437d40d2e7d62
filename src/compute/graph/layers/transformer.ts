/** Transformer encoder (Vaswani et al. 2017, section 3.1). */
import { gelu, relu } from "../operators/activations.js";
import { add } from "../operators/elementwise.js";
import type { Tensor } from "../tensor.js";
import { attention } from "./attention.js";
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
}

/** What an encoder gives. */
export interface Encoded {
  /** `[batch x length x width]` */
  readonly output: Tensor;
  /** Of each layer, `[batch x heads x length x length]`. */
  readonly weights: readonly Tensor[];
}

/** Layers of self-attention and feed-forward over `x` `[batch x length x width]`. */
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
      output = builder.graph.inLayer(String(layer), () => {
        const attended = addPart(builder, "attention", output, options, (inner) => {
          const { present, heads, dropout: rate = 0.1 } = options;
          const mask = present === undefined ? {} : { present };
          const made = attention(builder, "self", inner, inner, { heads, dropout: rate, ...mask });
          weights.push(made.weights);
          return made.output;
        });
        return addPart(builder, "feed-forward", attended, options, (inner) =>
          feedForward(builder, inner, options),
        );
      });
    }
    return { output, weights };
  });
}

/** x + part(x), normalised behind or before. */
function addPart(
  builder: Builder,
  name: string,
  x: Tensor,
  { isNormFirst = false, dropout: rate = 0.1 }: TransformerOptions,
  part: (x: Tensor) => Tensor,
): Tensor {
  return builder.graph.inLayer(name, () => {
    const inner = isNormFirst ? normalised(builder, "norm", x) : x;
    const sum = add(x, dropout(builder, "output", part(inner), rate));
    return isNormFirst ? sum : normalised(builder, "norm", sum);
  });
}

function feedForward(builder: Builder, x: Tensor, options: TransformerOptions): Tensor {
  const width = x.shape.at(-1) as number;
  const { hiddenSize = 4 * width, activation = "relu", dropout: rate = 0.1 } = options;
  const hidden = dense(builder, "hidden", x, hiddenSize);
  const active = activation === "relu" ? relu(hidden) : gelu(hidden);
  return dense(builder, "result", dropout(builder, "hidden", active, rate), width);
}
