/**
 * Keeps the `capacity` strongest of a stream of weighted keys in a binary heap whose root is the
 * weakest. Equal weights: the lower key is the stronger one, so that the choice does not depend on
 * the order of arrival.
 */
export class Strongest {
  /** `[capacity]` the first `size` are filled; in no particular order. */
  readonly keys: Int32Array;
  /** `[capacity]` */
  readonly weights: Float64Array;
  size = 0;

  /** `capacity` is a whole number from 1 up. */
  constructor(capacity: number) {
    this.keys = new Int32Array(capacity);
    this.weights = new Float64Array(capacity);
  }

  /** Forgets everything. */
  clear(): void {
    this.size = 0;
  }

  /** Takes the key in if it is among the strongest so far. */
  offer(key: number, weight: number): void {
    if (this.size < this.keys.length) {
      this.#rise(this.size++, key, weight);
    } else if (weight > this.weights[0] || (weight === this.weights[0] && key < this.keys[0])) {
      this.#sink(key, weight);
    }
  }

  #rise(position: number, key: number, weight: number): void {
    const { keys, weights } = this;
    let hole = position;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (!isWeaker(weight, key, weights[parent], keys[parent])) break;
      weights[hole] = weights[parent];
      keys[hole] = keys[parent];
      hole = parent;
    }
    weights[hole] = weight;
    keys[hole] = key;
  }

  #sink(key: number, weight: number): void {
    const { keys, weights, size } = this;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= size) break;
      const right = child + 1;
      if (right < size && isWeaker(weights[right], keys[right], weights[child], keys[child])) {
        child = right;
      }
      if (!isWeaker(weights[child], keys[child], weight, key)) break;
      weights[hole] = weights[child];
      keys[hole] = keys[child];
      hole = child;
    }
    weights[hole] = weight;
    keys[hole] = key;
  }
}

function isWeaker(weight: number, key: number, otherWeight: number, otherKey: number): boolean {
  return weight < otherWeight || (weight === otherWeight && key > otherKey);
}
