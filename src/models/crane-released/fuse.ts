/** How CRANE as released makes one vector of an item's modalities. */
import {
  concat,
  dense,
  expandAxis,
  fanInUniform,
  matMul,
  mean,
  multiply,
  reshape,
  rowAttention,
  sharedDense,
  slice,
  softmax,
  transpose,
  xavierUniform,
  type Builder,
  type SparseRoom,
  type Tensor,
} from "../../compute/graph/index.js";
import { total } from "../shared/pair-network/losses.js";
import type { ReleasedSettings } from "./settings.js";

/** What is fused: projected features `[nItems x embeddingSize]`, and their names. */
export interface FusedParts {
  readonly names: readonly string[];
  readonly contents: readonly Tensor[];
}

type FuseSettings = Pick<
  ReleasedSettings,
  "embeddingSize" | "heads" | "attentionAxis" | "attendedShare"
>;

/** Equations 1 (its second half) to 4: `[nItems x embeddingSize]`. Weights start as in PyTorch. */
export function fuse(
  builder: Builder,
  room: SparseRoom,
  { names, contents }: FusedParts,
  settings: FuseSettings,
): Tensor {
  const { embeddingSize: size, attentionAxis } = settings;
  return builder.graph.inLayer("fusion", () => {
    const pack = sharedDense(builder, "packed", [size, 3 * size], { initialise: xavierUniform });
    const packed = builder.graph
      .inLayer("slots", () => contents.map((rows, at) => dense(builder, names[at], rows, size)))
      .map(pack);
    const attended =
      attentionAxis === "items"
        ? overItems(builder, room, packed, settings)
        : overModalities(packed, settings);
    // The mean of projections is the projection of the mean.
    return dense(builder, "output", attended, size, { initialise: fanInUniform });
  });
}

/** The mean over modalities of equation 3. */
function overItems(
  builder: Builder,
  room: SparseRoom,
  packed: readonly Tensor[],
  { heads, attendedShare }: FuseSettings,
): Tensor {
  const { graph, isTraining, seed } = builder;
  const isDrawn = isTraining && attendedShare < 1;
  const present = isDrawn
    ? graph.randomMask(packed[0].shape.slice(0, 1), 1 - attendedShare, seed)
    : undefined;
  const options = { heads, ...(present === undefined ? {} : { present }) };
  const attended = packed.map((rows) => rowAttention(room, rows, options));
  return multiply(total(attended), 1 / packed.length);
}

/** The mean over modalities of equation 3'. */
function overModalities(
  packed: readonly Tensor[],
  { embeddingSize: size, heads }: FuseSettings,
): Tensor {
  const rows = packed[0].shape[0];
  const tokens = concat(
    packed.map((each) => expandAxis(each, 1)),
    1,
  );
  // `[nItems x heads x M x size / heads]`
  const [queries, keys, values] = [0, 1, 2].map((part) => {
    const own = slice(tokens, -1, part * size, (part + 1) * size);
    const split = reshape(own, [rows, packed.length, heads, size / heads]);
    return transpose(split, [0, 2, 1, 3]);
  });
  const scores = multiply(matMul(queries, transpose(keys)), 1 / Math.sqrt(size / heads));
  const attended = matMul(softmax(scores), values);
  return reshape(mean(attended, { axes: [2] }), [rows, size]);
}
