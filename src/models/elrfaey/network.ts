/** The network of an item, from its tokens to the vector that it is scored by. */
import { type Builder } from "../../compute/graph/index.js";
import {
  crossAttention,
  meanOf,
  type CrossWeights,
  type Side,
  type Sides,
} from "./cross-attention.js";
import { fusion, type Part } from "./fusion.js";
import type { ElrfaeySettings } from "./settings.js";
import { tokenSets, type TokenInputs } from "./token-sets.js";
import type { SideName } from "./tokens.js";

/** Settings that the network depends on. */
export type NetworkSettings = Pick<
  ElrfaeySettings,
  "variant" | "embeddingSize" | "heads" | "dropout"
>;

/** What there is of items inside a graph. */
export interface ItemNetwork {
  readonly parts: readonly Part[];
  /** Before fusion. */
  readonly sides: Sides;
  readonly weights: CrossWeights;
}

/** Sides that a variant is made of. */
export function sidesOf(variant: ElrfaeySettings["variant"]): readonly SideName[] {
  return variant === "text" || variant === "image" ? [variant] : ["text", "image"];
}

/** From tokens to parts of a vector. */
export function itemNetwork(
  builder: Builder,
  inputs: TokenInputs,
  settings: NetworkSettings,
): ItemNetwork {
  const made = sideNetwork(builder, inputs, settings, { wanted: sidesOf(settings.variant) });
  return { ...made, parts: fusion(builder, made.sides, settings) };
}

/** Settings of {@link sideNetwork}. */
export interface SideOptions {
  readonly wanted: readonly SideName[];
  /** Default false: the sides of `fused` attend to each other. */
  readonly isApart?: boolean;
}

/** From tokens to sides: `fused` by cross-attention, all others by the mean of a side's tokens. */
export function sideNetwork(
  builder: Builder,
  inputs: TokenInputs,
  settings: NetworkSettings,
  { wanted, isApart = false }: SideOptions,
): { readonly sides: Sides; readonly weights: CrossWeights } {
  const sets = tokenSets(builder, inputs, settings, wanted);
  if (settings.variant === "fused") {
    return crossAttention(builder, sets, { heads: settings.heads, isApart });
  }
  const sides: { -readonly [Name in SideName]?: Side } = {};
  for (const name of wanted) {
    const set = sets[name];
    if (set !== undefined) sides[name] = { vector: meanOf(set.tokens, set.present), has: set.has };
  }
  return { sides, weights: {} };
}
