/** Multi-head attention (Vaswani et al. 2017, section 3.2). */
import { describeShape, shapeError } from "../axis.js";
import { add, multiply, select } from "../operators/elementwise.js";
import { softmax } from "../operators/normalise.js";
import { matMul } from "../operators/products.js";
import { reshape, transpose } from "../operators/shape.js";
import type { Tensor } from "../tensor.js";
import { dense } from "./dense.js";
import { dropout } from "./dropout.js";
import { xavierUniform } from "./initial.js";
import type { Builder } from "./layers.js";

/** Settings of {@link attention}. */
export interface AttentionOptions {
  readonly heads: number;
  /** `[batch x keys]` truth values: which keys there are. Default all; one at least must be there. */
  readonly present?: Tensor;
  /** Of the attention weights; default 0. */
  readonly dropout?: number;
}

/** What attention gives. */
export interface Attended {
  /** `[batch x queries x width]` */
  readonly output: Tensor;
  /** `[batch x heads x queries x keys]` each row adds up to 1. */
  readonly weights: Tensor;
}

// Low enough that its share of a softmax is 0, and still finite.
const absent = -1e9;

/**
 * Queries `[batch x n x width]` look at keys and values made of `context` `[batch x m x width]`: equation 1
 * in each head, softmax(Q K^T / sqrt(width / heads)) V, and a projection of all heads together. Self-attention
 * is `context` = `queries`. Throws `E_GRAPH_SHAPE`.
 */
export function attention(
  builder: Builder,
  name: string,
  queries: Tensor,
  context: Tensor,
  options: AttentionOptions,
): Attended {
  return builder.graph.inLayer(name, () => {
    const width = widthOf(name, queries, options.heads);
    const project = (part: string, x: Tensor): Tensor =>
      dense(builder, part, x, width, { initialise: xavierUniform });
    const q = splitHeads(project("query", queries), options.heads);
    const k = splitHeads(project("key", context), options.heads);
    const v = splitHeads(project("value", context), options.heads);
    const scores = multiply(matMul(q, transpose(k)), 1 / Math.sqrt(width / options.heads));
    const weights = softmax(masked(scores, options.present));
    const dropped = dropout(builder, "weights", weights, options.dropout ?? 0);
    const heads = matMul(dropped, v);
    const merged = reshape(transpose(heads, [0, 2, 1, 3]), queries.shape);
    return { output: project("output", merged), weights };
  });
}

/** `[batch x n x width]` to `[batch x heads x n x width / heads]`. */
function splitHeads(x: Tensor, heads: number): Tensor {
  const [batch, length, width] = x.shape;
  const split = reshape(x, [batch, length, heads, (width as number) / heads]);
  return transpose(split, [0, 2, 1, 3]);
}

function masked(scores: Tensor, present: Tensor | undefined): Tensor {
  if (present === undefined) return scores;
  const [batch, keys] = present.shape;
  const hidden = select(present, 0, absent);
  return add(scores, reshape(hidden, [batch, 1, 1, keys]));
}

function widthOf(name: string, queries: Tensor, heads: number): number {
  const width = queries.shape.at(-1);
  if (queries.shape.length === 3 && typeof width === "number" && width % heads === 0) return width;
  throw shapeError(
    name,
    `[batch x length x width] with a width that ${heads} heads can share`,
    describeShape(queries.shape),
  );
}
