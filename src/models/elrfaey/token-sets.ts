/** Step 1: tokens of all modalities in one width. */
import {
  add,
  concat,
  dense,
  expandAxis,
  maximum,
  normalised,
  normally,
  parameter,
  select,
  slice,
  type Builder,
  type Tensor,
} from "../../compute/graph/index.js";
import type { ElrfaeySettings } from "./settings.js";
import type { ItemTokens, SideName, Token } from "./tokens.js";

/** Items as a graph is fed with them. */
export interface TokenInputs {
  readonly tokens: readonly Token[];
  readonly nText: number;
  /** One a token, `[items x dim]`. */
  readonly values: readonly Tensor[];
  /** `[items x tokens]` truth values. */
  readonly present: Tensor;
}

/** The tokens of one side. */
export interface TokenSet {
  /** `[items x n x width]` */
  readonly tokens: Tensor;
  /** `[items x n]` truth values: which tokens an item has. */
  readonly present: Tensor;
  /** `[items x 1]` 1 where it has one at least, else 0. */
  readonly has: Tensor;
}

/** By side; one without a modality, or one that is not wanted, is absent. */
export type TokenSets = Partial<Readonly<Record<SideName, TokenSet>>>;

/** Names of the inputs of a graph. */
export const inputNames = {
  values: (modality: string): string => `values of ${modality}`,
  present: "present",
} as const;

/** Inputs of a graph, for so many items as the axis `items` is long. */
export function tokenInputs({ graph }: Builder, { tokens, nText }: ItemTokens): TokenInputs {
  return {
    tokens,
    nText,
    values: tokens.map(({ name, dim }) => graph.input(inputNames.values(name), ["items", dim])),
    present: graph.input(inputNames.present, ["items", tokens.length], "bool"),
  };
}

/**
 * Projected tokens of the sides `wanted`. Variants of one side alone and late fusion project without bias
 * (e = W x), all others normalise behind (z = LN(W x + b)); `fused` adds the vector of the modality.
 */
export function tokenSets(
  builder: Builder,
  inputs: TokenInputs,
  { variant, embeddingSize }: Pick<ElrfaeySettings, "variant" | "embeddingSize">,
  wanted: readonly SideName[],
): TokenSets {
  const isPlain = variant === "text" || variant === "image" || variant === "late-average";
  const sets: { -readonly [Name in SideName]?: TokenSet } = {};
  for (const side of wanted) {
    const [from, to] = side === "text" ? [0, inputs.nText] : [inputs.nText, inputs.tokens.length];
    if (from === to) continue;
    const projected = projections(builder, inputs, [from, to], embeddingSize, isPlain);
    const rows = variant === "fused" ? typed(builder, inputs, projected, from) : projected;
    const present = slice(inputs.present, 1, from, to);
    const has = maximum(select(present, 1, 0), { axes: [1], keepAxes: true });
    sets[side] = { tokens: concat(rows, 1), present, has };
  }
  return sets;
}

/** Of each token from .. to - 1, `[items x 1 x width]`: those of one space go through one layer together. */
function projections(
  builder: Builder,
  { tokens, values }: TokenInputs,
  [from, to]: readonly [number, number],
  width: number,
  isPlain: boolean,
): readonly Tensor[] {
  const places = tokens.map((_token, at) => at).slice(from, to);
  const rows = new Map<number, Tensor>();
  for (const space of new Set(places.map((at) => tokens[at].space))) {
    const own = places.filter((at) => tokens[at].space === space);
    const stacked = concat(
      own.map((at) => expandAxis(values[at], 1)),
      1,
    );
    const projected = builder.graph.inLayer(`projection ${space}`, () => {
      if (isPlain) return dense(builder, "dense", stacked, width, { hasBias: false });
      return normalised(builder, "norm", dense(builder, "dense", stacked, width));
    });
    own.forEach((at, place) => rows.set(at, slice(projected, 1, place, place + 1)));
  }
  return places.map((at) => rows.get(at)!);
}

/** Adds the learned vector of its modality to each token. */
function typed(
  builder: Builder,
  { tokens }: TokenInputs,
  rows: readonly Tensor[],
  from: number,
): readonly Tensor[] {
  return rows.map((row, at) => {
    const width = row.shape.at(-1) as number;
    const name = `type ${tokens[from + at].name}`;
    return add(row, parameter(builder, name, [width], normally(0.02)));
  });
}
