/** What SLMRec learns from features besides what users have. */
import {
  add,
  concat,
  dense,
  divide,
  dropout,
  gather,
  greater,
  inBatchContrastiveLoss,
  indicator,
  mean,
  multiply,
  slice,
  sparseProduct,
  subtract,
  xavierUniform,
  type Builder,
  type GraphMatrix,
  type Nodes,
  type Tensor,
} from "../../compute/graph/index.js";
import { shareLosses, total } from "../shared/pair-network/losses.js";
import type { PairBatch } from "../shared/pair-network/types.js";

/**
 * Equation 5, fine and coarse alignment: the items of the batch by their own vectors, and by each modality in turn,
 * `[nItems x size]` each, the vectors first. Gives the sum of the losses.
 */
export function alignment(
  builder: Builder,
  [own, ...contents]: readonly Tensor[],
  { positives }: PairBatch,
  temperature: number,
): Tensor {
  const size = own.shape[1] as number;
  let coarse = gather(own, positives);
  const losses = contents.map((content, at) => {
    // The last of several is half as wide.
    const isHalf = at > 0 && at === contents.length - 1;
    const width = isHalf ? Math.ceil(size / 2) : size;
    const options = { initialise: xavierUniform };
    coarse = dense(builder, `coarse-${at}`, coarse, width, options);
    const fine = dense(builder, `fine-${at}`, gather(content, positives), width, options);
    return mean(shareLosses(multiply(coarse, 1 / temperature), fine, fine));
  });
  return total(losses);
}

/** How the views of equation 6 differ from what is in use. */
export interface ViewOptions {
  readonly layers: number;
  /** Rate; 0: none. */
  readonly dropout: number;
  /** Whether each view lacks one of the parts. */
  readonly isMasked: boolean;
}

/** What the views of equation 6 are made from. */
export interface ViewParts {
  /** `[nUsers x size]` */
  readonly users: Tensor;
  /** `[nItems x size]` each: what items are by themselves and in each modality. */
  readonly parts: readonly Tensor[];
  /** Vectors from the smoothed parts, `[(nUsers + nItems) x size]` each. */
  readonly fuse: (smoothed: readonly Tensor[]) => Nodes;
}

/**
 * Two views of users and items: the parts are smoothed with the users as ever, but with elements dropped after each
 * layer, or with a part that is 0, another one in each view.
 */
export function twoViews(
  builder: Builder,
  adjacency: GraphMatrix,
  { users, parts, fuse }: ViewParts,
  options: ViewOptions,
): readonly [Nodes, Nodes] {
  const masks = options.isMasked ? differentPlaces(builder, parts.length) : undefined;
  const viewOf = (view: 0 | 1): Nodes =>
    builder.graph.inLayer(`view-${view}`, () => {
      const smoothed = parts.map((items, part) => {
        const isLeft = masks === undefined ? undefined : subtract(1, masks[view][part]);
        const kept = isLeft === undefined ? items : multiply(items, isLeft);
        return smoothedWithDropout(builder, adjacency, concat([users, kept], 0), options);
      });
      return fuse(smoothed);
    });
  return [viewOf(0), viewOf(1)];
}

/** The mean of the layers, of which each but the first is dropped from. */
function smoothedWithDropout(
  builder: Builder,
  adjacency: GraphMatrix,
  nodes: Tensor,
  { layers, dropout: rate }: ViewOptions,
): Tensor {
  const all = [nodes];
  for (let layer = 0; layer < layers; layer++) {
    all.push(dropout(builder, String(layer), sparseProduct(adjacency, all[layer]), rate));
  }
  return divide(total(all), all.length);
}

/**
 * Two different places of `nParts`, drawn at each step, each as `[1]` numbers that are 1 at the place and 0
 * elsewhere. Throws `RangeError` for fewer than two parts.
 */
export function differentPlaces(
  { graph, seed }: Builder,
  nParts: number,
): readonly [readonly Tensor[], readonly Tensor[]] {
  if (nParts < 2) throw new RangeError("two different places of one");
  const first = placeOf(graph.randomUniform([1], seed), nParts);
  const steps = placeOf(graph.randomUniform([1], seed), nParts - 1);
  // The second is 1 to nParts - 1 places behind the first, round in a circle.
  const second = first.map((_place, at) =>
    total(steps.map((step, by) => multiply(step, first[(at - by - 1 + nParts) % nParts]))),
  );
  return [first, second];
}

/** In which of `nPlaces` equal parts of 0 .. 1 a number lies. */
function placeOf(uniform: Tensor, nPlaces: number): Tensor[] {
  const isAbove = Array.from({ length: nPlaces }, (_unused, at) =>
    indicator(greater(uniform, at / nPlaces)),
  );
  return isAbove.map((own, at) => (at + 1 < nPlaces ? subtract(own, isAbove[at + 1]) : own));
}

/** Equation 6: InfoNCE between two views of the batch's users, and of its items. */
export function viewContrast(
  [one, other]: readonly [Nodes, Nodes],
  { users, positives }: PairBatch,
  temperature: number,
): Tensor {
  const between = (left: Tensor, right: Tensor, rows: Tensor): Tensor =>
    inBatchContrastiveLoss(gather(left, rows), gather(right, rows), temperature);
  return add(between(one.users, other.users, users), between(one.items, other.items, positives));
}

/** Users and items of smoothed nodes. */
export function splitNodes(nodes: Tensor, nUsers: number): Nodes {
  return {
    users: slice(nodes, 0, 0, nUsers),
    items: slice(nodes, 0, nUsers, nodes.shape[0] as number),
  };
}
