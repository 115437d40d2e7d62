/** Sizes of axes: numbers, or names such as `batch` of sizes that a run decides. */
import { MoviolaError } from "../../common/errors.js";

/** A size known when the graph is built, or a name; `12*batch` is twelve times the size `batch`. */
export type Axis = number | string;

/** Sizes of a tensor's axes, outermost first; none for a scalar. */
export type Shape = readonly Axis[];

/** How messages write a shape: `[batch x 12 x 128]`. */
export function describeShape(shape: Shape): string {
  return `[${shape.join(" x ")}]`;
}

/** True when both shapes are the same, names included. */
export function isSameShape(first: Shape, second: Shape): boolean {
  return first.length === second.length && first.every((axis, at) => axis === second[at]);
}

/** The product of axes, of which one may have a name; undefined when more than one has. */
export function productOf(axes: Shape): Axis | undefined {
  let factor = 1;
  let name: string | undefined;
  for (const axis of axes) {
    if (typeof axis === "number") {
      factor *= axis;
      continue;
    }
    if (name !== undefined) return undefined;
    const parts = axis.split("*");
    name = parts.at(-1);
    factor *= parts.length === 2 ? Number(parts[0]) : 1;
  }
  if (name === undefined) return factor;
  return factor === 1 ? name : `${factor}*${name}`;
}

/** The size that an axis has when the named sizes are those of `sizes`. */
export function sizeOf(axis: Axis, sizes: Readonly<Record<string, number>>): number {
  if (typeof axis === "number") return axis;
  const parts = axis.split("*");
  const size = sizes[parts.at(-1)!];
  if (size === undefined) throw new RangeError(`no size for the axis ${axis}`);
  return parts.length === 2 ? Number(parts[0]) * size : size;
}

/** `axis` counted from the front: -1 is the last one. Throws `E_GRAPH_SHAPE`. */
export function axisIndex(axis: number, shape: Shape, where: string): number {
  const index = axis < 0 ? axis + shape.length : axis;
  if (Number.isInteger(index) && index >= 0 && index < shape.length) return index;
  throw shapeError(where, `an axis of ${describeShape(shape)}`, `axis ${axis}`);
}

/**
 * The shape that elementwise operators give: axes are matched from the last one, and an axis of size 1 or
 * none fits any. Throws `E_GRAPH_SHAPE`.
 */
export function broadcastShape(first: Shape, second: Shape, where: string): Shape {
  const rank = Math.max(first.length, second.length);
  return Array.from({ length: rank }, (_unused, at) => {
    const one = first[at - (rank - first.length)] ?? 1;
    const other = second[at - (rank - second.length)] ?? 1;
    if (one === other || other === 1) return one;
    if (one === 1) return other;
    throw shapeError(
      `${where}, axis ${at - rank}`,
      `sizes that are equal or 1, for ${describeShape(first)} and ${describeShape(second)}`,
      `${one} and ${other}`,
    );
  });
}

/** `E_GRAPH_SHAPE`: tensors do not fit the operator that is to combine them. */
export function shapeError(where: string, expected: string, got: string): MoviolaError {
  return new MoviolaError("E_GRAPH_SHAPE", "Tensors do not fit together", {
    where,
    expected,
    got,
    remedy: "Check the layer's sizes; reshape, transpose or project before it",
  });
}
