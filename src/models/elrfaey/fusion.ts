/** Step 3: the two sides of an item become what it is scored by. */
import {
  add,
  concat,
  dense,
  divide,
  dropout,
  gelu,
  multiply,
  normalised,
  sigmoid,
  subtract,
  unitLength,
  type Builder,
  type Tensor,
} from "../../compute/graph/index.js";
import { atLeastOne, type Side, type Sides } from "./cross-attention.js";
import type { ElrfaeySettings } from "./settings.js";

/** A part of an item's vector with length 1 of its own; a score is the weighted sum of the cosines of parts. */
export interface Part {
  /** `[items x width]` of length 1, or 0 for an item that lacks what it is made of. */
  readonly vector: Tensor;
  /** `[items x 1]`; absent: 1. */
  readonly weight?: Tensor;
}

/** The parts of an item's vector: one, but for late fusion, which has one a side. */
export function fusion(
  builder: Builder,
  sides: Sides,
  settings: Pick<ElrfaeySettings, "variant" | "embeddingSize" | "dropout">,
): readonly Part[] {
  const { variant } = settings;
  const given = [sides.text, sides.image].filter((side) => side !== undefined);
  if (variant === "text" || variant === "image") return [unitPart(sides[variant]!)];
  if (variant === "late-average") {
    const nSides = given.map(({ has }) => has).reduce((one, other) => add(one, other));
    const weight = divide(1, atLeastOne(nSides));
    return given.map((side) => ({ ...unitPart(side), weight }));
  }
  const vector = builder.graph.inLayer("fusion", () => {
    if (variant === "gated") return gated(builder, sides, settings.embeddingSize);
    return variant === "concat"
      ? dense(builder, "dense", sideBySide(given), settings.embeddingSize)
      : fused(builder, given, settings);
  });
  return [unitPart({ vector, has: given.map(({ has }) => has).reduce(either) })];
}

function unitPart({ vector, has }: Side): Part {
  return { vector: multiply(unitLength(vector), has) };
}

/** 1 where one of two is 1, each 0 or 1. */
function either(one: Tensor, other: Tensor): Tensor {
  return subtract(add(one, other), multiply(one, other));
}

function sideBySide(sides: readonly Side[]): Tensor {
  return concat(
    sides.map(({ vector }) => vector),
    1,
  );
}

/** f = LN(u^t + u^v + FFN([u^t; u^v])), FFN from 2 d over 2 d, GELU and dropout to d. */
function fused(
  builder: Builder,
  sides: readonly Side[],
  { embeddingSize, dropout: rate }: Pick<ElrfaeySettings, "embeddingSize" | "dropout">,
): Tensor {
  const both = sideBySide(sides);
  const hidden = gelu(dense(builder, "hidden", both, 2 * embeddingSize));
  const result = dense(builder, "result", dropout(builder, "hidden", hidden, rate), embeddingSize);
  const total = sides.map(({ vector }) => vector).reduce((one, other) => add(one, other));
  return normalised(builder, "norm", add(total, result));
}

/** g z^t + (1 - g) z^v with g = sigmoid(W [z^t; z^v] + b) of each number; the one side that there is, of one alone. */
function gated(builder: Builder, { text, image }: Sides, width: number): Tensor {
  if (text === undefined || image === undefined) return (text ?? image)!.vector;
  const gate = sigmoid(dense(builder, "gate", sideBySide([text, image]), width));
  const opened = multiply(gate, image.has);
  // g where both are there, 1 where the image is not; and 0 where the text is not.
  const share = multiply(add(opened, subtract(1, image.has)), text.has);
  return add(multiply(share, text.vector), multiply(subtract(1, share), image.vector));
}
