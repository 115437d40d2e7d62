/** The nearest others of some points, by Euclidean distance. */
export interface NearestPoints {
  /** `[queries x count]` positions, nearest first; ties to the lower position. */
  readonly points: Int32Array;
  /** `[queries x count]` */
  readonly distances: Float64Array;
}

/**
 * The `count` nearest others of each point, or of those in `queries`, by going through all pairs:
 * right, and fast enough for the few directions that a map is made of. `count` must be below the number
 * of points, `values` is `[nPoints x dim]`.
 */
export function nearestPoints(
  values: Float32Array | Float64Array,
  dim: number,
  count: number,
  queries: Int32Array = Int32Array.from({ length: values.length / dim }, (_unused, at) => at),
): NearestPoints {
  const nPoints = values.length / dim;
  const points = new Int32Array(queries.length * count).fill(-1);
  const distances = new Float64Array(queries.length * count).fill(Infinity);
  queries.forEach((query, row) => {
    const last = (row + 1) * count - 1;
    for (let other = 0; other < nPoints; other++) {
      if (other === query) continue;
      let square = 0;
      for (let at = 0, a = query * dim, b = other * dim; at < dim; at++, a++, b++) {
        const gap = values[a] - values[b];
        square += gap * gap;
      }
      if (square >= distances[last]) continue;
      let place = last;
      for (; place > row * count && distances[place - 1] > square; place--) {
        distances[place] = distances[place - 1];
        points[place] = points[place - 1];
      }
      distances[place] = square;
      points[place] = other;
    }
  });
  return { points, distances: distances.map(Math.sqrt) };
}
