/** Scales a vector to Euclidean length 1, in place; one of zeros stays as it is. */
export function toUnitLength<Vector extends Float32Array | Float64Array>(vector: Vector): Vector {
  let squares = 0;
  for (let at = 0; at < vector.length; at++) squares += vector[at] * vector[at];
  if (squares === 0) return vector;
  const factor = 1 / Math.sqrt(squares);
  for (let at = 0; at < vector.length; at++) vector[at] *= factor;
  return vector;
}
