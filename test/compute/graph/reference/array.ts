/** Arrays in double precision for the reference evaluator: row-major values with their sizes. */
export interface RealArray {
  readonly sizes: readonly number[];
  readonly values: Float64Array;
}

/** Number of elements. */
export function count(sizes: readonly number[]): number {
  return sizes.reduce((product, size) => product * size, 1);
}

/** An array whose element at each position `index` is `element(index)`. */
export function build(
  sizes: readonly number[],
  element: (index: readonly number[]) => number,
): RealArray {
  const values = new Float64Array(count(sizes));
  const index = sizes.map(() => 0);
  for (let at = 0; at < values.length; at++) {
    values[at] = element(index);
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      if (++index[axis] < sizes[axis]) break;
      index[axis] = 0;
    }
  }
  return { sizes, values };
}

/** The element at `index`, which may be longer than the array has axes: axes of size 1 repeat. */
export function at(array: RealArray, index: readonly number[]): number {
  const skip = index.length - array.sizes.length;
  let position = 0;
  array.sizes.forEach((size, axis) => {
    position = position * size + (size === 1 ? 0 : index[axis + skip]);
  });
  return array.values[position];
}

/** The sizes that two arrays have together. */
export function together(first: readonly number[], second: readonly number[]): number[] {
  const rank = Math.max(first.length, second.length);
  return Array.from({ length: rank }, (_unused, axis) => {
    const one = first[axis - (rank - first.length)] ?? 1;
    const other = second[axis - (rank - second.length)] ?? 1;
    return Math.max(one, other);
  });
}
