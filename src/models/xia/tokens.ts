/** The ten features of a pair, each brought to the width of the encoder (section 3 of the paper). */
import {
  add,
  dense,
  gather,
  matMul,
  mean,
  multiply,
  normalised,
  normally,
  parameter,
  relu,
  reshape,
  select,
  square,
  sum,
  type Builder,
  type Tensor,
} from "../../compute/graph/index.js";
import { ofEachPair } from "../shared/graph/distinct-items.js";
import { itemEmbedding, userEmbedding } from "../shared/graph/id-embedding.js";
import type { NetworkInputs } from "../shared/graph/network-types.js";
import { tokenPlan, type PlannedToken } from "./content.js";
import type { XiaSettings } from "./settings.js";

/** One feature of the pairs of a batch. */
export interface Token {
  readonly name: string;
  /** `[batch x width]` */
  readonly vector: Tensor;
}

/** The tokens in the order of the paper, and the penalty of the ids' vectors where there is one. */
export interface ContentTokens {
  readonly tokens: readonly Token[];
  /** Without axes: `regularisation` times the mean over the batch of |p_u|^2 + |q_i|^2. */
  readonly penalty?: Tensor;
  /** `[batch]` p_u . q_i, where it is wanted. */
  readonly interaction?: Tensor;
}

/** The tokens of a batch: those whose data were given in the fit. */
export function contentTokens(
  builder: Builder,
  inputs: NetworkInputs,
  settings: XiaSettings,
): ContentTokens {
  const sides: Sides = { user: [], item: [] };
  const plan = tokenPlan(inputs.facts, settings);
  const isInteracting = interacts(plan, settings);
  const tokens = plan.map((planned) => ({
    name: planned.name,
    vector: builder.graph.inLayer(planned.layer, () => {
      if (planned.kind !== "modality") {
        const code = codeOf(builder, inputs, planned, settings);
        sides[planned.of].push(code);
        return branch(builder, code, settings);
      }
      const vectors = modalityVectors(builder, inputs, planned, settings);
      if (isInteracting) {
        const options = { hasBias: false, initialise: normally(0.01) };
        const codes = dense(builder, "code", vectors, codeSize(settings), options);
        sides.item.push(ofEachPair(inputs, codes));
      }
      return ofEachPair(inputs, vectors);
    }),
  }));
  return { tokens, ...sideTerms(sides, settings, isInteracting) };
}

/** Whether p_u . q_i is part of the head: it is asked for, and both sides have tokens. */
function interacts(plan: readonly PlannedToken[], { interaction, head }: XiaSettings): boolean {
  const sides = new Set(plan.map(({ of }) => of));
  return interaction && head === "regression" && sides.size === 2;
}

/** Codes of the pairs' users and items, each `[batch x size]`. */
type Sides = Readonly<Record<"user" | "item", Tensor[]>>;

/** p_u and q_i are the sums of a side's codes: their product, and what their lengths cost. */
function sideTerms(
  { user, item }: Sides,
  { regularisation }: XiaSettings,
  isInteracting: boolean,
): Omit<ContentTokens, "tokens"> {
  const total = (codes: readonly Tensor[]): Tensor => codes.reduce((one, other) => add(one, other));
  const sides = [user, item].filter((codes) => codes.length > 0).map(total);
  const along = { axes: [-1] };
  const squares = sides.map((side) => mean(sum(square(side), along)));
  return {
    ...(isInteracting ? { interaction: sum(multiply(sides[0], sides[1]), along) } : {}),
    ...(sides.length > 0 && regularisation > 0
      ? { penalty: multiply(total(squares), regularisation) }
      : {}),
  };
}

/**
 * `[batch x size]` the first layer of a structured branch: the row of its matrix that a one-hot vector picks,
 * or for genres, of which a film has some, their sum (one-hot) or mean (embedding).
 */
function codeOf(
  builder: Builder,
  inputs: NetworkInputs,
  { kind, of, table, count }: PlannedToken,
  settings: XiaSettings,
): Tensor {
  const size = codeSize(settings);
  const initialise = normally(settings.branches === "one-hot" ? 1 / Math.sqrt(count) : 0.1);
  const options = { size, initialise };
  if (kind === "id") {
    return of === "user"
      ? userEmbedding(builder, "id", inputs, options)
      : itemEmbedding(builder, "id", inputs, options);
  }
  const rows = gather(inputs.table(table), of === "user" ? inputs.users : inputs.items);
  const values = parameter(builder, "table", [count, size], initialise);
  return kind === "several" ? matMul(rows, values) : gather(values, reshape(rows, ["batch"]));
}

function codeSize({ branches, branchSize, width }: XiaSettings): number {
  return branches === "one-hot" ? stairs(width)[0] : branchSize;
}

/** From a code to the width: dense and ReLU step by step, or one dense layer with layer normalisation. */
function branch(builder: Builder, code: Tensor, { branches, width }: XiaSettings): Tensor {
  if (branches === "embedding") {
    return normalised(builder, "norm", dense(builder, "to-width", code, width));
  }
  const [first, ...more] = stairs(width);
  const bias = parameter(builder, "bias", [first], (shape) => new Float32Array(shape[0]));
  return more.reduce(
    (x, size, at) => relu(dense(builder, `dense-${at}`, x, size)),
    relu(add(code, bias)),
  );
}

/** Widths of the faithful branches, 128, 384, 768 in their shares of the width. */
export function stairs(width: number): readonly [number, number, number] {
  return [Math.ceil(width / 6), Math.ceil(width / 2), width];
}

/**
 * `[distinct x width]` vectors of an encoder for the distinct films of the batch, brought to the width where
 * they have another, and what stands for a missing one.
 */
function modalityVectors(
  builder: Builder,
  inputs: NetworkInputs,
  { table, count }: PlannedToken,
  { branches, missing, width }: XiaSettings,
): Tensor {
  const films = inputs.encoded.distinctItems;
  const raw = gather(inputs.table(table), films);
  const projected =
    branches === "one-hot" && count === width ? raw : dense(builder, "to-width", raw, width);
  const vectors = branches === "one-hot" ? projected : normalised(builder, "norm", projected);
  if (inputs.facts.number(`${table}Missing`) === 0) return vectors;
  const isMissing = gather(inputs.table(`${table}Missing`), films);
  const own = parameter(builder, missing === "mask" ? "mask" : "flag", [1, width], normally(1));
  return missing === "mask"
    ? select(isMissing, own, vectors)
    : add(vectors, select(isMissing, own, 0));
}
