/** Dot product, of vectors of equal length. */
export function dot(a: Float64Array, b: Float64Array): number {
  const { length } = a;
  const whole = length - (length % 4);
  // Four sums side by side: one alone would wait for itself at every term.
  let [first, second, third, fourth] = [0, 0, 0, 0];
  for (let position = 0; position < whole; position += 4) {
    first += a[position] * b[position];
    second += a[position + 1] * b[position + 1];
    third += a[position + 2] * b[position + 2];
    fourth += a[position + 3] * b[position + 3];
  }
  for (let position = whole; position < length; position++) first += a[position] * b[position];
  return first + second + (third + fourth);
}

/** Euclidean length. */
export function norm(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector));
}

/** Multiplies in place. */
export function scale(vector: Float64Array, factor: number): void {
  for (let position = 0; position < vector.length; position++) vector[position] *= factor;
}

/** Adds `factor` times `source` to `target`, in place. */
export function addScaled(target: Float64Array, source: Float64Array, factor: number): void {
  for (let position = 0; position < target.length; position++) {
    target[position] += factor * source[position];
  }
}

/** A vector that has lost less than this share of its length has kept its digits. */
const keptShare = 0.7;

/**
 * Takes out of `vector`, in place, its parts along the orthonormal `basis`, to rounding: a second time
 * where the first took much ("twice is enough", Kahan and Parlett).
 */
export function orthogonalise(vector: Float64Array, basis: readonly Float64Array[]): void {
  // The latest vectors take nearly all; after them the others' share can be judged.
  const latest = Math.max(0, basis.length - 2);
  for (let at = basis.length - 1; at >= latest; at--) {
    addScaled(vector, basis[at], -dot(vector, basis[at]));
  }
  const before = norm(vector);
  removeParts(vector, basis);
  if (norm(vector) < keptShare * before) removeParts(vector, basis);
}

function removeParts(vector: Float64Array, basis: readonly Float64Array[]): void {
  const whole = basis.length - (basis.length % 4);
  for (let at = 0; at < whole; at += 4) {
    removeFour(vector, basis[at], basis[at + 1], basis[at + 2], basis[at + 3]);
  }
  for (let at = whole; at < basis.length; at++) {
    addScaled(vector, basis[at], -dot(vector, basis[at]));
  }
}

/** Four at a time, so that the vector is fetched once for all of them. */
function removeFour(
  vector: Float64Array,
  a: Float64Array,
  b: Float64Array,
  c: Float64Array,
  d: Float64Array,
): void {
  let [alongA, alongB, alongC, alongD] = [0, 0, 0, 0];
  for (let position = 0; position < vector.length; position++) {
    const value = vector[position];
    alongA += value * a[position];
    alongB += value * b[position];
    alongC += value * c[position];
    alongD += value * d[position];
  }
  for (let position = 0; position < vector.length; position++) {
    vector[position] -=
      alongA * a[position] + alongB * b[position] + (alongC * c[position] + alongD * d[position]);
  }
}
