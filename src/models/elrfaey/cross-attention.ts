/** Step 2: cross-attention both ways between text and images. */
import {
  add,
  attention,
  concat,
  divide,
  equal,
  expandAxis,
  multiply,
  normalised,
  select,
  sum,
  type Builder,
  type Tensor,
} from "../../compute/graph/index.js";
import type { TokenSet, TokenSets } from "./token-sets.js";
import type { SideName } from "./tokens.js";

/** One side of an item. */
export interface Side {
  /** `[items x width]`, 0 for an item that lacks the side. */
  readonly vector: Tensor;
  /** `[items x 1]` 1 where the item has it, else 0. */
  readonly has: Tensor;
}

/** Both sides; one without a modality is absent. */
export type Sides = Partial<Readonly<Record<SideName, Side>>>;

/** Weights of attention `[items x heads x queries x keys]`; a row of an item that lacks query or keys means nothing. */
export interface CrossWeights {
  /** Queries: tokens of text; keys: those of images. */
  readonly text?: Tensor;
  /** Queries: tokens of images; keys: all, those of text first. */
  readonly image?: Tensor;
}

/** Settings of {@link crossAttention}. */
export interface CrossOptions {
  readonly heads: number;
  /** Nothing passes between the sides: tokens of text attend to nothing, those of images to each other. */
  readonly isApart: boolean;
}

/**
 * u^t = mean of LN(z^t + c^t), where c^t attends to the tokens of images, and u^v = mean of LN(z^v_j + c^v_j),
 * where c^v_j attends to the tokens of text and of images. Means are over the tokens that an item has;
 * attention to none adds 0.
 */
export function crossAttention(
  builder: Builder,
  { text, image }: TokenSets,
  { heads, isApart }: CrossOptions,
): { readonly sides: Sides; readonly weights: CrossWeights } {
  const attend = (name: SideName, queries: TokenSet, keys: readonly TokenSet[]) =>
    builder.graph.inLayer(`${name} side`, () => {
      const attended = keys.length === 0 ? undefined : attendTo(builder, queries, keys, heads);
      const sum = attended === undefined ? queries.tokens : add(queries.tokens, attended.output);
      const vector = meanOf(normalised(builder, "norm", sum), queries.present);
      return { side: { vector, has: queries.has }, weights: attended?.weights };
    });
  const isTextSeen = text !== undefined && !isApart;
  const ofText = text && attend("text", text, image === undefined || isApart ? [] : [image]);
  const ofImage = image && attend("image", image, isTextSeen ? [text, image] : [image]);
  return {
    sides: {
      ...(ofText === undefined ? {} : { text: ofText.side }),
      ...(ofImage === undefined ? {} : { image: ofImage.side }),
    },
    weights: {
      ...(ofText?.weights === undefined ? {} : { text: ofText.weights }),
      ...(ofImage?.weights === undefined ? {} : { image: ofImage.weights }),
    },
  };
}

function attendTo(
  builder: Builder,
  queries: TokenSet,
  keys: readonly TokenSet[],
  heads: number,
): { readonly output: Tensor; readonly weights: Tensor } {
  const context = concat(
    keys.map(({ tokens }) => tokens),
    1,
  );
  const present = concat(
    keys.map((set) => set.present),
    1,
  );
  const has = keys.map((set) => set.has).reduce((one, other) => add(one, other));
  const made = attention(builder, "attention", queries.tokens, context, { heads, present });
  // Where there is no key at all the weights are equal and mean nothing.
  const some = expandAxis(divide(has, atLeastOne(has)), 1);
  return { output: multiply(made.output, some), weights: made.weights };
}

/** Mean `[items x width]` of the tokens `[items x n x width]` that are there; 0 of none. */
export function meanOf(tokens: Tensor, present: Tensor): Tensor {
  const counted = expandAxis(select(present, 1, 0), -1);
  const total = sum(multiply(tokens, counted), { axes: [1] });
  return divide(total, atLeastOne(sum(counted, { axes: [1] })));
}

/** max(x, 1) of a count. */
export function atLeastOne(count: Tensor): Tensor {
  return add(count, select(equal(count, 0), 1, 0));
}
