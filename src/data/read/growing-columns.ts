/** Columns of interactions that grow row by row. */
export class GrowingColumns {
  #userIndex = new Int32Array(1024);
  #itemIndex = new Int32Array(1024);
  #rating = new Float32Array(1024);
  #timestamp = new Float64Array(1024);
  #nRows = 0;

  get nRows(): number {
    return this.#nRows;
  }

  add(user: number, item: number, rating: number, timestamp: number): void {
    if (this.#nRows === this.#userIndex.length) this.#grow();
    const row = this.#nRows++;
    this.#userIndex[row] = user;
    this.#itemIndex[row] = item;
    this.#rating[row] = rating;
    this.#timestamp[row] = timestamp;
  }

  /** `[nRows]` each, exact in length. */
  build(): {
    userIndex: Int32Array;
    itemIndex: Int32Array;
    rating: Float32Array;
    timestamp: Float64Array;
  } {
    return {
      userIndex: this.#userIndex.slice(0, this.#nRows),
      itemIndex: this.#itemIndex.slice(0, this.#nRows),
      rating: this.#rating.slice(0, this.#nRows),
      timestamp: this.#timestamp.slice(0, this.#nRows),
    };
  }

  #grow(): void {
    const length = this.#userIndex.length * 2;
    const { userIndex, itemIndex, rating, timestamp } = this.build();
    this.#userIndex = new Int32Array(length);
    this.#itemIndex = new Int32Array(length);
    this.#rating = new Float32Array(length);
    this.#timestamp = new Float64Array(length);
    this.#userIndex.set(userIndex);
    this.#itemIndex.set(itemIndex);
    this.#rating.set(rating);
    this.#timestamp.set(timestamp);
  }
}
